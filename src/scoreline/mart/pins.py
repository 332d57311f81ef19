"""Which versions of the mart must stay, and which are gone: two small Delta tables beside `_versions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scoreline.errors import MartError
from scoreline.mart import delta, parquet, sql
from scoreline.mart.columns import Column, Table, Type
from scoreline.mart.lock import write_lock
from scoreline.mart.store import REMOVED, Mart, removed

PINS = Table(
    "_pins",
    "A version that maintenance must keep.",
    (
        Column("number", Type.INTEGER, "the version", required=True),
        Column("why", Type.TEXT, "what needs it", required=True),
        Column("pinned_at", Type.TIME, "since when", required=True),
    ),
    key=("number", "why"),
)


def pins(mart: Mart) -> dict[int, tuple[str, ...]]:
    """The pinned versions, each with the reasons why it must stay."""
    found: dict[int, list[str]] = {}
    for number, why in _rows(mart.path, PINS, "number, why"):
        found.setdefault(number, []).append(why)
    return {number: tuple(sorted(whys)) for number, whys in sorted(found.items())}


def pin(mart: Mart, number: int, why: str, *, wait: float = 0) -> None:
    """Keep a version from being removed. Pinning it again for the same reason changes nothing. MartError where it is not there."""
    with write_lock(mart.path, wait):
        mart.snapshot(number)
        if why not in pins(mart).get(number, ()):
            _add(mart.path, PINS, [(number, why)])


def unpin(mart: Mart, number: int, why: str, *, wait: float = 0) -> None:
    """Take a pin away; the version stays until the next maintenance. MartError where there is no such pin."""
    with write_lock(mart.path, wait):
        held = pins(mart)
        if why not in held.get(number, ()):
            raise MartError(f'Version {number} is not pinned for "{why}".', where=str(mart.path))
        left = [(other, reason) for other, reasons in held.items() for reason in reasons if (other, reason) != (number, why)]
        old = delta.look(mart.path / PINS.name).files
        _add(mart.path, PINS, left, instead=old)


def mark_removed(folder: Path, numbers: Iterable[int], why: str) -> None:
    """Say of versions that they can no longer be read. Call it with the write lock held, before their files go."""
    gone = removed(folder)
    if new := [(number, why) for number in sorted(numbers) if number not in gone]:
        _add(folder, REMOVED, new)


def _rows(folder: Path, table: Table, columns: str) -> list[tuple[Any, ...]]:
    path = folder / table.name
    if not delta.exists(path):
        return []
    found = delta.look(path)
    with sql.connect() as con:
        return sql.rows(con, f"SELECT {columns} FROM {parquet.reading(path, table, found.files, found.columns)} ORDER BY ALL")


def _add(folder: Path, table: Table, rows: Iterable[tuple[int, str]], instead: Iterable[parquet.DataFile] = ()) -> None:
    """Add rows (number, why), in place of the rows of the files `instead`."""
    micros = (dt.datetime.now(dt.UTC) - dt.datetime.fromtimestamp(0, dt.UTC)) // dt.timedelta(microseconds=1)
    stamp = f"make_timestamp({micros}) AT TIME ZONE 'UTC'"
    selects = [f"SELECT {number}::BIGINT, {sql.text(why)}, {stamp}" for number, why in rows]
    with sql.connect() as con:
        made = parquet.write(con, " UNION ALL ".join(selects), folder / table.name, table, 0) if selects else []
    delta.commit(folder / table.name, table, made, tuple(instead))
