"""Clearing up after a load that died: no version names what it left, so it can go."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from scoreline.mart import delta
from scoreline.mart.contracts import TABLES
from scoreline.mart.versions import Version


def recover(folder: Path, newest: Version) -> Version:
    """Bring every table back to what the newest version says. Call it with the write lock held.

    A table's tip that no version names is undone by a restore, a table that no version knows is removed, and so are files
    written by a later load than the newest. Returns the version with the Delta versions that now hold its tables.
    """
    tables = dict(newest.tables)
    for name in TABLES:
        path = folder / name
        if not path.is_dir():
            continue
        if name not in tables:
            shutil.rmtree(path)
            continue
        tables[name] = replace(tables[name], delta=_tip(path, tables[name].delta))
        _sweep(path, newest.number)
    return replace(newest, tables=tables)


def _tip(path: Path, known: int) -> int:
    """The Delta version to build on: the tip, restored first where it holds other files than the known version."""
    tip = delta.look(path)
    if tip.version == known:
        return known
    kept = delta.look(path, known)
    if set(tip.files) == set(kept.files) and tip.columns == kept.columns:
        return tip.version
    return delta.restore(path, known)


def _sweep(path: Path, newest: int) -> None:
    """Remove the files of loads after the newest version, and what DuckDB had not yet finished writing."""
    for file in path.rglob("*.parquet"):
        number = file.name.removeprefix("tmp_").removeprefix("v").partition("-")[0]
        if "_delta_log" not in file.parts and number.isdecimal() and int(number) > newest:
            file.unlink()
