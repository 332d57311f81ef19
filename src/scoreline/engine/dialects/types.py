"""The mart's tables in an engine's own types: what a company creates in its PostgreSQL or ClickHouse."""

from __future__ import annotations

from scoreline.mart.columns import MONTH, Column, Table
from scoreline.mart.contracts import stored

POSTGRES = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}
CLICKHOUSE = {
    "VARCHAR": "String",
    "BIGINT": "Int64",
    "BOOLEAN": "Bool",
    "DATE": "Date32",
    "TIMESTAMP WITH TIME ZONE": "DateTime64(6, 'UTC')",
}
COVERAGE = "_coverage"
"""Which days the data covers, where the warehouse says so: table_name, start_on, end_on (first day no longer), declared, and in `source`
whose days these are, empty for all sources together."""


MAY_LACK = ("_file", "_row", "_load")
"""System columns that a warehouse need not have: where a row came from is then not shown."""


def columns(table: Table) -> tuple[Column, ...]:
    """The columns that a warehouse's table has: those of the contract, without the partition of the mart's files."""
    return tuple(column for column in stored(table) if column.name != MONTH.name)


def create(table: Table, engine: str) -> str:
    """The statement that makes a table of the contracts in PostgreSQL (`postgres`) or ClickHouse (`clickhouse`)."""
    key = ", ".join(f'"{name}"' for name in ("_source", *table.key))
    if engine == "postgres":
        lines = [f'"{column.name}" {postgres(column.type.sql)}{" NOT NULL" if _filled(column) else ""}' for column in columns(table)]
        return _statement(table.name, [*lines, f"PRIMARY KEY ({key})"], "")
    lines = [f'"{column.name}" {_nullable(clickhouse(column.type.sql), _filled(column))}' for column in columns(table)]
    return _statement(table.name, lines, f" ENGINE = MergeTree ORDER BY ({key})")


def coverage(engine: str) -> str:
    """The statement that makes the table of covered days."""
    text, day, flag = ("text NOT NULL", "date", "boolean NOT NULL") if engine == "postgres" else ("String", "Nullable(Date32)", "Bool")
    source = "text" if engine == "postgres" else "Nullable(String)"
    lines = [f'"table_name" {text}', f'"start_on" {day}', f'"end_on" {day}', f'"declared" {flag}', f'"source" {source}']
    return _statement(COVERAGE, lines, "" if engine == "postgres" else " ENGINE = MergeTree ORDER BY table_name")


def postgres(type: str) -> str:
    """A DuckDB type in PostgreSQL, as its catalogue spells it."""
    return POSTGRES.get(type) or type.lower().replace("decimal", "numeric")


def clickhouse(type: str) -> str:
    """A DuckDB type in ClickHouse, as its catalogue spells it."""
    return CLICKHOUSE.get(type) or type.replace("DECIMAL", "Decimal").replace(",", ", ")


def _filled(column: Column) -> bool:
    return column.required and column.name not in MAY_LACK


def _nullable(type: str, required: bool) -> str:
    return type if required else f"Nullable({type})"


def _statement(name: str, lines: list[str], tail: str) -> str:
    listed = ",\n    ".join(lines)
    return f'CREATE TABLE "{name}" (\n    {listed}\n){tail};'
