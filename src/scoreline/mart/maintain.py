"""Keeping the mart small: versions that nobody needs are removed with the files that only they have, and small files become one.

Kept are the newest versions and every pinned one. What is to go is first marked as removed, so that a reader is told, and then
deleted: a process killed in between leaves files that the next run deletes, and never a version that can be half read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace

import duckdb

from scoreline.errors import MartError
from scoreline.mart import delta, parquet, versions
from scoreline.mart.contracts import TABLES
from scoreline.mart.files import TableFiles
from scoreline.mart.pins import PINS, mark_removed, pins
from scoreline.mart.publish import writing
from scoreline.mart.staged import Progress, silent
from scoreline.mart.store import REMOVED, Mart, removed
from scoreline.mart.versions import VERSIONS, Version

KEEP = 10
"""So many of the newest versions are kept where nothing else is asked for."""
_MANY = 4
"""A month, or a table without months, is made one file again where it has come to so many."""


@dataclass(frozen=True)
class Maintained:
    """What maintenance did, or would do: versions removed and kept, tables made fewer files, files deleted with their bytes."""

    removed: tuple[int, ...]
    kept: tuple[int, ...]
    pinned: tuple[int, ...]
    compacted: tuple[str, ...]
    files: int
    bytes: int


def maintain(mart: Mart, *, keep: int = KEEP, dry_run: bool = False, progress: Progress = silent, wait: float = 0) -> Maintained:
    """Remove what no kept version needs. `dry_run` only says what would go. LockedError where another process is writing."""
    if keep < 1:
        raise MartError("At least the newest version is kept.", do="Keep 1 or more.")
    if dry_run:
        doomed, kept = _sorted_out(mart, keep)
        many = tuple(name for name, files in _tables(mart, mart.snapshot().version) if _crowded(files))
        freed = _vacuum(mart, kept, dry_run=True, progress=progress)
        return Maintained(doomed, tuple(v.number for v in kept), tuple(pins(mart)), many, *freed)
    with writing(mart, wait) as (newest, con):
        compacted = _compact(mart, newest, con, progress)
        doomed, kept = _sorted_out(mart, keep)
        mark_removed(mart.path, doomed, f"only the newest {keep} were to be kept")
        freed = _vacuum(mart, kept, dry_run=False, progress=progress)
    return Maintained(doomed, tuple(v.number for v in kept), tuple(pins(mart)), compacted, *freed)


def _sorted_out(mart: Mart, keep: int) -> tuple[tuple[int, ...], list[Version]]:
    """The numbers that go, and the versions that stay."""
    gone = removed(mart.path)
    there = [version for version in mart.versions() if version.number not in gone]
    needed = {version.number for version in there[-keep:]} | set(pins(mart))
    return tuple(v.number for v in there if v.number not in needed), [v for v in there if v.number in needed]


def _vacuum(mart: Mart, kept: list[Version], *, dry_run: bool, progress: Progress) -> tuple[int, int]:
    """Delete the files that no kept version names; how many, and their bytes."""
    files = size = 0
    for name in (*TABLES, VERSIONS.name, PINS.name, REMOVED.name):
        path = mart.path / name
        if not delta.exists(path):
            continue
        progress(f"Looking for unused files of {name.strip('_').replace('_', ' ')}", None)
        needed = {version.tables[name].delta for version in kept if name in version.tables}
        found, freed = delta.vacuum(path, needed, dry_run=dry_run)
        files, size = files + found, size + freed
    return files, size


def _compact(mart: Mart, newest: Version, con: duckdb.DuckDBPyConnection, progress: Progress) -> tuple[str, ...]:
    """Write crowded months and tables anew, as a version of its own with the same rows. The tables' names."""
    tables = dict(newest.tables)
    changed = []
    for name, files in _tables(mart, newest):
        if crowded := _crowded(files):
            progress(f"Compacting {name.replace('_', ' ')}", None)
            old = files.only(crowded)
            made = parquet.write(con, f"FROM {old.sql}", files.path, files.table, newest.number + 1)
            tables[name] = replace(tables[name], delta=delta.commit(files.path, files.table, made, old.look.files))
            changed.append(name)
    if changed:
        note = f"Made fewer files of {', '.join(changed)}"
        made_at = dt.datetime.now(dt.UTC)
        versions.append(mart.path, Version(newest.number + 1, made_at, note, tables, newest.time_zone, newest.definitions))
    return tuple(changed)


def _tables(mart: Mart, version: Version) -> list[tuple[str, TableFiles]]:
    return [
        (name, TableFiles(mart.path / name, TABLES[name], delta.look(mart.path / name, held.delta)))
        for name, held in version.tables.items()
        if name in TABLES
    ]


def _crowded(files: TableFiles) -> list[str]:
    """The months that have come to many files; an empty text for a table without months. None where the next load writes it all."""
    counts = Counter(file.month or "" for file in files.look.files)
    return [month for month, count in counts.items() if count >= _MANY and not files.outgrown]
