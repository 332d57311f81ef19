"""Sources that cover fewer days than the table that their rows are in, and the members that this concerns.

Where a second system was loaded for fewer days, its people and locations have no numbers outside of them, though the table counts
as covered for the company.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from scoreline.engine.coverage import Covered
from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import without
from scoreline.mart.sql import name as quoted
from scoreline.mart.staged import Span

_MEMBERS = ("people", "locations")


@dataclass(frozen=True)
class SourceDays:
    """A source that covers fewer days than a table's sources together: its first and last day, the gaps between, and its members."""

    table: str
    source: str
    first: dt.date
    last: dt.date
    people: int
    locations: int
    gaps: tuple[tuple[dt.date, dt.date], ...] = ()


def short_sources(con: duckdb.DuckDBPyConnection, mart: Covered) -> list[SourceDays]:
    """The sources that lack days which others in their table cover. `con` has the tables of the members."""
    if len(mart.sources) < 2:
        return []
    short = [
        (table, source, own)
        for table in TABLES
        if (spans := mart.spans(table))
        for source in mart.sources
        if (own := mart.spans(table, source)) and without(spans, own)
    ]
    if not short:
        return []
    members = {name: dict(con.execute(f"SELECT _source, count(*) FROM {quoted(name)} GROUP BY _source").fetchall()) for name in _MEMBERS}
    day = dt.timedelta(days=1)
    return [
        SourceDays(
            table, source, own[0].start, own[-1].end - day, members["people"].get(source, 0), members["locations"].get(source, 0),
            tuple((gap.start, gap.end - day) for gap in without([Span(own[0].start, own[-1].end)], own)),
        )
        for table, source, own in short
    ]  # fmt: skip
