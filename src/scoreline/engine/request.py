"""What a user asks, in the user's words, made into a query: KPIs by name or all, periods by label, members by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scoreline import periods
from scoreline.engine import compare, query
from scoreline.engine.availability import Availability
from scoreline.engine.compare import How
from scoreline.engine.members import Member
from scoreline.engine.query import Filter, Owner, Query
from scoreline.errors import QueryError, nearest
from scoreline.kpis.registry import Registry
from scoreline.periods import Calendar, Period, windows
from scoreline.periods.words import reach

OWNERS: tuple[Owner, ...] = ("then", "today")
Where = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Request:
    """A question as it is put. Without KPIs all are meant that the data and the cuts allow.

    `where` names, for a cut, the members whose records count: a name, several with commas between, or a list of names.
    """

    kpis: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    per: str = "month"
    start: str | Period | None = None
    end: str | Period | None = None
    where: Where | None = None
    compare: str | None = None
    to_date: str | None = None
    rolling: int | None = None
    cumulative: bool = False
    owner: str = "then"


@dataclass(frozen=True)
class Asked:
    """A request made out: the query, what its values are held against, and what is to be said about both."""

    query: Query
    against: How | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Makes out requests by what a workspace knows: definitions, calendar, what the data allows, and who its members are."""

    registry: Registry
    calendar: Calendar
    allowed: Sequence[Availability]
    member: Callable[[str, str], Member]

    def read(self, asked: Request) -> Asked:
        """The query of a request. QueryError names what is unknown, refused or contradictory."""
        against = compare.how(asked.compare) if asked.compare else None
        owner = _owner(asked.owner)
        where = tuple(self._filter(name, values) for name, values in (asked.where or {}).items())
        kpis, left_out = self._kpis(asked, where)
        start, end = self._period(asked.start), self._period(asked.end)
        span = self._span(kpis, start, end)
        found = query.resolve(self.registry, kpis, asked.by, span, periods.grain(asked.per), self.calendar, where, owner)
        if against == "target":
            _may_have_targets(found)
        notes = (*left_out, *reach(found.periods[0], found.periods[-1], start, end))
        return Asked(replace(found, periods=_windows(asked, found.periods)), against, notes)

    def _period(self, label: str | Period | None) -> Period | None:
        return periods.parse(label, self.calendar) if isinstance(label, str) else label

    def _kpis(self, asked: Request, where: tuple[Filter, ...]) -> tuple[tuple[str, ...], list[str]]:
        """The KPIs asked for; without any, all that can be answered, and a note that names those left out."""
        if asked.kpis:
            return asked.kpis, []
        ready = [item.kpi for item in self.allowed if item.ok]
        if not ready:
            raise QueryError("There is no data yet.", do="Load some: scoreline load DIR --mapping NAME.")
        cuts = tuple(query.cut(name) for name in asked.by)
        found, refused, needing = [], [], []
        for kpi in ready:
            needed = self.registry.kpis[kpi].needs_cut
            if needed and not any(item.dimension.name in needed for item in cuts):
                needing.append(f"{kpi} ({' or '.join(needed)})")
                continue
            try:
                query.check_cuts(self.registry, kpi, cuts, where)
                found.append(kpi)
            except QueryError:
                refused.append(kpi)
        if not found:
            named = ", ".join([*asked.by, *(item.cut.name for item in where)])
            raise QueryError(f"No KPI that the data allows can be cut by {named}.", do="`scoreline kpi ID` says why for one of them.")
        notes = [f"Left out, since they cannot be cut so: {', '.join(refused)}."] if refused else []
        notes += [f"Left out, since they need a cut of their own: {', '.join(needing)}."] if needing else []
        return tuple(found), notes

    def _span(self, kpis: Iterable[str], start: Period | None, end: Period | None) -> tuple[dt.date, dt.date]:
        """The days asked for; by default those that the data of any of the KPIs covers."""
        if start and end:
            return start.start, end.end
        names = {self.registry.kpi(kpi).id for kpi in kpis}
        spans = [item.span for item in self.allowed if item.kpi in names and item.span]
        if not spans:
            raise QueryError(
                f"There is no data for {', '.join(kpis)} yet.", do="`scoreline kpis` says what to load; or name --from and --to."
            )
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        return (start.start if start else first), (end.end if end else last)

    def _filter(self, name: str, values: str | Sequence[str]) -> Filter:
        """The filter of a cut. A text is one member's name or id, else several with commas between."""
        cut = query.cut(name)
        names = [values] if isinstance(values, str) else list(values)
        found: dict[tuple[str, str], Member] = {}
        for text in names:
            for member in self._members(text, cut.dimension.name, isinstance(values, str)):
                found[member.source, member.id] = member
        if not found:
            raise QueryError(f'The filter on "{name}" names nobody and nothing.', do=f"Write --where {name}=NAME.")
        return Filter(cut, tuple(sorted(found)))

    def _members(self, text: str, kind: str, several: bool) -> list[Member]:
        if not several or "," not in text:
            return [self.member(text.strip(), kind)]
        try:
            return [self.member(text.strip(), kind)]
        except QueryError:
            return [self.member(part.strip(), kind) for part in text.split(",") if part.strip()]


def _windows(asked: Request, found: tuple[Period, ...]) -> tuple[Period, ...]:
    """The periods as the windows asked for."""
    given = [name for name, on in (("--to-date", asked.to_date), ("--rolling", asked.rolling), ("--cumulative", asked.cumulative)) if on]
    if len(given) > 1:
        raise QueryError(f"{' and '.join(given)} contradict each other.", do="Use one of them.")
    if asked.to_date:
        return tuple(windows.to_date(found, asked.to_date))
    if asked.rolling is not None:
        return tuple(windows.rolling(found, asked.rolling))
    return tuple(windows.cumulative(found)) if asked.cumulative else found


def _owner(name: str) -> Owner:
    for known in OWNERS:
        if name == known:
            return known
    raise QueryError(f'There is no owner "{name}". {nearest(name, OWNERS)}'.strip(), do="Use then (whoever it was) or today.")


def _may_have_targets(found: Query) -> None:
    """Refuse a comparison with targets where nobody agrees any. QueryError with the reason."""
    kinds = {"person", "team", "location"}
    if len(found.cuts) > 1 or any(item.dimension.name not in kinds for item in found.cuts):
        named = " and ".join(item.name for item in found.cuts)
        raise QueryError(f"Targets are not agreed by {named}.", do="Cut by person, team or location, or not at all.")
    if found.where:
        raise QueryError(
            "Targets are agreed for all of a member's work, not for a part of it.", do="Leave --where or --compare target out."
        )
