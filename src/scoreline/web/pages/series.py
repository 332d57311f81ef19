"""KPI values over periods, by member: what sparklines, tiles and tables are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scoreline import periods
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import COMPANY, Member
from scoreline.periods import Grain, Period
from scoreline.web.pages.reading import Reading

if TYPE_CHECKING:
    from scoreline.workspace import KpiTable

ABSENT = Fact(None, FactState.MISSING)
Beside = tuple[tuple[str, Any], ...]
"""The numbers that stand beside a fact, each with what it says: (("still open", 12),)."""


@dataclass(frozen=True)
class Series:
    """The facts of several KPIs for every member of a cut, over consecutive periods, oldest first.

    `members` are those that have a row, in the order of the table; facts stand by their keys. Rows that belong to no member stand
    under a member without a name.
    """

    periods: tuple[Period, ...]
    members: tuple[Member, ...]
    facts: dict[tuple[tuple[str, str, str], str], tuple[Fact, ...]]
    notes: tuple[str, ...] = ()
    beside: dict[tuple[tuple[str, str, str], str], tuple[Beside, ...]] = field(default_factory=dict)

    def of(self, member: Member, kpi: str) -> tuple[Fact, ...]:
        """One member's facts, one for each period."""
        return self.facts.get((member.key, kpi)) or (ABSENT,) * len(self.periods)

    def beside_of(self, member: Member, kpi: str) -> tuple[Beside, ...]:
        """What stands beside one member's facts, one for each period."""
        return self.beside.get((member.key, kpi)) or ((),) * len(self.periods)


def back_from(period: Period, count: int) -> tuple[Period, ...]:
    """A period and those before it, `count` in all, oldest first."""
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def last_month_of(period: Period) -> Period:
    """The month in which a period ends."""
    return periods.at(periods.at(period.end, Grain.DAY).previous().start, Grain.MONTH, period.calendar)


def ask(reading: Reading, kpis: Iterable[str], by: str | None, span: Sequence[Period]) -> Series:
    """The series of some KPIs, cut by one dimension or (None) for the whole company. Asked once per data version."""
    wanted = tuple(dict.fromkeys(kpis))
    key = ("series", wanted, by, span[0].label, span[-1].label)
    return reading.remember(key, lambda: _asked(reading, wanted, by, tuple(span)))


def _asked(reading: Reading, kpis: tuple[str, ...], by: str | None, span: tuple[Period, ...]) -> Series:
    if not kpis:
        return Series(span, (), {})
    table = reading.workspace.kpi(*kpis, by=by, per=span[0].grain.value, start=span[0].label, end=span[-1].label)
    place = {period.label: number for number, period in enumerate(span)}
    ids = table.ids.to_pylist() if by else []
    members: dict[tuple[str, str, str], Member] = {}
    found: dict[tuple[tuple[str, str, str], str], list[Fact]] = {}
    facts = {kpi: table.facts(kpi) for kpi in kpis}
    stands = _beside(table, kpis)
    besides: dict[tuple[tuple[str, str, str], str], list[Beside]] = {}
    for row, values in enumerate(table.to_pylist()):
        member = COMPANY
        if by:
            source, id = ids[row].values()
            member = Member(by.partition(":")[0], values[by] or "", id or "", source or "")
        members.setdefault(member.key, member)
        for kpi in kpis:
            line = found.setdefault((member.key, kpi), [ABSENT] * len(span))
            line[place[values["period"]]] = facts[kpi][row]
            if stands[kpi]:
                numbers = besides.setdefault((member.key, kpi), [()] * len(span))
                numbers[place[values["period"]]] = tuple((label, column[row]) for label, column in stands[kpi])
    return Series(
        span,
        tuple(members.values()),
        {key: tuple(facts) for key, facts in found.items()},
        tuple(table.notes),
        {key: tuple(numbers) for key, numbers in besides.items()},
    )


def _beside(table: KpiTable, kpis: tuple[str, ...]) -> dict[str, list[tuple[str, list[Any]]]]:
    """KPI -> the numbers that stand beside it: what each says, and its column."""
    found: dict[str, list[tuple[str, list[Any]]]] = {kpi: [] for kpi in kpis}
    for name in table.beside.column_names:
        kpi, _, label = name.partition(": ")
        found[kpi].append((label, table.beside.column(name).to_pylist()))
    return found


def points(facts: Iterable[Fact]) -> list[float | None]:
    """What a line is drawn through: known values, and partial ones of periods not yet whole."""
    return [None if fact.value is None else float(fact.value) for fact in facts]


def between(first: Period, last: Period) -> list[Period]:
    """The periods from one to another, both included."""
    return list(periods.between(first.start, last.end, first.grain, first.calendar))
