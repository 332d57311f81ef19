"""Which periods the data covers, measure by measure: the difference between nothing and not known.

Where a mart has several sources, each covers days of its own. What belongs to one source, as a person and all of a person's
records do, is known by that source's days. What belongs to none, as the company, is known where any source covers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from scoreline.engine.query import Query
from scoreline.kpis.formula import Name
from scoreline.kpis.registry import Registry, Resolved
from scoreline.kpis.relations import Relation, relations
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Span
from scoreline.periods import Period


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
class Coverage:
    """Tells for each measure and period whether the data is there.

    `only` names the sources that a query is narrowed to: all of them must cover what belongs to no source of its own.
    """

    mart: Covered
    customer_days: int
    customer_meaning: str = "activity"
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
        if self._unjoined(measure) or (self._by_contract(relation) and not self.mart.has("contracts", source)):
            return False
        if relation.history and not self.mart.has(relation.history, source):
            # How things stand is told as of the last day that anybody's deals cover: on another day nothing of them is known.
            last = last_day(self.mart, relation.needs[0])
            return last is not None and last == last_day(self.mart, relation.needs[0], source) and period.start <= last < period.end
        return all(self.covers(table, days, measure.measure.optional, source) for table, days in self.needed(measure, period))

    def needed(self, measure: Resolved, period: Period) -> list[tuple[str, Span]]:
        """The tables that a measure reads, each with the days of it that must be covered to know the period's value."""
        relation, day = measure.relation, dt.timedelta(days=1)
        whole = Span(period.start, period.end)
        if relation.customers:
            others = [(table, whole) for table in relation.watched if table != "orders"]
            if self._by_contract(relation):
                return others
            at_end = relation.name == "customer_touches" or (bool(measure.measure.during) and measure.measure.stands == "end")
            earlier = (period.end if at_end else period.start) - dt.timedelta(days=self.customer_days)
            return [*others, ("orders", Span(earlier, period.end))]
        if measure.measure.stands == "start":
            whole = Span(period.start - day, period.start)
        elif measure.measure.during:
            whole = Span(period.end - day, period.end)
        return [(table, whole) for table in (*relation.watched, *((relation.history,) if relation.history else ()))]

    def _by_contract(self, relation: Relation) -> bool:
        return relation.customers and self.customer_meaning == "contract"

    def _unjoined(self, measure: Resolved) -> list[str]:
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

    def covers(self, table: str, days: Span, optional: bool, source: str | None = None) -> bool:
        """Whether a table covers some days; an optional one whose days were never stated has nothing to say."""
        if optional and not (self.mart.has(table, source) and self.mart.declared(table, source)):
            return True
        if TABLES[table].event is None:
            return self.mart.has(table, source)
        return any(span.start <= days.start and days.end <= span.end for span in self.mart.spans(table, source))

    def today(self) -> dt.date:
        """The last day that any table covers, whose owners are today's; 1970-01-01 of an empty mart."""
        days = [
            day for table in TABLES.values() if table.event and table.name != "exchange_rates" and (day := last_day(self.mart, table.name))
        ]
        return max(days, default=dt.date(1970, 1, 1))

    def lack(self, measure: Resolved, source: str | None = None) -> str:
        """Why a measure is not known in every period, to anybody or to a source, as one sentence."""
        relation, of = measure.relation, f" of {source}" if source else ""
        if self._by_contract(relation) and not self.mart.has("contracts", source):
            return f"No contracts{of} were loaded."
        tables = tuple(dict.fromkeys((*relation.watched, *((relation.history,) if relation.history else ()))))
        absent = [_words(table) for table in relation.watched if not self.mart.has(table, source)]
        absent = list(dict.fromkeys([*absent, *map(_words, self._unjoined(measure))]))
        if absent:
            return f"No {' and no '.join(absent)}{of} were loaded."
        if relation.history and not self.mart.has(relation.history, source):
            last = last_day(self.mart, relation.needs[0])
            return f"No {_words(relation.history)}{of} were loaded, so only what was open on {last}, the last covered day, is known."
        spans = "; ".join(f"{_words(table)} {dates(own)}" for table in tables if (own := self.mart.spans(table, source)))
        known = f"The data{of} covers {spans}."
        if relation.customers and self.customer_meaning == "activity":
            return f"A period needs the orders of the {self.customer_days} days before it too. {known}"
        return known

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


def dates(spans: Sequence[Span]) -> str:
    """Spans as text: from 2024-01-01 to 2024-03-31 and from 2024-05-01 to 2024-12-31."""
    return " and ".join(f"from {span.start} to {span.end - dt.timedelta(days=1)}" for span in spans)


def _words(table: str) -> str:
    return table.replace("_", " ")


def last_day(mart: Covered, table: str, source: str | None = None) -> dt.date | None:
    """The last day that a table covers; None where it holds nothing."""
    spans = mart.spans(table, source)
    return max(span.end for span in spans) - dt.timedelta(days=1) if spans else None


def first_day(mart: Covered, table: str) -> dt.date | None:
    """The first day that a table covers; None where it holds nothing."""
    spans = mart.spans(table)
    return min(span.start for span in spans) if spans else None
