"""Levels for a part of a period: those of KPIs that add up are taken for the days that count; ratios, medians, distinct counts and stocks
keep theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scoreline.periods import Period
from scoreline.planning.exact import decimal
from scoreline.planning.levels import AnyLevels, Levels, RangeLevels, Step
from scoreline.planning.matrix import Matrix, MatrixRow


@dataclass(frozen=True)
class Proration:
    """The part of a period that a member's levels are for.

    `share` is the part, 0 to 1, of a period's days on which the member is there (up to now, where a period still runs), `whole` the same
    up to the period's end. The levels of `kpis` were agreed for everybody's full period, those `as_agreed` for the member's own days; both
    add up. All others stay.
    """

    share: Callable[[Period], Fraction]
    whole: Callable[[Period], Fraction]
    kpis: Collection[str] = ()
    as_agreed: Collection[str] = ()

    def matrix(self, matrix: Matrix) -> Matrix:
        """The matrix with the levels for its part of the period; as it was agreed where that is nothing."""
        if self.share(matrix.period) == 1:
            return matrix
        return replace(matrix, rows=tuple(self.row(row, matrix.period) for row in matrix.rows))

    def row(self, row: MatrixRow, period: Period) -> MatrixRow:
        """A row of that period with the levels for its part of it. Each level is rounded once."""
        if row.kpi in self.kpis:
            return _part(row, self.share(period))
        if row.kpi in self.as_agreed and (whole := self.whole(period)):
            return _part(row, self.share(period) / whole)
        return row


def _part(row: MatrixRow, share: Fraction) -> MatrixRow:
    if share in (0, 1):
        return row
    steps = tuple(Step(_some(step.low, share), _some(step.high, share), step.index) for step in row.steps)
    return replace(row, levels=_levels(row.levels, share), steps=steps)


def _levels(levels: AnyLevels | None, share: Fraction) -> AnyLevels | None:
    if isinstance(levels, Levels):
        return Levels(levels.direction, *(_level(one, share) for one in (levels.base, levels.norm, levels.target)))
    if isinstance(levels, RangeLevels):
        return RangeLevels(*(_level(one, share) for one in (levels.low_base, levels.low_norm, levels.high_norm, levels.high_base)))
    return None


def _level(level: Decimal, share: Fraction) -> Decimal:
    return decimal(Fraction(level) * share)


def _some(level: Decimal | None, share: Fraction) -> Decimal | None:
    return None if level is None else _level(level, share)
