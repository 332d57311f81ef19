"""The files that a table has at one moment, as rows to read: in a version, or in the middle of a load."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from scoreline.mart import delta, parquet
from scoreline.mart.columns import Table
from scoreline.mart.delta import Look
from scoreline.mart.parquet import DataFile


@dataclass(frozen=True)
class TableFiles:
    """A table's folder, its contract, and the files and columns that it has."""

    path: Path
    table: Table
    look: Look = delta.NOTHING

    @property
    def sql(self) -> str:
        """DuckDB SQL for FROM."""
        return parquet.reading(self.path, self.table, self.look.files, self.look.columns)

    @property
    def rows(self) -> int:
        """How many rows the files hold."""
        return sum(file.rows for file in self.look.files)

    @property
    def outgrown(self) -> bool:
        """Whether the contract has columns that the table on disk does not have."""
        return self.look.version >= 0 and not {column.name for column in parquet.columns_of(self.table)} <= set(self.look.columns)

    def only(self, months: Collection[str]) -> TableFiles:
        """The files of these months alone; all files of a table that is not partitioned."""
        if not self.table.partitioned:
            return self
        return self._with(tuple(file for file in self.look.files if file.month in months))

    def swap(self, gone: Collection[DataFile], come: Collection[DataFile]) -> TableFiles:
        """The table with some files in place of others."""
        kept = tuple(file for file in self.look.files if file not in gone)
        columns = tuple(column.name for column in parquet.columns_of(self.table))
        return replace(self, look=Look(self.look.version, (*kept, *come), columns))

    def _with(self, files: tuple[DataFile, ...]) -> TableFiles:
        return replace(self, look=replace(self.look, files=files))
