"""A table of text in DuckDB that readers fill in batches: the source's columns as VARCHAR, `_file` and `_row`."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from scoreline.errors import IngestError

BATCH = 20_000
MAX_COLUMNS = 1000
SPACE = " \t\r\n\v\f\u00a0\u3000\ufeff"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


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
        arrays = [pa.array(column, pa.string()) for column in zip(*values, strict=True)]
        names = [f"c{index}" for index in range(len(columns))]
        batch = pa.table([*arrays, pa.array(rows, pa.int64())], names=[*names, "_row"])
        cleaned = [self._clean(name) for name in names]
        self._con.register("_batch", batch)
        self._con.execute(
            f"INSERT INTO {quoted(self.name)} ({', '.join([*map(quoted, columns), '_file', '_row'])}) "
            f"SELECT {', '.join([*cleaned, literal(file), '_row'])} FROM _batch"
        )
        self._con.unregister("_batch")
        self.rows += len(rows)

    def _clean(self, name: str) -> str:
        trimmed = f"nullif(trim({name}, {literal(SPACE)}), '')"
        if not self._nulls:
            return trimmed
        markers = ", ".join(literal(marker.strip()) for marker in self._nulls)
        return f"CASE WHEN {trimmed} NOT IN ({markers}) THEN {trimmed} END"
