"""Filling one table of the mart from its source: column pairs, or the result of its SELECT."""

from __future__ import annotations

from collections.abc import Mapping as Map

import duckdb

from scoreline.ingest.check import Rows, table_of_good_rows, view_of_good_rows
from scoreline.ingest.dates import DateFormats
from scoreline.ingest.job import Job
from scoreline.ingest.mapping import ColumnSpec
from scoreline.ingest.mapping_file import check_column, check_required
from scoreline.ingest.numbers import NumberFormat
from scoreline.ingest.sandbox import RESULT
from scoreline.ingest.selects import query_schema
from scoreline.ingest.source_tables import Source
from scoreline.ingest.sources.native import unmarked
from scoreline.ingest.values import Formats, Target, constant, target
from scoreline.mart.columns import Column
from scoreline.mart.contracts import TABLES
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal


def fill_table(con: duckdb.DuckDBPyConnection, name: str, sources: Map[str, Source], job: Job) -> tuple[int, int]:
    """Make `staged.main.<name>` from the good rows. Returns how many rows were read, and how many of them were refused."""
    table = job.mapping.tables[name]
    into = f"staged.main.{quoted(name)}"
    if table.select is not None:
        rows = _from_select(con, name, job)
        counted = con.execute(f"SELECT count(*) FROM {rows.relation}").fetchone()
        read, unreadable, virtual = int(counted[0]) if counted else 0, 0, False
    else:
        source = sources[table.from_ or ""]
        rows = _from_pairs(name, source, job)
        read, unreadable, virtual = source.read, source.refused, source.parquet
    if not (virtual and view_of_good_rows(con, rows, into)):
        identical = table_of_good_rows(con, rows, into, job.quarantine)
        if identical:
            job.notes.append(f"{name}: {identical:,} rows were identical to another and were taken once.")
    return read, unreadable + job.quarantine.refused(name)


def _from_pairs(name: str, source: Source, job: Job) -> Rows:
    pairs = job.mapping.tables[name].columns or {}
    targets = tuple(_target(name, column, pairs.get(column.name), source, job) for column in TABLES[name].mapped)
    return Rows(name, source.relation, "_file", "_row", targets, TABLES[name].key)


def _target(name: str, column: Column, spec: ColumnSpec | None, source: Source, job: Job) -> Target:
    default = job.currency if _takes_default_currency(name, column) else None
    if spec is None or spec.column is None:
        formats = _formats(spec, source.formats) if spec else source.formats
        return constant(column, spec.value if spec else default, formats, job.time_zone, calendar=job.calendar)
    held = {item.lower(): (item, type) for item, type in source.types.items()}
    found, type = held[spec.column.lower()]
    expression = quoted(found)
    default = spec.default if spec.default is not None else default
    if spec.map or default is not None:
        expression, type = f"CAST({expression} AS VARCHAR)", "VARCHAR"
    known = expression
    if spec.map and source.marked:
        known = unmarked(expression)
    if spec.map:
        cases = " ".join(f"WHEN {literal(old)} THEN {literal(new) if new is not None else 'NULL'}" for old, new in spec.map.items())
        expression = f"CASE {known} {cases} ELSE {expression} END"
    if default is not None:
        expression = f"COALESCE({expression}, {literal(default)})"
    return target(column, expression, type, _formats(spec, source.formats), job.time_zone, marked=source.marked, calendar=job.calendar)


def _formats(spec: ColumnSpec, file: Formats) -> Formats:
    return Formats(DateFormats(spec.date) if spec.date else file.dates, NumberFormat.of(spec.number) if spec.number else file.number)


def _takes_default_currency(table: str, column: Column) -> bool:
    """Amounts without a currency are in the workspace's; lines take the currency of their order."""
    return column.name == "currency" and column.carried is None and not column.required and table != "exchange_rates"


def _from_select(con: duckdb.DuckDBPyConnection, name: str, job: Job) -> Rows:
    relation = f"{quoted(query_schema(name))}.main.{RESULT}"
    described = {row[0]: row[1] for row in con.execute(f"DESCRIBE {relation}").fetchall()}
    where = f"{job.mapping.name}, select of {name}"
    for column in described:
        if column not in ("_file", "_row"):
            check_column(name, column, where)
    check_required(name, described, where)
    targets = []
    for column in TABLES[name].mapped:
        default = job.currency if _takes_default_currency(name, column) else None
        if column.name not in described:
            targets.append(constant(column, default, Formats(), job.time_zone, calendar=job.calendar))
        elif default is not None:
            expression = f"COALESCE(CAST({quoted(column.name)} AS VARCHAR), {literal(default)})"
            targets.append(target(column, expression, "VARCHAR", Formats(), job.time_zone, calendar=job.calendar))
        else:
            targets.append(target(column, quoted(column.name), described[column.name], Formats(), job.time_zone, calendar=job.calendar))
    query = literal(f"{job.mapping.name}, select of {name}")
    file = f"COALESCE(CAST(_file AS VARCHAR), {query})" if "_file" in described else query
    row = "TRY_CAST(_row AS BIGINT)" if "_row" in described else "NULL"
    return Rows(name, relation, file, row, tuple(targets), TABLES[name].key)
