"""Why the total of a matrix changed: by what was achieved, by other levels, by other weights, by other people, by restated data.

The total is what each row adds to it: its weight among the known rows times its index. Each factor is what a row's part changes by
when that factor changes, on average over all orders (see shapley.py), so parts sum to the change exactly, over rows and over
factors. Restating comes before all others: it says what the earlier period's total is by today's data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scoreline.engine.facts import Fact
from scoreline.errors import QueryError
from scoreline.insight.shapley import shares
from scoreline.planning.matrix import Kind, KpiFacts, Matrix, MatrixRow
from scoreline.scoring.exact import exact
from scoreline.scoring.scorecard import ScoreRow
from scoreline.scoring.total import score

FACTORS = ("restatement", "fact", "people", "levels", "weights")
Facts = Mapping[str, Fact]
ZERO = Fraction(0)


@dataclass(frozen=True)
class RowPart:
    """A row's part in the change, in points of the total: what it added before and after, and the difference by factor."""

    kpi: str
    title: str
    before: Fraction
    after: Fraction
    factors: Mapping[str, Fraction]


@dataclass(frozen=True)
class IndexChange:
    """The change of a total and its parts, which sum to `after` - `before`. `provisional` says that a fact is missing in one.

    `versions` are those of the earlier, closed period between which it was restated: the one that `before` was told by, and the newest.
    """

    before: Fraction
    after: Fraction
    rows: tuple[RowPart, ...]
    provisional: bool
    versions: tuple[int, int] | None = None

    def sum(self, factor: str) -> Fraction:
        """A factor's part in the change, in points."""
        return sum((row.factors.get(factor, ZERO) for row in self.rows), ZERO)


@dataclass(frozen=True)
class Situation:
    """A matrix with its facts. `with_people` are the facts that the other situation's people have in this one's period."""

    matrix: Matrix
    facts: Facts
    with_people: Facts | None = None


def index_change(before: Situation, after: Situation, kpis: Mapping[str, KpiFacts], first_told: Facts | None = None) -> IndexChange:
    """The change from one situation's total to another's.

    `first_told` are the facts of `before` by earlier data: where they are given, the change begins at the total that they made.
    QueryError where a situation has no total.
    """
    rows = _rows(before.matrix, after.matrix)
    people = before.with_people is not None and after.with_people is not None
    factors = ("fact", *(("people",) if people else ()), "levels", "weights")

    def points(changed: frozenset[str]) -> dict[str, Fraction] | None:
        return _points(_mixed(before.matrix, rows, changed), _facts(before, after, changed, people), kpis)

    start, end = (_known(points(frozenset(some)), situation) for some, situation in (((), before), (factors, after)))
    halfway = {kpi: (start[kpi] + end[kpi]) / 2 for kpi in start}
    told = _known(_points(_mixed(before.matrix, rows, frozenset()), first_told, kpis), before) if first_told is not None else start
    cached: dict[frozenset[str], dict[str, Fraction]] = {}

    def value(kpi: str) -> Callable[[frozenset[str]], Fraction]:
        def of(changed: frozenset[str]) -> Fraction:
            if changed not in cached:
                # Where a mixture of both has no total, since none of its rows is known, it counts as halfway between them.
                cached[changed] = points(changed) or halfway
            return cached[changed][kpi]

        return of

    parts = []
    for kpi in rows:
        split = shares(factors, value(kpi))
        if first_told is not None:
            split = {"restatement": start[kpi] - told[kpi], **split}
        parts.append(RowPart(kpi, kpis[kpi].title if kpi in kpis else kpi, told[kpi], end[kpi], split))
    missing = any(_misses(situation, kpis) for situation in (before, after))
    return IndexChange(sum(told.values(), ZERO), sum(end.values(), ZERO), tuple(parts), missing)


def _rows(before: Matrix, after: Matrix) -> dict[str, tuple[MatrixRow, MatrixRow]]:
    """The scored rows of both by KPI. One that only one matrix scores weighs nothing in the other, by the same levels."""
    found: dict[str, tuple[MatrixRow, MatrixRow]] = {}
    for row in (*before.rows, *after.rows):
        if row.kind is Kind.SCORED and row.kpi not in found:
            sides = [side if (side := matrix.row(row.kpi)) and side.kind is Kind.SCORED else None for matrix in (before, after)]
            nothing = replace(row, weight=Decimal(0))
            found[row.kpi] = (sides[0] or nothing, sides[1] or nothing)
    return found


def _mixed(frame: Matrix, rows: Mapping[str, tuple[MatrixRow, MatrixRow]], changed: frozenset[str]) -> Matrix:
    """The matrix with levels and weights of the one or the other."""
    levels, weights = "levels" in changed, "weights" in changed
    return replace(frame, rows=tuple(replace(pair[levels], weight=pair[weights].weight) for pair in rows.values()))


def _facts(before: Situation, after: Situation, changed: frozenset[str], people: bool) -> Facts:
    when = after if "fact" in changed else before
    if not people or ("people" in changed) == ("fact" in changed):
        return when.facts
    return when.with_people or {}


def _points(matrix: Matrix, facts: Facts, kpis: Mapping[str, KpiFacts]) -> dict[str, Fraction] | None:
    """What each row adds to the total, in points; None where there is no total."""
    rows = score(matrix, facts, kpis).rows
    known = sum((exact(row.weight or 0) for row in rows if row.index is not None), ZERO)
    return {row.kpi: _point(row, known) for row in rows} if known else None


def _point(row: ScoreRow, known: Fraction) -> Fraction:
    return ZERO if row.index is None else exact(row.weight or 0) * exact(row.index) / known


def _known(points: dict[str, Fraction] | None, situation: Situation) -> dict[str, Fraction]:
    if points is None:
        where = f"{situation.matrix.member.name}, {situation.matrix.period.label}"
        raise QueryError("There is no total: no scored row has a known fact.", where=where, do="Name two periods that have one.")
    return points


def _misses(situation: Situation, kpis: Mapping[str, KpiFacts]) -> bool:
    return score(situation.matrix, situation.facts, kpis).provisional
