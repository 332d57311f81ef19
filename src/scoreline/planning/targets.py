"""Targets to hold facts against: those of saved matrices, and those of the mart's `levels`.

A target is agreed for a span of days. For KPIs that add up, the targets of spans that make up the period exactly are added: three
months make a quarter. For all others, the target that holds on the period's last day stands; of several, that of the shortest span.
Where both a matrix and the mart have one for the same span, the matrix goes first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine.compare import TARGET_DIGITS
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.result import KpiTable
from scoreline.periods import Period
from scoreline.planning.levels import Levels
from scoreline.planning.matrix import Matrix
from scoreline.planning.proration import Proration

Key = tuple[str, str, str]
_DIGITS = Decimal(1).scaleb(-TARGET_DIGITS)


@dataclass(frozen=True)
class Agreed:
    """One target: of a member (kind, source, id) and KPI, from a day until the first day on which it no longer holds."""

    member: Key
    kpi: str
    start: dt.date
    end: dt.date | None
    value: Decimal


class Targets:
    """Targets by member and KPI. Of two for the same span the first given holds."""

    def __init__(self, agreed: Iterable[Agreed]) -> None:
        self._spans: dict[tuple[Key, str], dict[tuple[dt.date, dt.date], Decimal]] = {}
        for item in agreed:
            member = ("company", "", "") if item.member[0] == "company" else item.member
            spans = self._spans.setdefault((member, item.kpi), {})
            spans.setdefault((item.start, item.end or dt.date.max), item.value)

    def of(self, member: Key, kpi: str, period: Period, additive: bool) -> Decimal | None:
        """The target that holds for a period; None where there is none, or those there are do not make up the period."""
        spans = self._spans.get((member, kpi), {})
        if (exact := spans.get((period.start, period.end))) is not None:
            return exact
        return _added(spans, period) if additive else _standing(spans, period)

    def beside(self, table: KpiTable, additive: Collection[str]) -> dict[str, list[Fact | None]]:
        """For each KPI of a table the targets of its rows, as facts; None where there is none. Tables of one cut or none."""
        kind = table.query.cuts[0].dimension.name if table.query.cuts else "company"
        ids = [tuple(row.values()) for row in table.ids.to_pylist()] if table.by else [("", "")] * len(table)
        found: dict[str, list[Fact | None]] = {kpi: [] for kpi in table.kpis}
        for row, (source, id) in enumerate(ids):
            period = table.query.periods[row % len(table.query.periods)]
            for kpi, column in found.items():
                value = self.of((kind, source or "", id or ""), kpi, period, kpi in additive)
                column.append(None if value is None else Fact(value.quantize(_DIGITS), FactState.VALUE))
        return found


def of_matrices(matrices: Iterable[Matrix], days: Callable[[Member], Proration]) -> Iterable[Agreed]:
    """The targets of matrices, for the days on which their members are there. A row whose levels are a range has none."""
    for matrix in matrices:
        part = days(matrix.member)
        nothing = part.kpis if not part.share(matrix.period) else ()
        for row in part.matrix(matrix).rows:
            if isinstance(row.levels, Levels):
                target = Decimal(0) if row.kpi in nothing else row.levels.target
                yield Agreed(matrix.member.key, row.kpi, matrix.period.start, matrix.period.end, target)


def _added(spans: dict[tuple[dt.date, dt.date], Decimal], period: Period) -> Decimal | None:
    """The sum over spans that follow each other from the period's first day to its last, the longest that fits going first."""
    total, day = Decimal(0), period.start
    while day < period.end:
        ends = [end for start, end in spans if start == day and end <= period.end]
        if not ends:
            return None
        total += spans[day, max(ends)]
        day = max(ends)
    return total


def _standing(spans: dict[tuple[dt.date, dt.date], Decimal], period: Period) -> Decimal | None:
    holding = [(end - start, start, end) for start, end in spans if start <= period.last_day < end]
    if not holding:
        return None
    _, start, end = min(holding, key=lambda found: (found[0], -found[1].toordinal()))
    return spans[start, end]
