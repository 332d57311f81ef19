"""The shelf: where states lie between questions. A folder of Delta tables beside the mart, and a list for each mart version.

A list names the states that hold for a version, each with the files of its table. It is replaced in one step, after the files and the
tables' logs were written, and readers go by lists alone: whoever is killed at any moment leaves the shelf as it was. Writers take a
lock. What is on the shelf can always be computed again, so a shelf that cannot be read or written is no error for who asks a KPI.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from deltalake import Field, Schema
from deltalake.schema import PrimitiveType

from scoreline.mart import delta, parquet, sql
from scoreline.mart.columns import MONTH
from scoreline.mart.lock import write_lock
from scoreline.mart.parquet import DataFile

LISTS = "versions"
_DELTA = {"BIGINT": "long", "INTEGER": "integer", "DOUBLE": "double", "VARCHAR": "string", "DATE": "date", "BOOLEAN": "boolean"}
_DELTA |= {"TIMESTAMP WITH TIME ZONE": "timestamp", "SMALLINT": "short", "TINYINT": "byte"}
_CAST = {"HUGEINT": "DECIMAL(38,0)"}
"""Types that Parquet has not: how they are stored."""


@dataclass(frozen=True)
class Entry:
    """A state on the shelf: its table's folder, its family, its measures with their digests, and its files.

    `columns` are the stored columns with the types that they have in the connection. `parameters` are the values, taken from the
    data, that its SQL was given; `state` is what it is made again from. With `span` 0 it is one file, else there is a file for every
    so many months. `delta` is the version of its Delta table.
    """

    folder: str
    family: str
    measures: Mapping[str, str]
    columns: Mapping[str, str]
    parameters: Mapping[str, str] = field(default_factory=dict)
    span: int = 0
    state: Mapping[str, Any] = field(default_factory=dict)
    delta: int = 0
    files: tuple[DataFile, ...] = ()

    def holds(self, family: str, measures: Mapping[str, str]) -> bool:
        """Whether it has these measures, defined like that."""
        return self.family == family and all(self.measures.get(name) == digest for name, digest in measures.items())


@dataclass(frozen=True)
class Shelf:
    """The states in a folder."""

    path: Path
    _read: dict[int, tuple[int, str, tuple[Entry, ...]]] = field(default_factory=dict, repr=False, compare=False)

    def entries(self, number: int, made: str = "") -> tuple[Entry, ...]:
        """The states that hold for a mart version; with `made`, when it was published, none where the list is of another by that number.

        A mart brought back from a backup gives a number a second time.
        """
        path = self._list(number)
        try:
            stamp = path.stat().st_mtime_ns
            if self._read.get(number, (0,))[0] != stamp:
                held = json.loads(path.read_text("utf-8"))
                self._read[number] = stamp, str(held["made"]), tuple(_entry(item) for item in held["states"])
        except (OSError, ValueError, KeyError, TypeError):
            return ()
        _, then, found = self._read[number]
        return found if made in ("", then) else ()

    def numbers(self) -> list[int]:
        """The mart versions that have a list, oldest first."""
        folder = self.path / LISTS
        return sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdecimal()) if folder.is_dir() else []

    def find(self, number: int, made: str, family: str, measures: Mapping[str, str]) -> Entry | None:
        """A state that has these measures."""
        return next((entry for entry in self.entries(number, made) if entry.holds(family, measures)), None)

    @contextmanager
    def writing(self, wait: float = 0) -> Iterator[None]:
        """Hold the shelf for writing. LockedError where another process does. OSError where the folder cannot be written."""
        (self.path / LISTS).mkdir(parents=True, exist_ok=True)
        with write_lock(self.path, wait, "the states"):
            yield

    def enter(self, number: int, made: str, entries: Iterable[Entry]) -> None:
        """Put states on a version's list, in one step. A state takes the place of those that it holds all measures of."""
        self._read.pop(number, None)
        new = list(entries)
        left = [old for old in self.entries(number, made) if not any(item.holds(old.family, old.measures) for item in new)]
        self.replace(number, made or self.made(number), [*left, *new])

    def replace(self, number: int, made: str, entries: Sequence[Entry]) -> None:
        """Give a version another list, in one step."""
        path = self._list(number)
        part = path.with_name(f"{number}.{os.getpid()}.part")
        part.write_text(json.dumps({"made": made, "states": [asdict(entry) for entry in entries]}), "utf-8")
        part.replace(path)
        self._read.pop(number, None)

    def made(self, number: int) -> str:
        """When the version was published that a list is of."""
        self.entries(number)
        return self._read[number][1] if number in self._read else ""

    def drop(self, number: int) -> None:
        """Take a version's list away."""
        self._list(number).unlink(missing_ok=True)
        self._read.pop(number, None)

    def rows(self, entry: Entry, files: Iterable[DataFile] | None = None) -> str:
        """SQL for FROM: the rows of a state, or of some of its files, with the types that they had in the connection."""
        chosen = list(entry.files if files is None else files)
        if not chosen:
            return f"(SELECT {', '.join(f'NULL::{type} AS {sql.name(name)}' for name, type in entry.columns.items())} WHERE false)"
        columns = ", ".join(
            f"CAST({sql.name(name)} AS {type}) AS {sql.name(name)}" if type in _CAST else sql.name(name)
            for name, type in entry.columns.items()
        )
        paths = sql.files([self.path / entry.folder / file.path for file in chosen])
        return f"(SELECT {columns} FROM read_parquet({paths}, hive_partitioning = false))"

    def write(
        self, con: duckdb.DuckDBPyConnection, entry: Entry, rows: str, month: str, keep: Sequence[DataFile] = ()
    ) -> Callable[[], Entry]:
        """Take rows (SQL for FROM) out of a connection; what is given back makes them files of a state, beside those to keep.

        It needs the connection no more, so that it can be called in a thread of its own. `month` is SQL for the number of a row's
        month since year 0, which decides its file where there are several.
        """
        path = self.path / entry.folder
        columns = ", ".join(
            f"CAST({sql.name(name)} AS {_CAST[type]}) AS {sql.name(name)}" if type in _CAST else sql.name(name)
            for name, type in entry.columns.items()
        )
        if entry.span:
            part = f"CAST({month} // {entry.span} * {entry.span} AS VARCHAR) AS {MONTH.name}"
            made = parquet.copy(con, f"SELECT {columns}, {part} FROM {rows}", path, "s-", partitioned=True)
            return lambda: self._log(entry, (*keep, *made))
        table = con.sql(f"SELECT {columns} FROM {rows}").to_arrow_table()
        return lambda: self._log(entry, (*keep, _file(path, table)))

    def _log(self, entry: Entry, files: tuple[DataFile, ...]) -> Entry:
        """Make these files the newest version of the state's table."""
        path = self.path / entry.folder
        stored = Schema([Field(name, PrimitiveType(_delta_type(type))) for name, type in entry.columns.items()]
                        + ([Field(MONTH.name, PrimitiveType("string"))] if entry.span else []))  # fmt: skip
        version = delta.become(path, stored, files, partitioned=bool(entry.span))
        return replace(entry, delta=version, files=files)

    def _list(self, number: int) -> Path:
        return self.path / LISTS / f"{number}.json"


def span_for(rows: int, months: int, *, most: int = 150_000) -> int:
    """How many months a file should hold, so that files have about so many rows; 0 for one file."""
    if rows <= 2 * most or months < 2:
        return 0
    wanted = max(1, most * months // rows)
    return next(span for span in (1, 3, 12, 60) if span >= wanted or span == 60)


def columns(con: duckdb.DuckDBPyConnection, select: str) -> dict[str, str]:
    """The columns of a SELECT with their types."""
    return {str(row[0]): str(row[1]) for row in con.execute(f"DESCRIBE {select}").fetchall()}


def _file(path: Path, table: pa.Table) -> DataFile:
    """Write a table as one file. Members repeat, values of distinct counts do not, so only the former are worth a dictionary."""
    import pyarrow.parquet as pq

    path.mkdir(parents=True, exist_ok=True)
    name = f"s-{uuid.uuid4()}.parquet"
    pq.write_table(table, path / name, compression="snappy", use_dictionary=[item for item in table.column_names if item != "value"])
    return DataFile(name, (path / name).stat().st_size, table.num_rows, None)


def _delta_type(type: str) -> str:
    stored = _CAST.get(type, type)
    return _DELTA.get(stored) or stored.lower()


def _entry(item: Mapping[str, Any]) -> Entry:
    return Entry(**{**item, "files": tuple(DataFile(**file) for file in item["files"])})
