"""Which matrix holds for a period: the period's own, else one put together from its months.

A quarter's or year's index is computed anew from that period's fact and levels, so it needs levels of its own:
- a matrix agreed for exactly that period goes first;
- else KPIs that add up (sums, counts) take the sum of the levels of all its months;
- other KPIs (ratios, medians, distinct counts, stocks) keep the level of its last month.
Rows, weights and methods are the last month's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Grain, Period, between
from scoreline.planning.levels import Levels, RangeLevels, plus_steps
from scoreline.planning.matrix import Matrix, MatrixRow


def matrix_for(matrices: Iterable[Matrix], member: Member, period: Period, additive: Collection[str]) -> Matrix:
    """The matrix that holds for the member in the period; `additive` names the KPIs whose months add up.

    MatrixError, naming the member and what is missing, where there is none.
    """
    own = {
        (matrix.period.grain, matrix.period.start): matrix
        for matrix in matrices
        if (matrix.member.kind, matrix.member.source, matrix.member.id) == (member.kind, member.source, member.id)
    }
    if exact := own.get((period.grain, period.start)):
        return exact
    where = f"{member.name}, {period.label}"
    if period.grain not in (Grain.QUARTER, Grain.YEAR):
        raise MatrixError("There is no matrix for this period.", where=where, do=_there_are(own.values()))
    months = list(between(period.start, period.end, Grain.MONTH, period.calendar))
    found = [own[key] for month in months if (key := (Grain.MONTH, month.start)) in own]
    if not found or found[-1].period.start != months[-1].start:
        raise MatrixError("There is no matrix for this period, nor for its last month.", where=where, do=_there_are(own.values()))
    rows = tuple(_row(row, found, months, where) if row.kpi in additive else row for row in found[-1].rows)
    return Matrix(found[-1].member, period, rows)


def _row(last: MatrixRow, found: list[Matrix], months: list[Period], where: str) -> MatrixRow:
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
    total = rows[0]
    for row in rows[1:]:
        assert total is not None and row is not None  # noqa: S101  (lacking is empty)
        total = _plus(total, row, where)
    assert total is not None  # noqa: S101
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
    shown = ", ".join(labels[:12]) + (", ..." if len(labels) > 12 else "")
    return f"There is one for: {shown}."
