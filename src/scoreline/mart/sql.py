"""Writing names, values and file lists into DuckDB SQL, and the connection that publishing works on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

MEMORY = 2_000_000_000
"""What DuckDB may hold while it publishes, in bytes; the process needs up to 400 MB beside it. On a small machine it is half."""

FLUSH = 24_576
"""Rows that a thread gathers for all months before it hands them on. With 122,880 the wide tables spill to disk, which takes
longer than the whole rest; with this the row groups come to some 50,000 rows."""


def name(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def names(identifiers: Iterable[str], of: str = "") -> str:
    """Quoted identifiers with commas between, each of them `of` a relation where that is given."""
    return ", ".join(f"{of}.{name(item)}" if of else name(item) for item in identifiers)


def text(value: object) -> str:
    """A quoted text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def texts(values: Iterable[object]) -> str:
    """Quoted text literals with commas between."""
    return ", ".join(text(value) for value in values)


def files(paths: Sequence[Path]) -> str:
    """A list literal of files to read. DuckDB takes `?` for any letter, so that a folder beside would be read too."""
    return "[" + texts(str(path).replace("?", "[?]") for path in paths) + "]"


def connect(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection in memory with bounded memory. `spill` is the folder for what does not fit."""
    con = duckdb.connect()
    con.execute(f"SET memory_limit = '{min(MEMORY, _physical() // 2)}B'")
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")  # it would print into what a command prints
    con.execute("SET preserve_insertion_order = false")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute(f"SET partitioned_write_flush_threshold = {FLUSH}")
    if spill is not None:
        con.execute(f"SET temp_directory = {text(spill)}")
    return con


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return con.execute(query).fetchall()


def _physical() -> int:
    """Bytes of memory that the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
