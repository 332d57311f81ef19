"""Staging a load: a folder and a mapping in, typed and checked tables in a DuckDB file out, ready for `mart.publish`."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from collections.abc import Mapping as Map
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import duckdb

from scoreline.errors import IngestError
from scoreline.ingest.coverage_notes import outside_declared
from scoreline.ingest.job import Job
from scoreline.ingest.mapping import Mapping
from scoreline.ingest.quarantine import Refusal
from scoreline.ingest.references import UnknownReference, unknown_references
from scoreline.ingest.sandbox import Limits
from scoreline.ingest.selects import query_schema, run_selects
from scoreline.ingest.source_tables import read_sources
from scoreline.ingest.tables import fill_table
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal
from scoreline.mart.staged import Progress, Staged, StagedTable, silent
from scoreline.periods import GREGORIAN, Calendar

MEMORY_MB = 1000
"""What DuckDB may hold in memory while a load is staged; beyond it, it spills to the work folder."""


@dataclass(frozen=True)
class StagingResult:
    """A staged load, and what there is to tell about it. `notes` are sentences for the user, `refused` counts all rows refused."""

    staged: Staged
    refusals: tuple[Refusal, ...] = ()
    unknown_references: tuple[UnknownReference, ...] = ()
    notes: tuple[str, ...] = ()
    refused: int = 0


def stage(
    folder: Path,
    mapping: Mapping,
    *,
    workdir: Path,
    time_zone: str,
    currency: str,
    calendar: Calendar = GREGORIAN,
    refused_limit: float = 0.01,
    progress: Progress = silent,
    known: Map[str, str] = MappingProxyType({}),
    limits: Limits = Limits(),  # noqa: B008  (a frozen value)
) -> StagingResult:
    """Read the mapping's files from `folder` and stage its tables in a DuckDB file under `workdir` (made where missing).

    `known` gives, for tables that the mart holds, the SQL relation of their rows: references are looked up there too.
    Raises IngestError or MappingError naming the place; RefusedRowsError, which holds the refusals, where more than the share
    `refused_limit` of a table's rows was refused. Times without offset are in `time_zone`; an empty currency is `currency`.
    Labels of periods are those of `calendar`.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise IngestError(f'"{folder}" is no folder.', do="Give the folder that holds the source files.")
    workdir.mkdir(parents=True, exist_ok=True)
    job = Job(folder, mapping, workdir, time_zone, currency, refused_limit, limits, progress, calendar)
    with closing(_connected(job, _fresh(workdir / "sources.duckdb"))) as con:
        sources = read_sources(con, job)
    queries = run_selects(workdir / "sources.duckdb", job)
    database = _fresh(workdir / "staged.duckdb")
    with closing(_connected(job, database)) as con:
        con.execute(f"ATTACH {literal(str(workdir / 'sources.duckdb'))} AS sources (READ_ONLY)")
        for name, path in queries.items():
            con.execute(f"ATTACH {literal(str(path))} AS {quoted(query_schema(name))} (READ_ONLY)")
        done: list[StagedTable] = []
        for index, (name, table) in enumerate(mapping.tables.items()):
            progress(f"Checking {name}", index / len(mapping.tables))
            read, refused = fill_table(con, name, sources, job)
            done.append(StagedTable(name, table.mode, mapping.span(name), read, refused))
            if note := outside_declared(con, done[-1], time_zone, calendar):
                job.notes.append(note)
        for item in done:
            job.quarantine.check(item.table, item.read, item.refused, refused_limit)
        progress("Looking up references", None)
        unknown = unknown_references(con, [item.table for item in done], mapping.source, known)
    _clean_up(workdir, queries.values())
    note, total = f"{mapping.title or mapping.source} from {folder.name}", job.quarantine.total
    staged = Staged(database, mapping.source, tuple(done), f"{note}; {total:,} rows refused" if total else note, checked=True)
    return StagingResult(staged, job.quarantine.refusals, unknown, tuple(job.notes), total)


def _clean_up(workdir: Path, results: Iterable[Path]) -> None:
    """Take away what only the staging needed; the staged file stays."""
    for path in (workdir / "sources.duckdb", *results):
        _fresh(path)
    for spill in (workdir / "spill", *(path.with_suffix(".spill") for path in results)):
        shutil.rmtree(spill, ignore_errors=True)


def _fresh(path: Path) -> Path:
    for old in (path, path.with_name(path.name + ".wal")):
        old.unlink(missing_ok=True)
    return path


def _connected(job: Job, path: Path) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{MEMORY_MB}MB",
        "temp_directory": str(job.workdir / "spill"),
        "preserve_insertion_order": "false",
    }
    con = duckdb.connect(str(path), config=config)
    con.execute(f"SET TimeZone = {literal(job.time_zone)}")
    con.execute("SET enable_progress_bar = false")  # it would print into what a command prints
    return con
