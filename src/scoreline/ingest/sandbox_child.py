"""The process that runs one SELECT of a mapping. `sandbox` starts this file and talks to it; nothing imports it.

A task comes as one line of JSON on standard input, the answer goes as JSON to standard output: {} or the kind and text of an error.
It imports nothing of Scoreline, so that it starts quickly.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

import duckdb

_SPARE = 300 * 2**20
"""Bytes beside DuckDB's own limit, for what it takes without counting: threads, the parser, single values."""


def main() -> None:
    """Do the task, and say how it went."""
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _run(task)
        answer = {}
    except duckdb.Error as problem:
        answer = {"kind": type(problem).__name__, "text": str(problem)}
    except MemoryError:
        answer = {"kind": "OutOfMemoryException", "text": ""}
    print(json.dumps(answer), flush=True)  # noqa: T201
    os._exit(0)  # the thread still waits for standard input


def _end_with_parent() -> None:
    """Standard input ends when the parent dies, however it dies."""
    sys.stdin.read()
    os._exit(1)


def _run(task: dict[str, Any]) -> None:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{task['memory_mb']}MB",
        "temp_directory": task["spill"],
        "max_temp_directory_size": f"{task['disk_mb']}MB",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": 2,
    }
    con = duckdb.connect(task["database"], config=config)
    try:
        con.execute(f"ATTACH {_text(task['sources'])} AS sources (READ_ONLY)")
        con.execute(f"SET TimeZone = {_text(task['time_zone'])}")
        con.execute("SET enable_progress_bar = false")
        con.execute("SET python_enable_replacements = false")
        own = _own_name(con)
        con.execute(f"SET search_path = {_text(f'sources.main,{own}.main')}")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        _limit_memory(task["memory_mb"] * 2**20)
        con.execute(f"CREATE TABLE {own}.main.{task['table']} AS (\n{task['select']}\n)")
    finally:
        con.close()


def _limit_memory(allowed: int) -> None:
    """Let this process map only so much more. DuckDB's own limit does not count single large values and lists."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        mapped = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        most = mapped + allowed + _SPARE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (OSError, ValueError):
        return  # macOS keeps no such limit: the parent watches too


def _own_name(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'sources'").fetchone()
    return '"' + str(row[0] if row else "").replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    main()
