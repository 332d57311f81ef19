"""The mapping's files as DuckDB relations: text tables for text files and sheets, Parquet as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass

import duckdb

from scoreline.ingest import visits
from scoreline.ingest.check import Rows, table_of_good_rows
from scoreline.ingest.dates import DateFormats
from scoreline.ingest.file_spec import FileSpec
from scoreline.ingest.job import Job
from scoreline.ingest.numbers import NumberFormat
from scoreline.ingest.sources.native import TYPED, unmarked
from scoreline.ingest.sources.reader import read_source
from scoreline.ingest.sources.request import Request
from scoreline.ingest.values import Formats, Target, target
from scoreline.mart.columns import Column, Type
from scoreline.mart.sql import name as quoted


@dataclass(frozen=True)
class Source:
    """A file that was read: its SQL relation, its columns -> DuckDB types, how many rows it has and how many were unreadable.

    `marked`: its texts that were numbers bear a mark (`sources.native`).
    """

    relation: str
    types: Map[str, str]
    read: int
    refused: int
    parquet: bool
    formats: Formats
    marked: bool = False


def formats_of(spec: FileSpec) -> Formats:
    """The formats that a file declares for all its columns."""
    return Formats(DateFormats(spec.dates), NumberFormat.of(spec.numbers) if spec.numbers else None)


def label(file: str) -> str:
    """How refusals name a file's own mistakes, apart from those of a table that may bear the same name."""
    return f"file {file}"


def read_sources(con: duckdb.DuckDBPyConnection, job: Job) -> dict[str, Source]:
    """Read every file of the mapping that a table uses into `con`. RefusedRowsError where too many rows are unreadable."""
    read: dict[str, _Read] = {}
    selects = " ".join(table.select for table in job.mapping.tables.values() if table.select)
    for name in job.mapping.files:
        selected = re.search(rf"\b{name}\b", selects, re.IGNORECASE) is not None
        if selected or name in visits.names(job) or any(table.from_ == name for table in job.mapping.tables.values()):
            read[name] = _read(con, name, visits.spec(name, job), job, selected)
    visits.cut(con, job)
    sources = {name: _source(con, name, found, job) for name, found in read.items()}
    for name, source in sources.items():
        job.quarantine.check(label(name), source.read, source.refused, job.refused_limit)
    return sources


def _needed(name: str, spec: FileSpec, job: Job) -> list[str]:
    needed = list(spec.types)
    for table in job.mapping.tables.values():
        if table.from_ == name:
            needed += [column.column for column in (table.columns or {}).values() if column.column is not None]
    if of_visits := visits.needed(name, job):
        needed = [column for column in needed if column.lower() != visits.COLUMN] + of_visits
    return list({column.lower(): column for column in needed}.values())


@dataclass(frozen=True)
class _Read:
    """A file as it stands in the connection, before SELECTs may look at it."""

    spec: FileSpec
    relation: str
    rows: int
    selected: bool
    copied: bool


def _read(con: duckdb.DuckDBPyConnection, name: str, spec: FileSpec, job: Job, selected: bool) -> _Read:
    def tell(rows: int) -> None:
        job.tell(f"Reading {spec.path}: {rows:,} rows", None)

    request = Request(con, name, label(name), spec, _needed(name, spec, job), job.quarantine, tell)
    copy = selected or bool(spec.types)
    relation = read_source(job.folder, request, job.mapping.name, copy=copy) or f"sources.main.{quoted(name)}"
    for column in request.missing_columns():
        request.start([column], spec.path, growing=True)
        job.notes.append(f'{spec.path}: no line has the key "{column}"; it counts as empty.')
    if request.read == 0:
        job.notes.append(f"{spec.path} holds no rows.")
    if spec.types:
        _typed(con, name, spec, job)
    return _Read(spec, relation, request.read, selected, copy)


def _source(con: duckdb.DuckDBPyConnection, name: str, read: _Read, job: Job) -> Source:
    spec, relation, marked = read.spec, read.relation, read.spec.kind in TYPED
    if marked and read.selected:
        relation = _seen_without_marks(con, name)
    described = con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    types = {row[0]: row[1] for row in described}
    refused = job.quarantine.refused(label(name))
    return Source(relation, types, read.rows, refused, spec.kind == "parquet" and not read.copied, formats_of(spec), marked)


def _typed(con: duckdb.DuckDBPyConnection, name: str, spec: FileSpec, job: Job) -> None:
    """Give the columns named under `types` their type, for SELECTs that compute with them."""
    types = {column.lower(): type for column, type in spec.types.items()}
    text = quoted(f"{name} as text")
    con.execute(f"ALTER TABLE {quoted(name)} RENAME TO {text}")
    described = con.execute(f"DESCRIBE {text}").fetchall()
    targets = []
    for column, source_type, *_ in described:
        if column in ("_file", "_row"):
            continue
        type = types.get(column.lower(), Type.TEXT if source_type == "VARCHAR" else None)
        if type is None:
            targets.append(Target(Column(column, Type.TEXT), quoted(column), "CAST(NULL AS VARCHAR)", str, None, "false"))
        else:
            targets.append(
                target(
                    Column(column, type),
                    quoted(column),
                    source_type,
                    formats_of(spec),
                    job.time_zone,
                    marked=spec.kind in TYPED,
                    calendar=job.calendar,
                )
            )
    rows = Rows(label(name), text, "_file", "_row", tuple(targets))
    table_of_good_rows(con, rows, quoted(name), job.quarantine)
    con.execute(f"DROP TABLE {text}")


def _seen_without_marks(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """Give SELECTs a view without the marks under the file's name. Returns the relation that has them."""
    held = quoted(f"{name} as read")
    con.execute(f"ALTER TABLE {quoted(name)} RENAME TO {held}")
    described = con.execute(f"DESCRIBE {held}").fetchall()
    plain = [
        f"{unmarked(quoted(column))} AS {quoted(column)}" if type == "VARCHAR" and column != "_file" else quoted(column)
        for column, type, *_ in described
    ]
    con.execute(f"CREATE VIEW {quoted(name)} AS SELECT {', '.join(plain)} FROM {held}")
    return f"sources.main.{held}"
