"""What a reader is asked to do, and where it puts what it reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import duckdb

from scoreline.errors import IngestError
from scoreline.ingest.file_spec import FileSpec
from scoreline.ingest.quarantine import Quarantine, Refusal, RefusedRowsError
from scoreline.ingest.sources.text_table import TextTable

HOPELESS = 10_000
"""After so many refusals, more than half of all rows, reading stops."""


@dataclass
class Request:
    """Read a mapping's file into the DuckDB table `table`. Refusals are counted under `label`.

    `needed` are the columns that the mapping names. Readers call `start` once for each file with its columns, then `add` and
    `refuse`; `read` counts both. The rows of a second file may have the same columns in another order, not others.
    """

    con: duckdb.DuckDBPyConnection
    table: str
    label: str
    spec: FileSpec
    needed: Collection[str]
    quarantine: Quarantine
    tell: Callable[[int], None]
    read: int = 0
    _text: TextTable | None = None
    _seen: set[str] = field(default_factory=set)

    @property
    def delimiter(self) -> str:
        """The mark that joins the fields of a refused line."""
        return self.spec.delimiter or ("\t" if self.spec.kind == "tsv" else ",")

    def start(self, columns: Sequence[str], file: str, *, growing: bool = False) -> None:
        """Begin a file. IngestError where its columns are not those of the first; `growing` formats may add columns."""
        if self._text is None:
            self._text = TextTable(self.con, self.table, columns, self.spec.nulls)
            self._seen = {column.lower() for column in columns}
            return
        new = [column for column in columns if column.lower() not in self._seen]
        if growing:
            self._text.add_columns(new, file)
            self._seen |= {column.lower() for column in new}
            return
        lacking = sorted(self._seen - {column.lower() for column in columns})
        if new or lacking:
            what = f'column "{new[0]}", which the files before it have not' if new else f'no column "{lacking[0]}"'
            raise IngestError(f"It has {what}.", where=file, do="Files that one pattern names must have the same columns.")

    def add(self, columns: Sequence[str], values: Sequence[Sequence[str | None]], file: str, rows: Sequence[int]) -> None:
        """Store rows that were read."""
        assert self._text is not None  # noqa: S101  (start comes first)
        self._text.add(columns, values, file, rows)
        self.read += len(rows)
        self.tell(self.read)

    def refuse(self, refusal: Refusal) -> None:
        """Count a row that could not be read. Stops where most rows are refused."""
        self.quarantine.add(refusal)
        self.read += 1
        refused = self.quarantine.refused(self.label)
        if refused >= HOPELESS and refused * 2 > self.read:
            raise RefusedRowsError(
                f"{refused:,} of the first {self.read:,} rows cannot be read: {refusal.reason}.",
                where=refusal.file,
                do="Check the delimiter, the quotes and the number of columns; nothing was loaded.",
                refusals=self.quarantine.refusals,
            )

    def missing_columns(self) -> list[str]:
        """Needed columns that no file had: only formats without a header let that happen."""
        if self._text is None:
            return []
        return [column for column in self.needed if column.lower() not in self._seen]
