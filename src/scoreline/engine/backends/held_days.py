"""Which days the tables of a warehouse cover, and each source in them: as its table of covered days says, or else as its rows do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scoreline.kpis.dimensions import DIMENSIONS
from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import QUIET, joined, within
from scoreline.mart.staged import Span

_DAY = dt.timedelta(days=1)
_OF_MEMBERS = {item.table for item in DIMENSIONS.values() if item.table and not item.attribute} | {"teams"}


@dataclass(frozen=True)
class Said:
    """A line of the table of covered days: a span of a table, or none where its rows have no day; of one source, or of all."""

    table: str
    span: Span | None
    declared: bool
    source: str | None

    @staticmethod
    def of(table: str, start: object, end: object, declared: object, source: str | None = None) -> Said:
        """The line as an engine spells it."""
        days = [dt.date.fromisoformat(str(day)) for day in (start, end) if day]
        return Said(table, Span(*days) if len(days) == 2 else None, str(declared).lower() in ("t", "true", "1"), source or None)


@dataclass
class HeldDays:
    """Answers which days are covered. `ask` gives the rows of a SELECT over the tables, in DuckDB's SQL."""

    tables: Sequence[str]
    said: Sequence[Said]
    ask: Callable[[str], list[tuple[Any, ...]]]
    _found: dict[str, dict[str, Span | None]] = field(default_factory=dict)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources of the tables that hold members: what belongs to no member is told for all sources together."""
        named = [table for table in self.tables if table in _OF_MEMBERS]
        return tuple(sorted({source for table in named for (source,) in self.ask(f'SELECT DISTINCT _source FROM "{table}"')}))

    def has(self, table: str, source: str | None = None) -> bool:
        """Whether the table, or a source in it, holds rows or is said to be covered."""
        if source is not None:
            return source in self._by_source(table) or any(line.source == source for line in self._lines(table))
        return bool(self._lines(table)) or table in self._assumed

    def declared(self, table: str, source: str | None = None) -> bool:
        """Whether the table's days, or a source's own, are stated."""
        return any(line.declared for line in self._lines(table) if source in (None, line.source))

    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        """The days that the table, or a source in it, covers.

        Where days are said of the table alone, a source covers those from its first to its last row; up to a quiet month at
        either end is no gap.
        """
        lines = self._lines(table)
        if source is None:
            together = [line for line in lines if line.source is None] or lines
            return _spans(together) if lines else self._assumed.get(table, ())
        if any(line.source for line in lines):
            return _spans([line for line in lines if line.source == source])
        own, spans = self._by_source(table).get(source), _spans(lines)
        if own is None or not spans:
            return (own,) if own else ()
        first, last = spans[0].start, spans[-1].end
        return within(spans, Span(first if own.start - first <= QUIET else own.start, last if last - own.end <= QUIET else own.end))

    def _lines(self, table: str) -> list[Said]:
        return [line for line in self.said if line.table == table and table in self.tables]

    @cached_property
    def _assumed(self) -> dict[str, tuple[Span, ...]]:
        """The tables of which nothing is said, and that hold rows: from the first to the last event day."""
        found: dict[str, tuple[Span, ...]] = {}
        for name in self.tables:
            event = TABLES[name].event
            if self._lines(name):
                continue
            if event:
                first, last = self.ask(f'SELECT min("{event}"), max("{event}") FROM "{name}"')[0]
                if first:
                    found[name] = (Span(first, last + _DAY),)
            elif self.ask(f'SELECT 1 FROM "{name}" LIMIT 1'):
                found[name] = ()
        return found

    def _by_source(self, table: str) -> dict[str, Span | None]:
        """The sources that have rows in a table, with their first and last event day."""
        if table not in self._found:
            event, grouped = TABLES[table].event, f'FROM "{table}" GROUP BY _source'
            if table not in self.tables:
                self._found[table] = {}
            elif event:
                rows = self.ask(f'SELECT _source, min("{event}"), max("{event}") {grouped}')
                self._found[table] = {source: Span(first, last + _DAY) if first else None for source, first, last in rows}
            else:
                self._found[table] = {source: None for (source,) in self.ask(f"SELECT _source {grouped}")}
        return self._found[table]


def _spans(lines: Sequence[Said]) -> tuple[Span, ...]:
    return joined(line.span for line in lines if line.span)
