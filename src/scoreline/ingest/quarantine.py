"""Rows that were refused: what they are, how they are counted, and the file that keeps them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from scoreline.csv_text import harmless
from scoreline.errors import IngestError

MAX_KEPT = 100_000
"""So many refusals are kept word by word; beyond that they are only counted."""


@dataclass(frozen=True)
class Refusal:
    """One row that was not loaded.

    `row` is the line where the record starts (the first line is 1), the row of the sheet, or the record of a Parquet file; None
    where a SELECT mapping does not carry it. `table` is the mart's table, or the mapping's file where the row could not be read
    at all. `key` is the row's key as far as it could be read.
    """

    file: str
    row: int | None
    table: str
    key: str
    column: str
    value: str
    reason: str

    @property
    def place(self) -> str:
        """Where it is: file, row, table, key and column, as far as they are known."""
        row = f", row {self.row}" if self.row is not None else ""
        key = f" {self.key}" if self.row is None and self.key else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row} ({self.table}{key}{column})"


class RefusedRowsError(IngestError):
    """More rows were refused than the limit allows, so nothing was loaded. `refusals` holds them for the quarantine file."""

    def __init__(self, what: str, *, where: str, do: str, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(what, where=where, do=do)
        self.refusals = refusals


class Quarantine:
    """Collects the refusals of a load, the first `MAX_KEPT` of them word by word."""

    def __init__(self) -> None:
        self._kept: list[Refusal] = []
        self._counts: Counter[str] = Counter()

    def add(self, refusal: Refusal) -> None:
        """Count a refusal under its table, and keep it while there is room."""
        self._counts[refusal.table] += 1
        if len(self._kept) < MAX_KEPT:
            self._kept.append(refusal)

    def count_more(self, table: str, rows: int) -> None:
        """Count rows of a table whose refusals are not kept word by word."""
        self._counts[table] += rows

    @property
    def room(self) -> int:
        """How many more refusals can be kept."""
        return MAX_KEPT - len(self._kept)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Those kept, in the order of the reading."""
        return tuple(self._kept)

    def refused(self, table: str) -> int:
        """How many rows of a table (or file) were refused."""
        return self._counts[table]

    @property
    def total(self) -> int:
        """How many rows were refused in all."""
        return self._counts.total()

    def check(self, table: str, read: int, refused: int, limit: float) -> None:
        """Raise RefusedRowsError where more than the share `limit` (0..1) of a table's rows was refused."""
        if refused == 0 or refused <= limit * read:
            return
        own = [refusal for refusal in self._kept if refusal.table == table] or self._kept
        common = Counter(refusal.reason for refusal in own).most_common(1)
        first = next((r for r in own if common and r.reason == common[0][0]), None)
        example = f' First: {first.place}, value "{first.value[:80]}": {first.reason}' if first else ""
        raise RefusedRowsError(
            f"{refused:,} of {read:,} rows were refused, more than the limit of {limit:.4%}; nothing was loaded.{example}",
            where=table,
            do="Mend the rows or the mapping, or raise refused_limit in scoreline.toml. The quarantine file lists every row.",
            refusals=self.refusals,
        )


def write_quarantine(path: Path, refusals: Iterable[Refusal]) -> None:
    """Write refusals as CSV (UTF-8, one a line, with a header).

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([item.name for item in fields(Refusal)])
        for refusal in refusals:
            writer.writerow([_visible(item) if isinstance(item, str) else item for item in astuple(refusal)])


def _visible(text: str) -> str:
    return harmless(text.replace("\0", "␀"))
