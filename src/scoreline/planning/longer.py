"""Which matrix holds for a period: the period's own, else one put together from its months.

A quarter's or year's index is computed anew from that period's fact and levels, so it needs levels of its own:
- a matrix agreed for exactly that period goes first;
- else KPIs that add up (sums, counts) take the sum of the levels of all its months;
- other KPIs (ratios, medians, distinct counts, stocks) keep the level of its last month.
Rows, weights and methods are the last month's. Where a member is there for a part of the time only, months without a day of it are left
out, and the levels of KPIs that add up are for the days of the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Grain, Period, between
from scoreline.planning.levels import Levels, RangeLevels, plus_steps
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.planning.proration import Proration


def matrix_for(
    matrices: Iterable[Matrix], member: Member, period: Period, additive: Collection[str], days: Proration | None = None
) -> Matrix:
    """The matrix that holds for the member in the period; `additive` names the KPIs whose months add up.

    With `days` its levels are for that part of the period. MatrixError, naming the member and what is missing, where there is none.
    """
    own = {
        (matrix.period.grain, matrix.period.start): matrix
        for matrix in matrices
        if (matrix.member.kind, matrix.member.source, matrix.member.id) == (member.kind, member.source, member.id)
    }
    if exact := own.get((period.grain, period.start)):
        return days.matrix(exact) if days else exact
    where = f"{member.name}, {period.label}"
    if period.grain not in (Grain.QUARTER, Grain.YEAR):
        raise MatrixError("There is no matrix for this period.", where=where, do=_there_are(own.values()))
    months = months_of(period, days)
    found = [own[key] for month in months if (key := (Grain.MONTH, month.start)) in own]
    if not found or found[-1].period.start != months[-1].start:
        raise MatrixError("There is no matrix for this period, nor for its last month.", where=where, do=_there_are(own.values()))
    rows = tuple(_row(row, found, months, where, days) if row.kpi in additive else row for row in found[-1].rows)
    return Matrix(found[-1].member, period, rows)


def months_of(period: Period, days: Proration | None = None) -> list[Period]:
    """The months that a longer period's matrix is put together from: those that `days` has a part of, or all where it has of none."""
    months = list(between(period.start, period.end, Grain.MONTH, period.calendar))
    return [month for month in months if days and days.share(month)] or months


def _row(last: MatrixRow, found: list[Matrix], months: list[Period], where: str, days: Proration | None) -> MatrixRow:
    """The last month's row with the levels of all months added up."""
    if last.levels is None:
        return last
    by_month = {matrix.period.start: matrix.row(last.kpi) for matrix in found}
    rows = [by_month.get(month.start) for month in months]
    lacking = [month.label for month, row in zip(months, rows, strict=True) if row is None or row.levels is None]
    if lacking:
        raise MatrixError(
            f'The levels of "{last.kpi}" add up over the months, but {", ".join(lacking)} has none.',
            where=where,
            do="Apply a matrix for each month, or one for the longer period itself.",
        )
    parts = [days.row(row, month) if days else row for month, row in zip(months, rows, strict=True) if row is not None]
    total = parts[0]
    for row in parts[1:]:
        total = _plus(total, row, where)
    return replace(last, levels=total.levels, steps=total.steps)


def _plus(one: MatrixRow, other: MatrixRow, where: str) -> MatrixRow:
    if one.method is not other.method or one.direction is not other.direction:
        raise MatrixError(
            f'The row "{one.kpi}" changes its method or direction between the months.',
            where=where,
            do="Apply a matrix for the longer period itself.",
        )
    try:
        steps = plus_steps(one.steps, other.steps)
    except MatrixError as problem:
        raise MatrixError(problem.what, where=f'{where}, row "{one.kpi}"', do=problem.do) from None
    if isinstance(one.levels, Levels) and isinstance(other.levels, Levels):
        return replace(other, levels=one.levels.plus(other.levels), steps=steps)
    assert isinstance(one.levels, RangeLevels) and isinstance(other.levels, RangeLevels)  # noqa: S101  (same direction)
    return replace(other, levels=one.levels.plus(other.levels), steps=steps)


def _there_are(matrices: Collection[Matrix]) -> str:
    labels = sorted(matrix.period.label for matrix in matrices)
    if not labels:
        return "Apply one with: scoreline matrix apply FILE."
    shown = ("..., " if len(labels) > 12 else "") + ", ".join(labels[-12:])
    return f"There is one for: {shown}."
