"""What a load tells about the days that it covers: rows outside the declared days, and sources that cover others."""

from __future__ import annotations

import datetime as dt

import duckdb

from scoreline.mart.columns import Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import without
from scoreline.mart.period_days import last_day
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal
from scoreline.mart.staged import Span, StagedTable
from scoreline.mart.versions import TableVersion
from scoreline.periods import Calendar


def outside_declared(con: duckdb.DuckDBPyConnection, staged: StagedTable, time_zone: str, calendar: Calendar) -> str | None:
    """A note where staged rows have their event day outside the declared days. They are loaded; the days stay not covered."""
    table, span = TABLES[staged.table], staged.covers
    if span is None or table.event is None:
        return None
    event = table.column(table.event)
    column = table.column(event.day_of) if event.day_of else event
    start, end = (
        f"TIMESTAMP '{day}' AT TIME ZONE {literal(time_zone)}" if column.type is Type.TIME else f"DATE '{day}'"
        for day in (span.start, span.end)
    )
    day = last_day(quoted(column.period_of[0]), calendar) if column.period_of else quoted(column.name)
    counted = con.execute(f"SELECT count(*) FROM staged.main.{quoted(table.name)} WHERE {day} < {start} OR {day} >= {end}").fetchone()
    if counted is None or not counted[0]:
        return None
    return (
        f"{table.name}: {counted[0]:,} rows lie outside the days that the mapping covers ({_days(span)}). "
        "They were loaded, but their days do not count as covered."
    )


def other_sources(staged: StagedTable, before: TableVersion | None, after: TableVersion) -> str | None:
    """A note where after a load some source of the table lacks days that another covers, unless it was so before."""
    if after.coverage is None or (before is not None and before.coverage == after.coverage and before.by_source == after.by_source):
        return None
    short = [name for name, own in sorted(after.by_source.items()) if without(after.coverage.spans, own.spans)]
    if not short:
        return None
    each = "; ".join(f"{name} covers {', '.join(map(_days, after.by_source[name].spans))}" for name in short)
    return (
        f"{staged.table}: all sources together cover {', '.join(map(_days, after.coverage.spans))}, but {each}. "
        "Outside of its own days a source's numbers are missing, and totals hold nothing of it: load the same days of every source."
    )


def _days(span: Span) -> str:
    return f"{span.start} to {span.end - dt.timedelta(days=1)}"
