"""Publishing a load: all its tables become one new version of the mart, or nothing does.

The order makes that hold whenever the process dies: Parquet files are written first, then each table's Delta log names them,
and the version's row comes last. Readers go by that row alone; the next writer undoes what no row names.
"""

from __future__ import annotations

import datetime as dt
import shutil
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from scoreline.errors import MartError
from scoreline.mart import coverage, delta, sql, versions
from scoreline.mart.columns import Table
from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import Coverage
from scoreline.mart.difference import CHANGED, DELETED, NEW, REFRESHED, begin, changes_name, compare, ended, refresh, rows_after
from scoreline.mart.files import TableFiles
from scoreline.mart.fill import Fill, carried_by, loading_order
from scoreline.mart.incoming import Incoming, attach, incoming
from scoreline.mart.lock import write_lock
from scoreline.mart.recover import recover
from scoreline.mart.staged import Progress, Staged, StagedTable, silent
from scoreline.mart.store import Mart, Snapshot
from scoreline.mart.versions import TableCounts, TableVersion, Version


def publish(mart: Mart, staged: Staged, *, time_zone: str, definitions: str = "", progress: Progress = silent, wait: float = 0) -> Version:
    """Make a load the newest version of the mart and return it.

    Where the load changes nothing no version is made: the newest is returned with the counts of this load, and its number
    tells. Where the mart's business days are of another time zone, it is first rebuilt, as a version of its own.
    MartError where the load cannot be taken; the mart is then as it was. LockedError where another process is writing and
    has not ended after `wait` seconds.
    """
    check_time_zone(time_zone)
    with writing(mart, wait) as (version, con):
        if version.tables and version.time_zone != time_zone:
            version = _rebuilt(mart, con, version, time_zone, definitions, progress)
        attach(con, staged)
        load = _Load(mart.path, con, version, time_zone, definitions, staged.note, progress)
        wanted = {table.table: table for table in staged.tables}
        total = sum(table.read for table in staged.tables) or 1
        done = 0
        for name in loading_order():
            if name in wanted:
                progress(f"Publishing {name.replace('_', ' ')}", done / total)
                load.take(incoming(con, TABLES[name], load.fill(staged.source), staged.source), wanted[name], staged.source)
                done += wanted[name].read
            elif load.files(name).look.files and (condition := load.stale(TABLES[name])):
                progress(f"Refreshing {name.replace('_', ' ')}", done / total)
                load.freshen(TABLES[name], load.fill(staged.source, zone=False), condition)
        version = load.finish()
        progress("Published", 1.0)
        return version


def rebuild(mart: Mart, time_zone: str, *, definitions: str = "", progress: Progress = silent, wait: float = 0) -> Version:
    """Work out all business days in another time zone, as a new version. The newest version where nothing changes."""
    check_time_zone(time_zone)
    with writing(mart, wait) as (version, con):
        if not version.tables or version.time_zone == time_zone:
            return version
        return _rebuilt(mart, con, version, time_zone, definitions, progress)


def check_time_zone(time_zone: str) -> None:
    """MartError for a time zone that nobody knows."""
    if time_zone not in zoneinfo.available_timezones():
        raise MartError(f'"{time_zone}" is not a time zone.', do="Write one as Europe/Berlin, Asia/Ho_Chi_Minh or UTC.")


@contextmanager
def writing(mart: Mart, wait: float) -> Iterator[tuple[Version, duckdb.DuckDBPyConnection]]:
    """The lock, a mart brought back to its newest version, and a connection that spills beside the mart."""
    with write_lock(mart.path, wait):
        spill = mart.path.parent / ".staging" / "publish"
        shutil.rmtree(spill, ignore_errors=True)
        spill.mkdir(parents=True)
        version = recover(mart.path, mart.snapshot().version)
        try:
            with sql.connect(spill) as con:
                yield version, con
        except duckdb.Error as error:
            raise MartError(f"The load could not be written: {str(error).strip()}", where=str(mart.path)) from error
        finally:
            shutil.rmtree(spill, ignore_errors=True)


def _rebuilt(mart: Mart, con: duckdb.DuckDBPyConnection, version: Version, time_zone: str, definitions: str, progress: Progress) -> Version:
    load = _Load(mart.path, con, version, time_zone, definitions, f"Business days in {time_zone}", progress)
    for name in loading_order():
        table = TABLES[name]
        if load.files(name).look.files and any(column.carried or column.day_of for column in table.columns):
            progress(f"Business days of {name.replace('_', ' ')}", None)
            load.freshen(table, load.fill(None), "true")
    return load.finish()


@dataclass
class _Load:
    """One load under way: the files of the tables as they become."""

    path: Path
    con: duckdb.DuckDBPyConnection
    before: Version
    time_zone: str
    definitions: str
    note: str
    progress: Progress
    written: dict[str, tuple[TableFiles, TableFiles]] = field(default_factory=dict)
    tables: dict[str, TableVersion] = field(default_factory=dict)
    counts: dict[str, TableCounts] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    """Table -> SELECT of the ids whose rows are new or other than before."""

    @property
    def number(self) -> int:
        return self.before.number + 1

    def files(self, name: str) -> TableFiles:
        """The files of a table as they are by now."""
        if name in self.written:
            return self.written[name][1]
        return TableFiles(self.path / name, TABLES[name], Snapshot(self.path, self.before).look(name))

    def fill(self, source: str | None, *, zone: bool = True) -> Fill:
        """How rows of this load are filled."""
        parents = {table.parents[ref] for table in TABLES.values() for ref in carried_by(table)}
        known = {name: files.sql for name in sorted(parents) if (files := self.files(name)).look.files}
        return Fill(known, self.number, source, self.time_zone if zone else None)

    def stale(self, table: Table) -> str:
        """A condition: the row points at a parent that this load changed. Empty where there is none."""
        refs = {ref: self.changed[table.parents[ref]] for ref in carried_by(table) if table.parents[ref] in self.changed}
        return " OR ".join(f"{sql.name(ref)} IN ({ids})" for ref, ids in refs.items())

    def take(self, coming: Incoming, staged: StagedTable, source: str) -> None:
        """Bring the incoming rows of a table in."""
        table, old = coming.table, self.files(coming.table.name)
        covers = coverage.declared(staged.covers) if staged.covers else coverage.assumed(coming.first, coming.last)
        if not old.look.files:
            made = delta.write(self.con, f"FROM {coming.sql}", old.path, table, self.number) if coming.count else []
            self._wrote(old, old.swap((), made))
            counts = TableCounts(staged.read, coming.count, 0, 0, 0, staged.refused)
            if coming.count and table.key == ("id",):
                self.changed[table.name] = f"SELECT id FROM {self.files(table.name).sql}"
        else:
            begin(self.con, table)
            compare(self.con, old, coming.sql, coming.count, staged, source)
            if condition := self.stale(table):
                fill = self.fill(source, zone=False)
                refresh(self.con, old, fill, f"_source = {sql.text(source)} AND ({condition})", coming.sql)
            counts = self._rewrite(old, coming, self.fill(source, zone=False), staged)
        self.counts[table.name] = counts
        self.tables[table.name] = self._described(table.name, covers, source, alone=staged.mode == "snapshot" and not staged.covers)

    def freshen(self, table: Table, fill: Fill, condition: str) -> None:
        """Fill the stored rows of a table anew, where they meet a condition."""
        old = self.files(table.name)
        begin(self.con, table)
        mine = f"_source = {sql.text(fill.source)} AND " if fill.source is not None else ""
        refresh(self.con, old, fill, f"{mine}({condition})")
        counts = self._rewrite(old, None, fill, StagedTable(table.name))
        if counts.touched:
            self.counts[table.name] = counts

    def _rewrite(self, old: TableFiles, coming: Incoming | None, fill: Fill, staged: StagedTable) -> TableCounts:
        """Write the touched months anew, and say what changed."""
        table, count = old.table, coming.count if coming else 0
        changes = ended(self.con, table)
        if changes.kinds or old.outgrown:
            touched = old if old.outgrown else old.only(changes.months)
            rows = rows_after(touched, changes, coming.sql if coming else None, count, fill)
            self._wrote(old, old.swap(touched.look.files, delta.write(self.con, rows, old.path, table, self.number)))
        if table.key == ("id",) and changes.count(NEW, CHANGED, REFRESHED):
            self.changed[table.name] = f"SELECT id FROM {changes_name(table)} WHERE _kind <> '{DELETED}'"
        new, changed = changes.count(NEW), changes.count(CHANGED)
        kept = count - new - changed
        return TableCounts(staged.read, new, changed + changes.count(REFRESHED), kept, changes.count(DELETED), staged.refused)

    def _wrote(self, old: TableFiles, new: TableFiles) -> None:
        self.written[new.table.name] = (old, new)

    def _described(self, name: str, covers: Coverage | None, source: str, *, alone: bool) -> TableVersion:
        """What the new version says of a table; `alone` where the load stands for all rows of its source."""
        before = self.before.tables.get(name)
        known = before.coverage if before else None
        sources = tuple(sorted({*(before.sources if before else ()), source}))
        merged = covers if alone and covers and sources == (source,) else coverage.merge(known, covers)
        return TableVersion(before.delta if before else -1, self.files(name).rows, merged, sources)

    def finish(self) -> Version:
        """Name the files in the tables' logs, then add the version's row. No version where nothing is other than before."""
        tables = {**self.before.tables, **self.tables}
        same = tables == self.before.tables and self.time_zone == self.before.time_zone
        if same and not any(count.touched for count in self.counts.values()):
            return replace(self.before, counts=self.counts)
        self.progress("Making the new version", None)
        for name, (old, new) in self.written.items():
            add = [file for file in new.look.files if file not in old.look.files]
            gone = [file for file in old.look.files if file not in new.look.files]
            if not add and not gone and old.look.version >= 0:
                continue
            version = delta.commit(old.path, old.table, add, gone, whole=old.outgrown)
            tables[name] = replace(tables[name], delta=version, rows=new.rows)
        made = Version(self.number, dt.datetime.now(dt.UTC), self.note, tables, self.time_zone, self.definitions, self.counts)
        versions.append(self.path, made)
        return made
