"""The contract's tables for the check queries, read from what was staged and from nothing that the mart made of it.

Business days are worked out here, in the workspace's time zone. Carried columns keep what was staged: the check queries join
to the order or the bill themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from scoreline.mart.columns import Column, Table
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Staged


def read_tables(con: duckdb.DuckDBPyConnection, staged: Sequence[Staged], time_zone: str) -> None:
    """Make every contract table in `con`, holding the rows of all the staged loads."""
    con.execute("SET TimeZone = 'UTC'")
    for table in TABLES.values():
        columns = ", ".join(f'"{column.name}" {column.type.sql}' for column in table.columns)
        con.execute(f"CREATE TABLE {table.name} ({columns}, _source VARCHAR)")
    for number, load in enumerate(staged):
        con.execute(f"ATTACH '{load.database}' AS load{number} (READ_ONLY)")
        for item in load.tables:
            _copy(con, TABLES[item.table], f"load{number}.{item.table}", load.source, time_zone)
        con.execute(f"DETACH load{number}")


def _copy(con: duckdb.DuckDBPyConnection, table: Table, source: str, name: str, time_zone: str) -> None:
    there = {row[0] for row in con.execute(f"DESCRIBE {source}").fetchall()}
    values = ", ".join(_value(column, there, time_zone) for column in table.columns)
    by = f"coalesce(_source, '{name}')" if "_source" in there else f"'{name}'"
    con.execute(f"INSERT INTO {table.name} SELECT {values}, {by} FROM {source}")


def _value(column: Column, there: set[str], time_zone: str) -> str:
    if column.day_of is not None and column.day_of in there:
        return f"CAST({column.day_of} AT TIME ZONE '{time_zone}' AS DATE)"
    if column.period_of:
        return _period_day(*column.period_of)
    return f'"{column.name}"' if column.name in there else "NULL"


def _period_day(label: str, end: str) -> str:
    """The first or last day of a calendar period: the days of three years on whose name the label would be."""
    names = "[strftime(d, '%Y-%m-%d'), strftime(d, '%G-W%V'), strftime(d, '%Y-%m'), year(d) || '-Q' || quarter(d), strftime(d, '%Y')]"
    pick = "min" if end == "first" else "max"
    days = f"generate_series(make_date({label}[1:4]::INT - 1, 1, 1), make_date({label}[1:4]::INT + 1, 12, 31), INTERVAL 1 DAY)"
    return f"(SELECT {pick}(d)::DATE FROM unnest({days}) AS days(d) WHERE list_contains({names}, upper(trim({label}))))"
