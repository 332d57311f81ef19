"""Staging a few rows by hand, and reading a table of the mart back as plain Python values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from scoreline.mart import sql
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Mode, Span, Staged, StagedTable
from scoreline.mart.store import Snapshot

Row = Mapping[str, Any]
SYSTEM = ("_source", "_file", "_row", "_load", "_month")


def stage(
    folder: Path,
    tables: Mapping[str, Sequence[Row]],
    *,
    source: str = "crm",
    mode: Mode = "upsert",
    covers: Span | None = None,
    note: str = "",
) -> Staged:
    """Write rows (dicts of contract columns) into a new staged file."""
    database = folder / f"{uuid.uuid4().hex}.duckdb"
    with duckdb.connect(str(database)) as con:
        con.execute("SET TimeZone = 'UTC'")
        for name, rows in tables.items():
            columns = TABLES[name].mapped
            types = ", ".join(f"{sql.name(column.name)} {column.type.sql}" for column in columns)
            con.execute(f"CREATE TABLE {sql.name(name)} ({types}, _source VARCHAR, _file VARCHAR, _row BIGINT)")
            values = [
                [*(row.get(column.name) for column in columns), source, f"{name}.csv", number] for number, row in enumerate(rows, start=2)
            ]
            if values:
                marks = ", ".join("?" * (len(columns) + 3))
                con.executemany(f"INSERT INTO {sql.name(name)} VALUES ({marks})", values)
    described = tuple(StagedTable(name, mode, covers, read=len(rows)) for name, rows in tables.items())
    return Staged(database, source, described, note)


def rows(snapshot: Snapshot, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table, sorted."""
    with sql.connect() as con:
        return sorted(sql.rows(con, f"SELECT {sql.names(columns)} FROM {snapshot.relation(table)}"), key=repr)


def at(text: str) -> dt.datetime:
    """A moment in UTC: at("2020-01-31 22:00")."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
