"""One load under way: the tables taken in one after another, then made a version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

import duckdb

from scoreline.mart import coverage, delta, parquet, sql, versions
from scoreline.mart.columns import Table
from scoreline.mart.contracts import TABLES
from scoreline.mart.coverage import Coverage
from scoreline.mart.difference import CHANGED, DELETED, NEW, REFRESHED, begin, changes_name, compare, ended, refresh, rows_after
from scoreline.mart.files import TableFiles
from scoreline.mart.fill import Fill, carried_by, filled
from scoreline.mart.incoming import Incoming, event_days
from scoreline.mart.staged import Progress, StagedTable
from scoreline.mart.store import Snapshot
from scoreline.mart.versions import TableCounts, TableVersion, Version
from scoreline.periods import Calendar


@dataclass
class Load:
    """One load under way: the files of the tables as they become."""

    path: Path
    con: duckdb.DuckDBPyConnection
    before: Version
    time_zone: str
    calendar: Calendar
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
        return Fill(known, self.number, source, self.time_zone if zone else None, self.calendar)

    def days_are_old(self) -> bool:
        """Whether the mart's business days, or the days of its periods, are not what they would be filled with today."""
        if self.before.tables and self.before.time_zone != self.time_zone:
            return True
        return any(self._old_days(TABLES[name]) for name in self.before.tables)

    def _old_days(self, table: Table) -> bool:
        reckoned = [column for column in table.columns if column.reckoned]
        files = self.files(table.name) if reckoned else None
        if files is None or not files.look.files:
            return False
        if not {column.name for column in reckoned} <= set(files.look.columns):
            return True
        if not any(column.period_of for column in reckoned):
            return False
        now = filled(table, files.sql, self.fill(None, zone=False), compare=True)
        return bool(sql.rows(self.con, f"SELECT 1 FROM ({now}) WHERE _differs LIMIT 1"))

    def stale(self, table: Table) -> str:
        """A condition: the row points at a parent that this load changed. Empty where there is none."""
        refs = {ref: self.changed[table.parents[ref]] for ref in carried_by(table) if table.parents[ref] in self.changed}
        return " OR ".join(f"{sql.name(ref)} IN ({ids})" for ref, ids in refs.items())

    def take(self, coming: Incoming, staged: StagedTable, source: str) -> None:
        """Bring the incoming rows of a table in."""
        table, old = coming.table, self.files(coming.table.name)
        if not old.look.files:
            made = parquet.write(self.con, f"FROM {coming.sql}", old.path, table, self.number) if coming.count else []
            self._wrote(old, old.swap((), made))
            came = self.files(table.name).sql  # what was just written is read faster than it is worked out again
            counts = TableCounts(staged.read, coming.count, 0, 0, 0, staged.refused)
            if coming.count and table.key == ("id",):
                self.changed[table.name] = f"SELECT id FROM {self.files(table.name).sql}"
        else:
            came = coming.sql
            begin(self.con, table)
            compare(self.con, old, coming.sql, coming.count, staged, source)
            if condition := self.stale(table):
                fill = self.fill(source, zone=False)
                refresh(self.con, old, fill, f"_source = {sql.text(source)} AND ({condition})", coming.sql)
            counts = self._rewrite(old, coming, self.fill(source, zone=False), staged)
        days = event_days(self.con, table, came, self.calendar) if not staged.covers else (None, None)
        covers = coverage.declared(staged.covers) if staged.covers else coverage.assumed(*days)
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
            self._wrote(old, old.swap(touched.look.files, parquet.write(self.con, rows, old.path, table, self.number)))
        if table.key == ("id",) and changes.count(NEW, CHANGED, REFRESHED):
            self.changed[table.name] = f"SELECT id FROM {changes_name(table)} WHERE _kind <> '{DELETED}'"
        new, changed = changes.count(NEW), changes.count(CHANGED)
        kept = count - new - changed
        return TableCounts(staged.read, new, changed + changes.count(REFRESHED), kept, changes.count(DELETED), staged.refused)

    def _wrote(self, old: TableFiles, new: TableFiles) -> None:
        self.written[new.table.name] = (old, new)

    def _described(self, name: str, covers: Coverage | None, source: str, *, alone: bool) -> TableVersion:
        """What the new version says of a table; `alone` where the load stands for all rows of its source."""
        before = self.before.tables.get(name) or TableVersion(-1, 0, None, ())
        each = {known: days for known in before.sources if (days := before.covered(known))}
        if own := covers if alone and covers else coverage.merge(each.get(source), covers):
            each[source] = own
        merged = reduce(coverage.merge, each.values(), None) if alone and covers else coverage.merge(before.coverage, covers)
        return TableVersion(before.delta, self.files(name).rows, merged, tuple(sorted({*before.sources, source})), each)

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
