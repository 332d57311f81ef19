"""The rows of a load as they stand in the staged DuckDB file: checked, filled, and made readable as one view a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from scoreline.errors import MartError
from scoreline.mart import sql
from scoreline.mart.columns import Table
from scoreline.mart.contracts import TABLES
from scoreline.mart.fill import Fill, filled, staged_rows
from scoreline.mart.period_days import first_day
from scoreline.mart.staged import Staged
from scoreline.periods import Calendar

_SYSTEM = {"_source", "_file", "_row"}


@dataclass(frozen=True)
class Incoming:
    """The incoming rows of a table: SQL for FROM that gives them filled, and how many they are."""

    table: Table
    sql: str
    count: int


def attach(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Open the staged file, for reading only. MartError where it, or what it says it holds, is not there."""
    named = [table.table for table in staged.tables]
    if not staged.source:
        raise MartError("A load must name its source system.")
    for name in named:
        if name not in TABLES:
            raise MartError(f'The mart has no table "{name}".')
        if named.count(name) > 1:
            raise MartError("The table stands twice in one load.", where=name)
    con.execute(f"ATTACH {sql.text(staged.database)} AS staged (READ_ONLY)")
    held = {name for (name,) in sql.rows(con, _HELD)}
    if missing := [name for name in named if name not in held]:
        raise MartError("The table is not in the staged file.", where=missing[0])


_HELD = "SELECT DISTINCT table_name FROM duckdb_columns() WHERE database_name = 'staged' AND schema_name = 'main'"


def incoming(con: duckdb.DuckDBPyConnection, table: Table, fill: Fill, staged: Staged) -> Incoming:
    """The staged rows of a table. MartError for unknown columns, another source's rows, or a key that is empty or stands twice."""
    have = _columns(con, table)
    if "_source" in have:
        _refuse_other_sources(con, table, staged.source)
    raw = staged_rows(table, have, staged.source)
    if not staged.checked:
        _refuse_doubles(con, table, raw)
    view = sql.name(f"incoming_{table.name}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {filled(table, raw, fill)}")
    ((count,),) = sql.rows(con, f"SELECT count(*) FROM {raw}")
    return Incoming(table, view, count)


def event_days(con: duckdb.DuckDBPyConnection, table: Table, rows: str, calendar: Calendar) -> tuple[dt.date | None, dt.date | None]:
    """The first and last event day of rows (SQL for FROM); None where no row has one. A period counts from its first day."""
    if table.event is None:
        return None, None
    day, period = sql.name(table.event), table.column(table.event).period_of
    begun = first_day(sql.name(period[0]), calendar) if period else day
    ((first, last),) = sql.rows(con, f"SELECT min({begun}), max({day}) FROM {rows}")
    return first, last


def _columns(con: duckdb.DuckDBPyConnection, table: Table) -> frozenset[str]:
    where = f"database_name = 'staged' AND schema_name = 'main' AND table_name = {sql.text(table.name)}"
    have = {name for (name,) in sql.rows(con, f"SELECT column_name FROM duckdb_columns() WHERE {where}")}
    if unknown := sorted(have - set(table.names) - _SYSTEM):
        raise MartError(f'The staged table has a column "{unknown[0]}" that the contract does not know.', where=table.name)
    return frozenset(have)


def _refuse_other_sources(con: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    where = f"_source IS DISTINCT FROM {sql.text(source)}"
    if found := sql.rows(con, f"SELECT _source FROM staged.main.{sql.name(table.name)} WHERE {where} LIMIT 1"):
        raise MartError(f'A load holds rows of one source. This one is of "{source}", and has rows of "{found[0][0]}".', where=table.name)


def _refuse_doubles(con: duckdb.DuckDBPyConnection, table: Table, raw: str) -> None:
    """Look for doubles among hashes of the keys, which takes little memory, then among the few keys that share one."""
    keys = sql.names(table.key)
    empty = " OR ".join(f"{sql.name(key)} IS NULL" for key in table.key)
    if sql.rows(con, f"SELECT 1 FROM {raw} WHERE {empty} LIMIT 1"):
        raise MartError(f"A row has no key: {' or '.join(table.key)} is empty.", where=table.name)
    shared = f"SELECT h FROM (SELECT hash({keys}) AS h FROM {raw}) GROUP BY h HAVING count(*) > 1"
    hashes = [str(found) for (found,) in sql.rows(con, f"{shared} LIMIT 1000")]
    if not hashes:
        return
    double = f"SELECT {keys} FROM {raw} WHERE hash({keys}) IN ({', '.join(hashes)}) GROUP BY {keys} HAVING count(*) > 1"
    if found := sql.rows(con, f"{double} ORDER BY ALL LIMIT 1"):
        named = ", ".join(f"{key} {value}" for key, value in zip(table.key, found[0], strict=True))
        raise MartError(f"The key stands twice in one load: {named}.", where=table.name)
