"""What a load tells about the days that it covers: rows outside the declared days, and sources that cover others."""

from __future__ import annotations

import datetime as dt

import duckdb

from scoreline.mart.columns import Type
from scoreline.mart.contracts import TABLES
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


def other_sources(staged: StagedTable, source: str, before: TableVersion | None, after: TableVersion) -> str | None:
    """A note where a load changes which days count as covered for the rows of other sources, or its source lacks some of them."""
    others = [name for name in after.sources if name != source]
    if not others or before is None or after.coverage is None:
        return None
    same = before.coverage == after.coverage
    if same and (source in before.sources or (staged.covers and after.coverage.spans == (staged.covers,))):
        return None
    return (
        f"{staged.table}: {', '.join(map(_days, after.coverage.spans))} now count as covered for {source} and {', '.join(others)} alike. "
        "Load the same days of every source: where one lacks a day, its numbers are too low."
    )


def _days(span: Span) -> str:
    return f"{span.start} to {span.end - dt.timedelta(days=1)}"
