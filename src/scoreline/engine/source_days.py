"""Sources whose rows cover fewer days than the table that they are in, and the members that this concerns.

A table's covered days are kept for all its sources together. Where a second system was loaded for fewer days, its people and
locations have no numbers outside of them, though the table counts as covered. The rows tell: their first and last day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import QUIET
from scoreline.mart.sql import name as quoted
from scoreline.mart.store import Snapshot

_MEMBERS = ("people", "locations")


@dataclass(frozen=True)
class SourceDays:
    """A source whose rows in a table lie between two days, well within the days that the table covers; and its members."""

    table: str
    source: str
    first: dt.date
    last: dt.date
    people: int
    locations: int


def short_sources(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> list[SourceDays]:
    """The sources whose rows in a table begin later or end earlier than the table's days, by more than a quiet month."""
    tables = snapshot.version.tables.items()
    mixed = [name for name, table in tables if len(table.sources) > 1 and TABLES[name].event and snapshot.spans(name)]
    if not mixed:
        return []
    members = {name: dict(con.execute(f"SELECT _source, count(*) FROM {quoted(name)} GROUP BY _source").fetchall()) for name in _MEMBERS}
    found = []
    for name in mixed:
        day = quoted(TABLES[name].event or "")
        rows = con.execute(f"SELECT _source, min({day}), max({day}) FROM {quoted(name)} GROUP BY _source ORDER BY _source").fetchall()
        start, end = snapshot.spans(name)[0].start, snapshot.spans(name)[-1].end
        found += [
            SourceDays(name, source, first, last, members["people"].get(source, 0), members["locations"].get(source, 0))
            for source, first, last in rows
            if first is not None and (first - start > QUIET or end - last > QUIET)
        ]
    return found
