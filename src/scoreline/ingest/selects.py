"""The SELECT mappings of a load: each runs in the sandbox and leaves its rows in a DuckDB file of its own."""

from __future__ import annotations

from pathlib import Path

from scoreline.ingest.job import Job
from scoreline.ingest.sandbox import run_select


def query_schema(table: str) -> str:
    """The name under which the result of a table's SELECT is attached."""
    return f"query_{table}"


def run_selects(sources: Path, job: Job) -> dict[str, Path]:
    """Table -> the file with the result of its SELECT, for the tables that have one."""
    results: dict[str, Path] = {}
    for name, table in job.mapping.tables.items():
        if table.select is None:
            continue
        job.tell(f"Selecting {name}", None)
        result = job.workdir / f"query_{name}.duckdb"
        for old in (result, result.with_name(result.name + ".wal")):
            old.unlink(missing_ok=True)
        where = f"{job.mapping.name}, select of {name}"
        run_select(table.select, sources, result, time_zone=job.time_zone, limits=job.limits, where=where)
        results[name] = result
    return results
