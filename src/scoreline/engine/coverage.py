"""Which periods the data covers, measure by measure: the difference between nothing and not known.

Where a mart has several sources, each covers days of its own. What belongs to one source, as a person and all of a person's
records do, is known by that source's days. What belongs to none, as the company, is known where any source covers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from scoreline.engine.query import Query
from scoreline.kpis.formula import Name
from scoreline.kpis.model import six_months_after
from scoreline.kpis.registry import Registry, Resolved
from scoreline.kpis.relations import Relation, relations
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Span
from scoreline.periods import Period

_DAY = dt.timedelta(days=1)


class Covered(Protocol):
    """What the engine asks of a mart version: of a table's loads, all of them or those of one source."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that its members came from."""

    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        """The days that a table's loads cover; none where it holds nothing."""

    def has(self, table: str, source: str | None = None) -> bool:
        """Whether the table was ever loaded."""

    def declared(self, table: str, source: str | None = None) -> bool:
        """Whether its span was stated, not assumed from its rows."""


@dataclass(frozen=True)
class Needed:
    """Days of a table that must be covered, or, where it is optional, that must not be said to be lacking."""

    table: str
    days: Span
    optional: bool


@dataclass(frozen=True)
class Coverage:
    """Tells for each measure and period whether the data is there.

    `quotas` gives the times of people's quotas, each with its source. `holds` tells whether a column, named as
    table.column, has a value in any row, or in any of a source. `only` names the sources that a query is narrowed to: all of
    them must cover what belongs to no source of its own.
    """

    mart: Covered
    customer_days: int
    customer_meaning: str = "activity"
    quotas: Callable[[], Sequence[tuple[str, Span]]] = field(default=tuple, compare=False)
    holds: Callable[[str, str | None], bool] = field(default=lambda path, source: True, compare=False)
    only: tuple[str, ...] = ()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources whose days are told apart; none where there is but one."""
        found = self.mart.sources
        return found if len(found) > 1 else ()

    def narrowed(self, query: Query) -> Coverage:
        """What is covered of the records that a query's filters keep: those of their members' sources."""
        for item in query.where if self.sources else ():
            found = tuple(sorted({source for source, _ in item.members}))
            if found and all(found):
                return replace(self, only=found)
        return self

    def measure(self, measure: Resolved, period: Period, source: str | None = None) -> bool:
        """Whether every table that the measure reads covers the days that it needs: by all loads together, or by one source's own."""
        if source is None and self.only:
            return all(self.measure(measure, period, own) for own in self.only)
        relation = measure.relation
        if self.unjoined(measure) or self.empty(measure, source) or (self.by_contract(relation) and not self.mart.has("contracts", source)):
            return False
        if relation.history and not self.mart.has(relation.history, source):
            # How things stand is told as of the last day that anybody's deals cover: on another day nothing of them is known.
            last = last_day(self.mart, relation.needs[0])
            if last is None or last != last_day(self.mart, relation.needs[0], source) or not period.start <= last < period.end:
                return False
        return all(self.covers(item, source) for item in self.needed(measure, period, source))

    def needed(self, measure: Resolved, period: Period, source: str | None = None) -> list[Needed]:
        """The tables that a measure reads, each with the days of it that must be covered to know the period's value."""
        relation, optional = measure.relation, measure.measure.optional
        whole = Span(period.start, period.end)
        if relation.customers:
            others = [Needed(table, whole, optional) for table in relation.watched if table != "orders"]
            if self.by_contract(relation):
                return others
            at_end = relation.name == "customer_touches" or (bool(measure.measure.during) and measure.measure.stands == "end")
            earlier = (period.end if at_end else period.start) - dt.timedelta(days=self.customer_days)
            return [*others, Needed("orders", Span(earlier, period.end), optional)]
        history = (relation.history,) if relation.history and self.mart.has(relation.history, source) else ()
        tables = [(table, optional) for table in (*relation.watched, *history)]
        if measure.measure.within is None:
            tables += [(table, True) for table in relation.reach if table not in relation.watched]
        return [Needed(table, days, may) for table, may in tables for days in self._days(measure, table, period, source)]

    def _days(self, measure: Resolved, table: str, period: Period, source: str | None) -> list[Span]:
        """The days of a table that must be covered: the period's, what its rows need beside, and of stocks all up to the day asked."""
        definition, relation, end = measure.measure, measure.relation, period.end
        reach = relation.reach.get(table)
        if relation.history and not self.mart.has(relation.history, source):
            end = min(end, self._end(relation.needs[0], source, end))
        if definition.during:
            end = period.start if definition.stands == "start" else end
            if reach == "later":
                return [Span(end - _DAY, max(end, self._end(table, source, end)))]
            return [Span(min(end - _DAY, first_day(self.mart, table, source) or end), end)]
        if reach == "half year" and definition.within is None:
            return [Span(period.start, max(end, min(self._end(table, source, end), six_months_after(end - _DAY))))]
        if reach == "quota":
            return [Span(period.start, end), *(Span(days.start, min(days.end, end)) for days in self._quotas(relation, period, source))]
        return [Span(period.start, end)]

    def _end(self, table: str, source: str | None, otherwise: dt.date) -> dt.date:
        """The first day after all that a table covers."""
        last = last_day(self.mart, table, source)
        return last + _DAY if last else otherwise

    def _quotas(self, relation: Relation, period: Period, source: str | None) -> set[Span]:
        """The times of the quotas that end in the period, or of those that run at its end."""
        every = {days for own, days in self.quotas() if source in (None, own)}
        if relation.name == "running_quotas":
            return {days for days in every if days.start < period.end <= days.end}
        return {days for days in every if period.start < days.end <= period.end}

    def by_contract(self, relation: Relation) -> bool:
        """Whether a relation asks who is a customer, and contracts tell."""
        return relation.customers and self.customer_meaning == "contract"

    def unjoined(self, measure: Resolved) -> list[str]:
        """The tables that the measure's expressions look rows up in, and that were never loaded."""
        if measure.measure.optional and not self.mart.has(measure.relation.needs[0]):
            return []
        found = []
        for path in (path for item in (measure.argument, measure.where) if item for path in item.tables):
            here = measure.relation
            for part in path:
                here = relations()[here.parents[part][1]]
            found += [table for table in here.needs if not self.mart.has(table)]
        return list(dict.fromkeys(found))

    def empty(self, measure: Resolved, source: str | None = None) -> tuple[str, ...]:
        """The columns that the measure is known from, where none of them has a value in any row."""
        paths = measure.measure.known_from
        return () if any(self.holds(path, source) for path in paths) else paths

    def covers(self, item: Needed, source: str | None = None) -> bool:
        """Whether a table covers the days that are needed of it; an optional one whose days were never stated has nothing to say."""
        if item.optional and not (self.mart.has(item.table, source) and self.mart.declared(item.table, source)):
            return True
        if TABLES[item.table].event is None:
            return self.mart.has(item.table, source)
        return any(span.start <= item.days.start and item.days.end <= span.end for span in self.mart.spans(item.table, source))

    def today(self) -> dt.date:
        """The last day that any table covers, whose owners are today's; 1970-01-01 of an empty mart."""
        days = [
            day for table in TABLES.values() if table.event and table.name != "exchange_rates" and (day := last_day(self.mart, table.name))
        ]
        return max(days, default=dt.date(1970, 1, 1))

    def leaf(self, registry: Registry, leaf: Name, period: Period, source: str | None = None) -> bool:
        """The same for a formula's name, which may look at an earlier period."""
        at = shifted(leaf, period)
        return at is not None and self.measure(registry.measures[leaf.name], at, source)

    def uncovered(self, registry: Registry, query: Query, source: str | None = None) -> frozenset[tuple[str, str]]:
        """The (KPI, period) pairs of a query that are not known, to anybody or to a source."""
        return frozenset(
            (kpi, period.label)
            for kpi in query.kpis
            for period in query.periods
            if not all(self.leaf(registry, leaf, period, source) for leaf in registry.parts(kpi))
        )


def shifted(leaf: Name, period: Period) -> Period | None:
    """The period that a formula's name looks at; None where there is none. A whole looks at the same one."""
    return {"previous": period.previous, "year_ago": period.year_before}.get(leaf.shift, lambda: period)()


def last_day(mart: Covered, table: str, source: str | None = None) -> dt.date | None:
    """The last day that a table covers; None where it holds nothing."""
    spans = mart.spans(table, source)
    return max(span.end for span in spans) - dt.timedelta(days=1) if spans else None


def first_day(mart: Covered, table: str, source: str | None = None) -> dt.date | None:
    """The first day that a table covers; None where it holds nothing."""
    spans = mart.spans(table, source)
    return min(span.start for span in spans) if spans else None
