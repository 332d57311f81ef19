"""Versions of the mart: one row each in the Delta table `_versions`, which says what every table was at that time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scoreline.mart import delta, parquet, sql
from scoreline.mart.columns import Column, Table, Type
from scoreline.mart.coverage import Coverage
from scoreline.mart.staged import Span

__all__ = ["VERSIONS", "Coverage", "Span", "TableCounts", "TableVersion", "Version", "append", "read"]

VERSIONS = Table(
    "_versions",
    "A version of the mart.",
    (
        Column("number", Type.INTEGER, "1, 2, 3 ...", required=True),
        Column("created_at", Type.TIME, "when it was published", required=True),
        Column("note", Type.TEXT, "what was loaded"),
        Column("time_zone", Type.TEXT, "the time zone of its business days", required=True),
        Column("definitions", Type.TEXT, "hash of the KPI definitions at that time"),
        Column("tables", Type.TEXT, "JSON: table -> Delta version, rows, coverage, sources, coverage by source", required=True),
        Column("counts", Type.TEXT, "JSON: table -> what the load did", required=True),
    ),
    key=("number",),
)
_COMPACT = 50
"""The table is made one file again after so many versions."""


@dataclass(frozen=True)
class TableVersion:
    """A table in a version: its Delta version, its rows, the days its loads cover, the sources it came from.

    `by_source` has the days that each source's own loads cover. Versions of older releases have none.
    """

    delta: int
    rows: int
    coverage: Coverage | None
    sources: tuple[str, ...]
    by_source: dict[str, Coverage] = field(default_factory=dict)

    def covered(self, source: str | None = None) -> Coverage | None:
        """The days that the loads of a source cover, or those of all sources together; None where nothing is known.

        Where a version does not tell its sources apart, the table's days are those of each.
        """
        if source is None or (source in self.sources and not self.by_source):
            return self.coverage
        return self.by_source.get(source)


@dataclass(frozen=True)
class TableCounts:
    """What a load did to a table, in rows. `changed` compares business columns, not file, row or load."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    refused: int = 0

    @property
    def touched(self) -> bool:
        """Whether any row of the table is now another."""
        return bool(self.new or self.changed or self.deleted)


@dataclass(frozen=True)
class Version:
    """One version of the mart. Number 0 is the empty mart.

    `made` is not kept: False where `publish` gives back the version that was there, because the load changed nothing.
    """

    number: int
    created_at: dt.datetime
    note: str
    tables: dict[str, TableVersion]
    time_zone: str
    definitions: str
    counts: dict[str, TableCounts] = field(default_factory=dict)
    made: bool = field(default=True, compare=False)


EMPTY = Version(0, dt.datetime.fromtimestamp(0, dt.UTC), "", {}, "", "")


def read(folder: Path) -> list[Version]:
    """The versions kept in a mart's folder, oldest first."""
    found = delta.look(folder / VERSIONS.name)
    if not found.files:
        return []
    with sql.connect() as con:
        rows = sql.rows(
            con,
            "SELECT number, epoch_us(created_at), note, time_zone, definitions, tables, counts "
            f"FROM {parquet.reading(folder / VERSIONS.name, VERSIONS, found.files, found.columns)} ORDER BY number",
        )
    return [_decode(row) for row in rows]


def append(folder: Path, version: Version) -> None:
    """Add a version: the last step of a load, which makes its tables visible."""
    path = folder / VERSIONS.name
    values = (version.note, version.time_zone, version.definitions, *_encode(version))
    stamp = f"make_timestamp({_micros(version.created_at)}) AT TIME ZONE 'UTC'"
    with sql.connect() as con:
        made = parquet.write(con, f"SELECT {version.number}::BIGINT, {stamp}, {sql.texts(values)}", path, VERSIONS, version.number)
    delta.commit(path, VERSIONS, add=made)
    if version.number % _COMPACT == 0:
        delta.compact(path)


def _encode(version: Version) -> Sequence[str]:
    tables = {
        name: {
            **asdict(table),
            "coverage": _covered(table.coverage),
            "by_source": {source: _covered(coverage) for source, coverage in table.by_source.items()},
        }
        for name, table in version.tables.items()
    }
    counts = {name: asdict(counts) for name, counts in version.counts.items()}
    return json.dumps(tables), json.dumps(counts)


def _covered(coverage: Coverage | None) -> dict[str, Any] | None:
    if coverage is None:
        return None
    spans = [[span.start.isoformat(), span.end.isoformat()] for span in coverage.spans]
    return {"spans": spans, "assumed": coverage.assumed}


def _decode(row: tuple[Any, ...]) -> Version:
    number, micros, note, time_zone, definitions, tables, counts = row
    return Version(
        number,
        dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=micros),
        note,
        {name: _table(table) for name, table in json.loads(tables).items()},
        time_zone,
        definitions,
        {name: TableCounts(**item) for name, item in json.loads(counts).items()},
    )


def _table(item: dict[str, Any]) -> TableVersion:
    kept = item["coverage"]
    by_source = {source: _coverage(own) for source, own in item.get("by_source", {}).items()}
    return TableVersion(item["delta"], item["rows"], _coverage(kept) if kept else None, tuple(item["sources"]), by_source)


def _coverage(kept: dict[str, Any]) -> Coverage:
    day = dt.date.fromisoformat
    return Coverage(tuple(Span(day(start), day(end)) for start, end in kept["spans"]), kept["assumed"])


def _micros(moment: dt.datetime) -> int:
    return (moment - dt.datetime.fromtimestamp(0, dt.UTC)) // dt.timedelta(microseconds=1)
