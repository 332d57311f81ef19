"""Running a mapping's SELECT where it can do no harm.

The source files are rows of a DuckDB file by now, attached read-only. The SELECT runs in a process of its own (`sandbox_child`),
which is killed when it hits a limit of memory, disk or time; its connection has no access to files or network, its settings are
locked, and exactly one SELECT is accepted. (Allowed folders would not do: they
still let SQL overwrite a source or attach a database.)
"""

from __future__ import annotations

import contextlib
import glob
import json
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

from scoreline.errors import MappingError

_CHILD = Path(__file__).with_name("sandbox_child.py")
_SPARE = 600 * 2**20
"""Bytes that the child may hold beyond its limit: what it takes to run at all, and what DuckDB does not count."""


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
    task = {
        "select": _single_select(sql, where),
        "sources": str(sources),
        "database": str(result),
        "table": RESULT,
        "spill": str(result.with_suffix(".spill")),
        "time_zone": time_zone,
        "memory_mb": limits.memory_mb,
        "disk_mb": int(limits.disk_gb * 1000),
    }
    # -P: no file beside the child's may stand in for a module. Never fork: DuckDB's threads would not come along.
    command = [sys.executable, "-P", str(_CHILD)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, text=True) as child:  # noqa: S603  (our own file)
        try:
            answer = _answer(child, json.dumps(task), result, limits, where)
        finally:
            child.kill()
    if answer:
        raise _explained(answer["kind"], answer["text"], where)


def _single_select(sql: str, where: str) -> str:
    """The SELECT without a semicolon at its end, so that it can stand in brackets. MappingError where it is anything else."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as problem:
        raise _explained(type(problem).__name__, str(problem), where) from None
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


def _answer(child: subprocess.Popen[str], task: str, result: Path, limits: Limits, where: str) -> dict[str, str]:
    """Give the child its task and wait for the answer; {} where all went well. MappingError where it hits a limit or dies."""
    assert child.stdin is not None and child.stdout is not None  # noqa: S101
    answer: list[str] = []
    reader = threading.Thread(target=lambda stream: answer.append(stream.read()), args=(child.stdout,), daemon=True)
    reader.start()
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(task + "\n")
        child.stdin.flush()
    deadline = time.monotonic() + limits.seconds
    while reader.is_alive():
        reader.join(0.05)
        if reader.is_alive() and (problem := _limit_hit(child.pid, deadline, result, limits, where)):
            child.kill()
            reader.join()
            raise problem
    if not answer or not answer[0].strip():  # it was refused memory in a place where it could not say so
        raise _explained("OutOfMemoryException", "", where)
    return dict(json.loads(answer[0]))


def _limit_hit(pid: int, deadline: float, result: Path, limits: Limits, where: str) -> MappingError | None:
    if time.monotonic() > deadline:
        return MappingError(f"The SELECT ran longer than {limits.seconds:g} seconds.", where=where, do=_SIMPLER)
    if _bytes(result) > limits.disk_gb * 1e9:
        return MappingError(f"The SELECT gives more than {limits.disk_gb:g} GB.", where=where, do=_SIMPLER)
    if _memory(pid) > limits.memory_mb * 2**20 + _SPARE:
        return _explained("OutOfMemoryException", "", where)
    return None


def _bytes(result: Path) -> int:
    """What the result and the files beside it take; DuckDB may take one away at any moment."""
    size = 0
    for path in result.parent.glob(glob.escape(result.name) + "*"):
        with contextlib.suppress(OSError):
            size += path.stat().st_size if path.is_file() else 0
    return size


def _memory(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where it has ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


_SIMPLER = "Look for a join without its condition or a recursion without end; nothing was loaded."


def _explained(kind: str, text: str, where: str) -> MappingError:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reason = " ".join(lines[:2] if len(lines) > 1 and lines[1].startswith("Did you mean") else lines[:1])
    if kind == "PermissionException" or "configuration has been locked" in reason or "read-only" in reason:
        return MappingError(
            "The SELECT asks for files, settings or other databases, which a mapping may not touch.",
            where=where,
            do=f"Name the file under files: and select from its name there. ({reason})",
        )
    if kind == "OutOfMemoryException" or "bad_alloc" in reason or "bad allocation" in reason:
        return MappingError("The SELECT needs too much memory.", where=where, do=_SIMPLER)
    return MappingError(f"The SELECT cannot run. {reason}", where=where, do="Correct the SQL in the mapping.")
