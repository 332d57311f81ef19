"""Matrices with other weights, levels or caps than those that ran, to try out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal

from scoreline.errors import MatrixError
from scoreline.planning.levels import Levels, RangeLevels, Step
from scoreline.planning.matrix import Kind, Matrix, MatrixRow

_DIGITS = Decimal("0.000001")
_MOST = 1000
"""So many times levels are taken at most."""
_NONE: Mapping[str, Decimal] = {}


@dataclass(frozen=True)
class Changes:
    """What to change, by KPI: its weight, its levels (times a factor above 0), its cap in index points."""

    weights: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    factors: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    caps: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)

    @property
    def kpis(self) -> frozenset[str]:
        """The KPIs that are changed."""
        return frozenset((*self.weights, *self.factors, *self.caps))


def changed(matrix: Matrix, changes: Changes) -> Matrix:
    """The matrix with the changes that touch its scored rows; the weights that are not named give way in proportion.

    MatrixError where a weight is none from 0 to 1, the named weights leave nothing for the others or more than 1, or a factor is not above
    0, or above 1,000.
    """
    for kpi, weight in changes.weights.items():
        if not weight.is_finite() or not 0 <= weight <= 1:
            raise MatrixError(f"The weight of {kpi} cannot be {weight}.", do="Write a weight from 0 to 1, such as 0.25.")
    for kpi, factor in changes.factors.items():
        if not factor.is_finite() or not 0 < factor <= _MOST:
            raise MatrixError(f"The levels of {kpi} cannot be taken {factor} times.", do="Write a factor above 0, such as 1.1.")
    rows = tuple(_row(row, changes) if row.kind is Kind.SCORED else row for row in matrix.rows)
    return replace(matrix, rows=_weighed(matrix, rows, changes.weights))


def _row(row: MatrixRow, changes: Changes) -> MatrixRow:
    if (factor := changes.factors.get(row.kpi)) is not None:
        steps = tuple(Step(_times(step.low, factor), _times(step.high, factor), step.index) for step in row.steps)
        row = replace(row, levels=_levels(row, factor), steps=steps)
    return replace(row, cap=cap) if (cap := changes.caps.get(row.kpi)) is not None else row


def _levels(row: MatrixRow, factor: Decimal) -> Levels | RangeLevels | None:
    match row.levels:
        case Levels(direction, base, norm, target):
            return Levels(direction, base * factor, norm * factor, target * factor)
        case RangeLevels(low_base, low_norm, high_norm, high_base):
            return RangeLevels(low_base * factor, low_norm * factor, high_norm * factor, high_base * factor)
    return None


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _weighed(matrix: Matrix, rows: tuple[MatrixRow, ...], weights: Mapping[str, Decimal]) -> tuple[MatrixRow, ...]:
    """The rows with their new weights, which sum to exactly 1: the largest of the others takes what rounding leaves."""
    scored = [row for row in rows if row.kind is Kind.SCORED]
    named = {row.kpi: weights[row.kpi] for row in scored if row.kpi in weights}
    others = [row for row in scored if row.kpi not in named]
    if not named:
        return rows
    where = f"matrix of {matrix.member.name}, {matrix.period.label}"
    left, before = 1 - sum(named.values()), sum((row.weight or Decimal(0) for row in others), Decimal(0))
    if left < 0 or (left and not before):
        raise MatrixError(f"The weights named sum to {sum(named.values())}.", where=where, do="Leave the others their part of 1.")
    new = dict(named)
    for row in others:
        share = left * (row.weight or Decimal(0)) / before if before else Decimal(0)
        new[row.kpi] = share.quantize(_DIGITS, ROUND_DOWN)
    if others:
        last = max(others, key=lambda row: new[row.kpi]).kpi
        new[last] += 1 - sum(new.values())
    return tuple(replace(row, weight=new[row.kpi]) if row.kpi in new and row.kind is Kind.SCORED else row for row in rows)
