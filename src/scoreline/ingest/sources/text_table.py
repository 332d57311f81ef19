"""A table of text in DuckDB that readers fill in batches: the source's columns as VARCHAR, `_file` and `_row`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

import duckdb
import pyarrow as pa

from scoreline.errors import IngestError
from scoreline.ingest.sources.native import MARK
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal

BATCH = 20_000
MAX_COLUMNS = 1000
SPACE = " \t\r\n\v\f\u00a0\u3000\ufeff"


class TextTable:
    """Creates the table and takes rows. Space around values goes; empty values and the declared null markers become NULL."""

    def __init__(self, con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], nulls: Sequence[str] = ()) -> None:
        self._con, self.name, self._nulls = con, name, nulls
        self.columns = list(columns)
        self.rows = 0
        body = ", ".join(f"{quoted(column)} VARCHAR" for column in self.columns)
        con.execute(f"CREATE TABLE {quoted(name)} ({body}{', ' if body else ''}_file VARCHAR, _row BIGINT)")

    def add_columns(self, columns: Sequence[str], file: str) -> None:
        """Widen the table; earlier rows hold NULL there."""
        if len(self.columns) + len(columns) > MAX_COLUMNS:
            raise IngestError(f"It has more than {MAX_COLUMNS:,} columns.", where=file, do="Check that it is the right file.")
        for column in columns:
            self._con.execute(f"ALTER TABLE {quoted(self.name)} ADD COLUMN {quoted(column)} VARCHAR")
            self.columns.append(column)

    def add(self, columns: Sequence[str], values: Sequence[Sequence[str | None]], file: str, rows: Sequence[int]) -> None:
        """Append rows: `values` holds one sequence a row, in the order of `columns`; `rows` their row numbers."""
        if not rows:
            return
        names = [f"c{index}" for index in range(len(columns))]
        arrays = [_texts(column) for column in zip(*values, strict=True)]
        batch = pa.Table.from_arrays([*arrays, _integers(rows)], names=[*names, "_row"])
        cleaned = [self._clean(name) for name in names]
        self._con.register("_batch", batch)
        self._con.execute(
            f"INSERT INTO {quoted(self.name)} ({', '.join([*map(quoted, columns), '_file', '_row'])}) "
            f"SELECT {', '.join([*cleaned, literal(file), '_row'])} FROM _batch"
        )
        self._con.unregister("_batch")
        self.rows += len(rows)

    def _clean(self, name: str) -> str:
        nulls = [marker.strip() for marker in self._nulls]
        markers = ", ".join(map(literal, ("", *nulls, *(marker + MARK for marker in nulls))))
        return f"CASE WHEN {name} NOT IN ({markers}) THEN {name} END"


def _texts(values: Sequence[str | None]) -> pa.Array:
    """An Arrow array from its buffers: `pa.array` would first import pandas, wherever that is installed. None becomes ""."""
    encoded = [value.strip(SPACE).encode() if value else b"" for value in values]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def _integers(values: Sequence[int]) -> pa.Array:
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(array("q", values))])
