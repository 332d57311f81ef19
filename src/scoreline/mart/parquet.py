"""The Parquet files of a table, which DuckDB writes and reads. Files stand in no table before its log names them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from scoreline.mart import sql
from scoreline.mart.columns import MONTH, SOURCE, Column, Table
from scoreline.mart.contracts import stored


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of a table: its path inside the table's folder, bytes, rows, and month where partitioned."""

    path: str
    size: int
    rows: int
    month: str | None


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns as stored. The mart's own tables, whose names begin with _, carry no system columns."""
    return table.columns if table.name.startswith("_") else stored(table)


def reading(path: Path, table: Table, files: Sequence[DataFile], columns: Iterable[str], source: str | None = None) -> str:
    """DuckDB SQL for FROM: the contract's columns with their types, over files that hold `columns`; no rows without files.

    `source` is the one source that all rows are of, where there is one: as a constant it need not be read, compared or joined.
    """
    if not files:
        empty = ", ".join(f"NULL::{column.type.sql} AS {sql.name(column.name)}" for column in columns_of(table))
        return f"(SELECT {empty} WHERE false)"
    have = set(columns)
    given = {SOURCE.name: sql.text(source)} if source is not None else {}
    given |= {column.name: f"NULL::{column.type.sql}" for column in columns_of(table) if column.name not in have}
    wanted = ", ".join(
        f"{given[column.name]} AS {sql.name(column.name)}" if column.name in given else sql.name(column.name)
        for column in columns_of(table)
    )
    hive = f"hive_partitioning = true, hive_types = {{{MONTH.name}: VARCHAR}}" if table.partitioned else "hive_partitioning = false"
    return f"(SELECT {wanted} FROM read_parquet({sql.files([path / file.path for file in _typical_first(files)])}, {hive}))"


def _typical_first(files: Sequence[DataFile]) -> list[DataFile]:
    """The file whose rows are nearest to the mean before the others: DuckDB takes its first file for all, and plans joins by that."""
    mean = sum(file.rows for file in files) / len(files)
    typical = min(files, key=lambda file: abs(file.rows - mean))
    return [typical, *(file for file in files if file is not typical)]


def write(con: duckdb.DuckDBPyConnection, query: str, path: Path, table: Table, load: int) -> list[DataFile]:
    """Write a query's rows, in the order of the stored columns, as new files into a table's folder. They are not visible yet.

    A file's name begins with the number of the load, so that what a dead load left can be told and removed.
    """
    rows = f"SELECT * FROM ({query}) AS rows({sql.names(column.name for column in columns_of(table))})"
    return copy(con, rows, path, prefix(load), partitioned=table.partitioned)


def copy(con: duckdb.DuckDBPyConnection, rows: str, path: Path, start: str, *, partitioned: bool) -> list[DataFile]:
    """Write a query's rows as new files whose names begin with `start`; by their column `_month` where partitioned."""
    path.mkdir(parents=True, exist_ok=True)
    if partitioned:
        # APPEND keeps DuckDB from asking that the folder be empty
        options = f"PARTITION_BY ({sql.name(MONTH.name)}), APPEND, FILENAME_PATTERN {sql.text(f'{start}{{uuid}}')}"
        target = path
    else:
        options, target = "COMPRESSION snappy", path / f"{start}{uuid.uuid4()}.parquet"
    made = sql.rows(con, f"COPY ({rows}) TO {sql.text(target)} (FORMAT parquet, RETURN_STATS, {options})")
    # filename, count, file_size_bytes, footer_size_bytes, column_statistics, partition_keys, extra_info
    found = [
        DataFile(Path(file).relative_to(path).as_posix(), size, count, keys[MONTH.name] if partitioned else None)
        for file, count, size, _, _, keys, _ in made
        if count
    ]
    if not partitioned and not found:
        target.unlink(missing_ok=True)
    return found


def prefix(load: int) -> str:
    """How the names of the files that a load writes begin."""
    return f"v{load:06}-"
