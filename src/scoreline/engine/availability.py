"""What a mart allows: which KPIs, for which months and whose members, and what to add to unlock the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from scoreline import periods
from scoreline.engine.coverage import Coverage, Covered, first_day, last_day
from scoreline.engine.lack import lack
from scoreline.engine.source_days import SourceDays
from scoreline.kpis.formula import Name
from scoreline.kpis.registry import Registry, Resolved
from scoreline.mart.staged import Span
from scoreline.periods import Calendar, Grain, Period

_BEFORE = {"previous": "It needs the period before too. ", "year_ago": "It needs the period a year before too. "}


class Allowed(StrEnum):
    """How far the data allows a KPI."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Lack:
    """Why months are not computable: what a period also needs, and the days that the tables cover, as (table, first, last).

    `needs` is previous or year_ago (another period), days (those that a customer is known by), history (of stages), or empty.
    """

    needs: str
    covered: tuple[tuple[str, dt.date, dt.date], ...]


@dataclass(frozen=True)
class Availability:
    """One KPI: whether it can be computed, what to add where it cannot, and the days that its data covers where it can.

    `missing` are tables, or, where all of these are there, columns of which none holds a value: one of "table.column / table.column".

    `months` are the whole months that are computable, as runs from a first to a last one; `gaps` those from the first to the last
    month of its tables that are not; `why` says what they lack as a sentence, `lack` as values. `sources` are the source systems
    that cover fewer days than their table: their members have no numbers outside of those.
    """

    kpi: str
    title: str
    ok: bool
    missing: tuple[str, ...]
    span: Span | None
    months: tuple[tuple[Period, Period], ...] = ()
    gaps: tuple[tuple[Period, Period], ...] = ()
    why: str = ""
    lack: Lack | None = None
    sources: tuple[SourceDays, ...] = ()

    @property
    def allowed(self) -> Allowed:
        """Whole, in part, or not at all."""
        if not self.ok:
            return Allowed.NO
        return Allowed.PARTLY if self.gaps or self.sources else Allowed.YES


def availability(registry: Registry, coverage: Coverage, kpis: Iterable[str] | None = None) -> list[Availability]:
    """The KPIs on offer, or those named, in the order of the catalogue: without months and sources, which take longer."""
    wanted = registry.offered if kpis is None else [registry.kpi(kpi) for kpi in kpis]
    return [_one(registry, coverage, kpi.id, kpi.title) for kpi in wanted]


def detailed(registry: Registry, coverage: Coverage, calendar: Calendar, sources: Sequence[SourceDays] = ()) -> list[Availability]:
    """The KPIs on offer with their months, and those of `sources` that their tables come from."""

    @cache
    def covered(leaf: Name, month: Period) -> bool:
        return coverage.leaf(registry, leaf, month)

    found = []
    for item in availability(registry, coverage):
        parts = registry.parts(item.kpi)
        tables = tuple(dict.fromkeys(table for leaf in parts for table in _watched(registry.measures[leaf.name])))
        if not item.ok or not (whole := _whole_months(coverage.mart, tables, calendar)):
            found.append(item)
            continue
        there = [all(covered(leaf, month) for leaf in parts) for month in whole]
        lacking = next((leaf for leaf in parts if not all(covered(leaf, month) for month in whole)), None)
        found.append(
            Availability(
                item.kpi, item.title, item.ok, item.missing, item.span,
                months=_runs(whole, there, True),
                gaps=_runs(whole, there, False),
                why=f"{_BEFORE.get(lacking.shift, '')}{lack(coverage, registry.measures[lacking.name])}" if lacking else "",
                lack=_lack(coverage, lacking, registry.measures[lacking.name]) if lacking else None,
                sources=tuple(source for source in sources if source.table in tables),
            )
        )  # fmt: skip
    return found


def _lack(coverage: Coverage, leaf: Name, measure: Resolved) -> Lack:
    relation, mart = measure.relation, coverage.mart
    needs = leaf.shift if leaf.shift in _BEFORE else ""
    if not needs and relation.customers and coverage.customer_meaning == "activity":
        needs = "days"
    elif not needs and relation.history and not mart.has(relation.history):
        needs = "history"
    days = ((table, first_day(mart, table), last_day(mart, table)) for table in relation.watched)
    return Lack(needs, tuple((table, first, last) for table, first, last in days if first and last))


def _one(registry: Registry, coverage: Coverage, kpi: str, title: str) -> Availability:
    mart = coverage.mart
    needed: list[str] = []
    empty: list[str] = []
    watched: list[str] = []
    for leaf in registry.parts(kpi):
        measure = registry.measures[leaf.name]
        parents = {part[0] for item in (measure.argument, measure.where) if item for part in item.tables}
        tables = [*measure.relation.needs, *(measure.relation.parents[parent][1] for parent in sorted(parents))]
        if not measure.measure.optional:
            needed += tables
            watched += measure.relation.watched
            empty += [" / ".join(columns)] if (columns := coverage.empty(measure)) else []
    missing = tuple(dict.fromkeys(table for table in needed if not mart.has(table))) or tuple(dict.fromkeys(empty))
    return Availability(kpi, title, not missing, missing, None if missing else _common(mart, tuple(dict.fromkeys(watched))))


def _common(mart: Covered, tables: tuple[str, ...]) -> Span | None:
    spans = [spans for table in tables if (spans := mart.spans(table))]
    if not spans:
        return None
    start, end = max(min(s.start for s in own) for own in spans), min(max(s.end for s in own) for own in spans)
    return Span(start, end) if start < end else None


def _watched(measure: Resolved) -> tuple[str, ...]:
    return () if measure.measure.optional else measure.relation.watched


def _whole_months(mart: Covered, tables: Iterable[str], calendar: Calendar) -> list[Period]:
    """The months from the first to the last day of any of the tables; those that begin before or end after are left out."""
    days: list[dt.date] = [day for table in tables for span in mart.spans(table) for day in (span.start, span.end)]
    if not days:
        return []
    found = periods.between(min(days), max(days), Grain.MONTH, calendar)
    return [month for month in found if min(days) <= month.start and month.end <= max(days)]


def _runs(months: Sequence[Period], there: Sequence[bool], wanted: bool) -> tuple[tuple[Period, Period], ...]:
    """The months that are (or are not) there as runs from a first to a last one."""
    found: list[tuple[Period, Period]] = []
    before = not wanted
    for month, here in zip(months, there, strict=True):
        if here is wanted:
            found = [*found[:-1], (found[-1][0], month)] if before is wanted else [*found, (month, month)]
        before = here
    return tuple(found)
