"""Which periods the data covers, measure by measure: the difference between nothing and not known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from scoreline.kpis.formula import Name
from scoreline.kpis.registry import Registry, Resolved
from scoreline.kpis.relations import relations
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Span
from scoreline.periods import Period


class Covered(Protocol):
    """What the engine asks of a mart version."""

    def spans(self, table: str) -> tuple[Span, ...]:
        """The days that a table's loads cover; none where it holds nothing."""

    def has(self, table: str) -> bool:
        """Whether the table was ever loaded."""

    def declared(self, table: str) -> bool:
        """Whether its span was stated, not assumed from its rows."""


@dataclass(frozen=True)
class Coverage:
    """Tells for each measure and period whether the data is there."""

    mart: Covered
    customer_days: int
    customer_meaning: str = "activity"

    def measure(self, measure: Resolved, period: Period) -> bool:
        """Whether every table that the measure reads covers the whole period."""
        relation = measure.relation
        if self._unjoined(measure):
            return False
        if relation.customers:
            return self._customers(measure, period)
        if relation.history and not self.mart.has(relation.history):
            last = last_day(self.mart, relation.needs[0])
            return last is not None and period.start <= last < period.end
        tables = relation.watched + ((relation.history,) if relation.history else ())
        if measure.measure.stands == "start":
            day = period.start - dt.timedelta(days=1)
            return all(self._table(table, day, period.start, measure.measure.optional) for table in tables)
        if measure.measure.during:
            day = period.end - dt.timedelta(days=1)
            return all(self._table(table, day, period.end, measure.measure.optional) for table in tables)
        return all(self._table(table, period.start, period.end, measure.measure.optional) for table in tables)

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

    def _customers(self, measure: Resolved, period: Period) -> bool:
        """By contract, the contracts must be there; by activity, the orders of the days before. All other tables cover the period."""
        by_contract = self.customer_meaning == "contract"
        if by_contract and not self.mart.has("contracts"):
            return False
        others = [table for table in measure.relation.watched if table != "orders"]
        if not all(self._table(table, period.start, period.end, measure.measure.optional) for table in others):
            return False
        at_end = measure.relation.name == "customer_touches" or (bool(measure.measure.during) and measure.measure.stands == "end")
        earlier = (period.end if at_end else period.start) - dt.timedelta(days=self.customer_days)
        return by_contract or self._table("orders", earlier, period.end, measure.measure.optional)

    def _table(self, table: str, start: dt.date, end: dt.date, optional: bool) -> bool:
        if optional and not (self.mart.has(table) and self.mart.declared(table)):
            return True
        if TABLES[table].event is None:
            return self.mart.has(table)
        return any(span.start <= start and end <= span.end for span in self.mart.spans(table))

    def today(self) -> dt.date:
        """The last day that any table covers, whose owners are today's; 1970-01-01 of an empty mart."""
        days = [
            day for table in TABLES.values() if table.event and table.name != "exchange_rates" and (day := last_day(self.mart, table.name))
        ]
        return max(days, default=dt.date(1970, 1, 1))

    def lack(self, measure: Resolved) -> str:
        """Why a measure is not known in every period, as one sentence."""
        relation = measure.relation
        if relation.customers and self.customer_meaning == "contract" and not self.mart.has("contracts"):
            return "No contracts were loaded."
        tables = tuple(dict.fromkeys((*relation.watched, *((relation.history,) if relation.history else ()))))
        absent = [_words(table) for table in dict.fromkeys((*relation.watched, *self._unjoined(measure))) if not self.mart.has(table)]
        if absent:
            return f"No {' and no '.join(absent)} were loaded."
        if relation.history and not self.mart.has(relation.history):
            last = last_day(self.mart, relation.needs[0])
            return f"No {_words(relation.history)} were loaded, so only what was open on {last}, the last covered day, is known."
        spans = "; ".join(
            f"{_words(table)} from {first_day(self.mart, table)} to {last_day(self.mart, table)}"
            for table in tables
            if self.mart.spans(table)
        )
        if relation.customers and self.customer_meaning == "activity":
            return f"A period needs the orders of the {self.customer_days} days before it too. The data covers {spans}."
        return f"The data covers {spans}."

    def leaf(self, registry: Registry, leaf: Name, period: Period) -> bool:
        """The same for a formula's name, which may look at an earlier period."""
        at: Period | None = period  # a whole looks at the same period
        if leaf.shift == "previous":
            at = period.previous()
        elif leaf.shift == "year_ago":
            at = period.year_before()
        return at is not None and self.measure(registry.measures[leaf.name], at)


def _words(table: str) -> str:
    return table.replace("_", " ")


def last_day(mart: Covered, table: str) -> dt.date | None:
    """The last day that a table covers; None where it holds nothing."""
    spans = mart.spans(table)
    return max(span.end for span in spans) - dt.timedelta(days=1) if spans else None


def first_day(mart: Covered, table: str) -> dt.date | None:
    """The first day that a table covers; None where it holds nothing."""
    spans = mart.spans(table)
    return min(span.start for span in spans) if spans else None
