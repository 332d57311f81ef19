"""Running a mapping's SELECT where it can do no harm.

The source files are rows of a DuckDB file by now, attached read-only. The connection has no access to files or network, its
settings are locked, memory, disk and time are limited, and exactly one SELECT is accepted. (Allowed folders would not do: they
still let SQL overwrite a source or attach a database.)
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from scoreline.errors import MappingError
from scoreline.ingest.sources.text_table import literal


@dataclass(frozen=True)
class Limits:
    """What a SELECT of a mapping may use: seconds, memory in MB, and disk in GB for its result and for what it spills."""

    seconds: float = 600
    memory_mb: int = 1000
    disk_gb: float = 20


RESULT = "result"


def run_select(sql: str, sources: Path, result: Path, *, time_zone: str, limits: Limits, where: str) -> None:
    """Run one SELECT over the tables of the DuckDB file `sources`; its rows become table `result` of the new file `result`.

    MappingError names `where` and says what is not allowed, what is wrong with the SQL, or which limit it hit.
    """
    body = _single_select(sql, where)
    spill = result.with_suffix(".spill")
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{limits.memory_mb}MB",
        "temp_directory": str(spill),
        "max_temp_directory_size": f"{int(limits.disk_gb * 1000)}MB",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": 2,
    }
    con = duckdb.connect(str(result), config=config)
    try:
        con.execute(f"ATTACH {literal(str(sources))} AS sources (READ_ONLY)")
        con.execute(f"SET TimeZone = {literal(time_zone)}")
        con.execute("SET enable_progress_bar = false")  # it would print into what a command prints
        con.execute("SET python_enable_replacements = false")
        con.execute(f"SET search_path = 'sources.main,{_own_name(con)}.main'")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        with _guarded(con, result, limits, where):
            con.execute(f"CREATE TABLE {_own_name(con)}.main.{RESULT} AS (\n{body}\n)")
    except duckdb.Error as problem:
        raise _explained(problem, where) from None
    finally:
        con.close()


def _own_name(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'sources'").fetchone()
    return '"' + str(row[0] if row else "").replace('"', '""') + '"'


def _single_select(sql: str, where: str) -> str:
    """The SELECT without a semicolon at its end, so that it can stand in brackets. MappingError where it is anything else."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as problem:
        raise _explained(problem, where) from None
    if len(statements) != 1:
        raise MappingError(f"It holds {len(statements)} statements; exactly one SELECT is read.", where=where, do="Keep one SELECT.")
    if statements[0].type != duckdb.StatementType.SELECT:
        kind = str(statements[0].type).rpartition(".")[2]
        raise MappingError(f"It is a statement of kind {kind}; only SELECT is allowed.", where=where, do="Write a SELECT.")
    for body in (sql.strip().rstrip(";"), re.sub(r";\s*(--[^\n]*\s*)*$", "", sql)):
        with contextlib.suppress(duckdb.Error):
            if len(duckdb.extract_statements(f"SELECT * FROM (\n{body}\n)")) == 1:
                return body
    raise MappingError("The SELECT cannot stand in brackets.", where=where, do="Take out the semicolon and what follows it.")


@contextmanager
def _guarded(con: duckdb.DuckDBPyConnection, result: Path, limits: Limits, where: str) -> Iterator[None]:
    """Interrupt the connection when the time is over or the result grows too large."""
    done = threading.Event()
    hit: list[MappingError] = []
    deadline = time.monotonic() + limits.seconds

    def watch() -> None:
        while not done.wait(0.1):
            size = sum(path.stat().st_size for path in result.parent.glob(result.name + "*") if path.is_file())
            if time.monotonic() > deadline:
                hit.append(MappingError(f"The SELECT ran longer than {limits.seconds:g} seconds.", where=where, do=_SIMPLER))
            elif size > limits.disk_gb * 1e9:
                hit.append(MappingError(f"The SELECT gives more than {limits.disk_gb:g} GB.", where=where, do=_SIMPLER))
            if hit:
                while not done.wait(0.05):
                    con.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except duckdb.Error:
        if hit:
            raise hit[0] from None
        raise
    finally:
        done.set()
        watcher.join()


_SIMPLER = "Look for a join without its condition or a recursion without end; nothing was loaded."


def _explained(problem: duckdb.Error, where: str) -> MappingError:
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    reason = " ".join(lines[:2] if len(lines) > 1 and lines[1].startswith("Did you mean") else lines[:1])
    if isinstance(problem, duckdb.PermissionException) or "configuration has been locked" in reason or "read-only" in reason:
        return MappingError(
            "The SELECT asks for files, settings or other databases, which a mapping may not touch.",
            where=where,
            do=f"Name the file under files: and select from its name there. ({reason})",
        )
    if isinstance(problem, duckdb.OutOfMemoryException):
        return MappingError("The SELECT needs too much memory.", where=where, do=_SIMPLER)
    return MappingError(f"The SELECT cannot run. {reason}", where=where, do="Correct the SQL in the mapping.")
