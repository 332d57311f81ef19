"""Keeping the shelf small: states of removed versions and of definitions that are no longer in use go, with the files only they have."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass

from scoreline.engine.engine import Engine
from scoreline.engine.plan import State
from scoreline.engine.shelf import LISTS, Entry, Shelf
from scoreline.kpis.dimensions import DIMENSIONS, path
from scoreline.kpis.relations import relations
from scoreline.mart import delta
from scoreline.mart.maintain import KEEP, Maintained
from scoreline.mart.maintain import maintain as maintain_mart
from scoreline.mart.staged import Progress, silent
from scoreline.mart.store import Mart
from scoreline.periods import Grain


@dataclass(frozen=True)
class Freed:
    """The states that went (`states`), and the files deleted with their bytes."""

    states: int = 0
    files: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Upkeep:
    """What became of the mart and of the kept states."""

    mart: Maintained
    states: Freed


def tidy(
    shelf: Shelf, versions: Collection[int], newest: int, used: Callable[[Entry], bool], *, dry_run: bool = False, wait: float = 0
) -> Freed:
    """Keep the states of the newest version, and of all others those that it does not hold.

    States of versions that are not among `versions`, and such as are not `used`, go. The lists are written first, then files are
    deleted. LockedError where another process is writing states.
    """
    if not shelf.path.is_dir():
        return Freed()
    if dry_run:
        return _tidied(shelf, versions, newest, used, dry_run=True)
    with shelf.writing(wait):
        return _tidied(shelf, versions, newest, used, dry_run=False)


def _tidied(shelf: Shelf, versions: Collection[int], newest: int, used: Callable[[Entry], bool], *, dry_run: bool) -> Freed:
    kept: dict[int, list[Entry]] = {}
    before = 0
    for number in shelf.numbers():
        held = shelf.entries(number)
        before += len(held)
        kept[number] = [entry for entry in held if number in versions and used(entry)]
    there = kept.get(newest, [])
    for number, entries in kept.items():
        if number != newest:  # a state of the newest version is nearer to every later one
            kept[number] = [entry for entry in entries if not any(item.holds(entry.family, entry.measures) for item in there)]
    needed = {f"{entry.folder}/{file.path}" for entries in kept.values() for entry in entries for file in entry.files}
    folders = {entry.folder for entries in kept.values() for entry in entries}
    if not dry_run:
        for number, entries in kept.items():
            shelf.replace(number, shelf.made(number), entries) if entries else shelf.drop(number)
    files = size = 0
    for place in sorted(found for found in shelf.path.iterdir() if found.is_dir() and found.name != LISTS):
        if place.name not in folders:
            doomed = [file for file in place.rglob("*") if file.is_file()]
        else:
            stay = needed | {f"{place.name}/{file.path}" for file in delta.look(place).files}
            data = [file for file in place.rglob("*.parquet") if "_delta_log" not in file.parts]
            doomed = [file for file in data if file.relative_to(shelf.path).as_posix() not in stay]
        files, size = files + len(doomed), size + sum(file.stat().st_size for file in doomed)
        if not dry_run and place.name not in folders:
            shutil.rmtree(place, ignore_errors=True)
        elif not dry_run:
            for file in doomed:
                file.unlink(missing_ok=True)
    return Freed(before - sum(len(entries) for entries in kept.values()), files, size)


def in_use(engine: Engine, entry: Entry) -> bool:
    """Whether any of an entry's measures is still defined as it was when the entry was made."""
    kept, registry, held = engine.kept, engine.registry, entry.state
    if not held:
        name = entry.family.removeprefix("relation.")
        return name in relations() and entry.holds(entry.family, kept.relation(name).measures)
    for name in held["measures"]:
        measure = registry.measures.get(name)
        if measure and all(base in DIMENSIONS and path(measure.relation, DIMENSIONS[base]) is not None for base in held["bases"]):
            alone = State.of(measure, tuple(held["bases"]), Grain(held["grain"]), held["whose"])
            if entry.holds(alone.family, kept.meaning.digests(alone)):
                return True
    return False


def maintain(mart: Mart, engine: Engine, *, keep: int = KEEP, dry_run: bool = False, progress: Progress = silent) -> Upkeep:
    """Remove versions of the mart that need not be kept, and the states that nobody can use any more."""
    done = maintain_mart(mart, keep=keep, dry_run=dry_run, progress=progress)
    shelf = engine.kept.shelf
    if shelf is None:
        return Upkeep(done, Freed())
    progress("Looking for unused states", None)
    with engine.lock:
        states = tidy(shelf, done.kept, engine.version, lambda entry: in_use(engine, entry), dry_run=dry_run)
    return Upkeep(done, states)
