"""Filling a warehouse with a company's tables, made by the statements that `scoreline tables` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from scoreline.engine.dialects import types, values
from scoreline.mart import sql
from scoreline.mart.contracts import TABLES
from scoreline.mart.store import Snapshot


def into_postgres(url: str, schema: str, snapshot: Snapshot) -> None:
    """Make and fill a schema, and let the role `reader` read it and do nothing else."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as con:
        run: Callable[..., Any] = con.execute
        run(f'CREATE SCHEMA "{schema}"')
        run(f'SET search_path = "{schema}"')
        run("SET TimeZone = 'UTC'")
        for statement, name, columns, rows in _tables(snapshot, "postgres"):
            run(statement)
            copy: Any = con.cursor()
            with duckdb.connect() as local, copy.copy(f"COPY {sql.name(name)} ({sql.names(columns)}) FROM STDIN") as lines:
                local.execute("SET TimeZone = 'UTC'")
                for row in local.execute(rows).fetchall():
                    lines.write_row(row)
        run("DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        run(f'GRANT USAGE ON SCHEMA "{schema}" TO reader')
        run(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO reader')


def into_clickhouse(session: Any, database: str, snapshot: Snapshot, workdir: Path) -> None:
    """Make and fill a database."""
    session.query(f'CREATE DATABASE "{database}"')
    session.query(f'USE "{database}"')
    for statement, name, columns, rows in _tables(snapshot, "clickhouse"):
        session.query(statement)
        file = workdir / f"{database}-{name}.parquet"
        plain = [f"x{place}" for place in range(len(columns))]  # file() has columns _file and _path of its own
        with duckdb.connect() as con:
            con.execute(f"COPY (SELECT * FROM ({rows}) AS rows({', '.join(plain)})) TO {sql.text(file)} (FORMAT parquet)")
        session.query(f"INSERT INTO {sql.name(name)} ({sql.names(columns)}) SELECT {', '.join(plain)} FROM file({sql.text(file)}, Parquet)")


def _tables(snapshot: Snapshot, engine: str) -> Iterator[tuple[str, str, list[str], str]]:
    """For each table that the mart holds: the statement that makes it, its name, its columns, and DuckDB's SELECT of its rows."""
    held = [table for table in TABLES.values() if snapshot.has(table.name)]
    for table in held:
        columns = [column.name for column in types.columns(table)]
        yield types.create(table, engine), table.name, columns, f"SELECT {sql.names(columns)} FROM {snapshot.relation(table.name)}"
    days = [
        (table.name, start, end, snapshot.declared(table.name, source), source)
        for table in held
        for source in (None, *snapshot.sources)
        if snapshot.has(table.name, source)
        for start, end in [(span.start, span.end) for span in snapshot.spans(table.name, source)] or [(None, None)]
    ]
    covered = [("table_name", "VARCHAR"), ("start_on", "DATE"), ("end_on", "DATE"), ("declared", "BOOLEAN"), ("source", "VARCHAR")]
    yield types.coverage(engine), types.COVERAGE, [name for name, _ in covered], values.select(covered, days)
