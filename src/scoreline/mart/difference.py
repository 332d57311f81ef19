"""What a load changes in a table, found in DuckDB: which keys are new, changed, deleted, or refreshed by their parent.

It is kept in a temporary table `changes_<table>`: `_source`, the key, `_kind`, and the months `_was` and `_now` (empty for a table
without partitions), so that only the months touched are written again.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from scoreline.mart import sql
from scoreline.mart.columns import Table
from scoreline.mart.files import TableFiles
from scoreline.mart.fill import Fill, filled, within
from scoreline.mart.staged import StagedTable

NEW, CHANGED, DELETED, REFRESHED = "new", "changed", "deleted", "refreshed"
_NARROW = 4
"""Where a load has fewer rows than the table by this factor, the months it meets are looked for first, by keys alone."""


@dataclass(frozen=True)
class Changes:
    """The changes of one table: how many of each kind, and the months that they touch."""

    table: Table
    kinds: dict[str, int]
    months: frozenset[str]

    @property
    def name(self) -> str:
        """The temporary table that lists them."""
        return changes_name(self.table)

    def count(self, *kinds: str) -> int:
        """How many rows changed in one of these ways."""
        return sum(self.kinds.get(kind, 0) for kind in kinds)


def changes_name(table: Table) -> str:
    """The name of the temporary table that lists a table's changes."""
    return sql.name(f"changes_{table.name}")


def begin(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make the empty list of changes."""
    keys = ", ".join(f"{sql.name(key)} {table.column(key).type.sql}" for key in table.key)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {changes_name(table)} (_source VARCHAR, {keys}, _kind VARCHAR, _was VARCHAR, _now VARCHAR)")


def compare(con: duckdb.DuckDBPyConnection, old: TableFiles, new: str, count: int, staged: StagedTable, source: str) -> None:
    """List what `count` incoming rows, filled (SQL for FROM), change in the rows of their source."""
    table, keys, mine = old.table, sql.names(old.table.key), f"_source = {sql.text(source)}"
    met = old
    if table.partitioned and count * _NARROW < old.rows:
        met = narrow(con, old, f"SEMI JOIN {new} USING ({keys}) WHERE {mine}")
    business = [name for name in table.names if name not in table.key]
    mark = f"hash({sql.names(business)})" if business else "0"
    month = "_month" if table.partitioned else "''"
    side = f"SELECT {keys}, {month} AS _m, {mark} AS _h FROM"
    con.execute(
        f"INSERT INTO {changes_name(table)} "
        f"SELECT {sql.text(source)}, {sql.names(table.key, 'n')}, CASE WHEN o._h IS NULL THEN '{NEW}' ELSE '{CHANGED}' END, o._m, n._m "
        f"FROM ({side} {new}) n LEFT JOIN ({side} {met.sql} WHERE {mine}) o USING ({keys}) WHERE o._h IS NULL OR o._h <> n._h"
    )
    if staged.mode == "snapshot":
        # a row without a day lies in no span, but a snapshot would hold it
        span = f"AND ({within(table, staged.covers)} OR {sql.name(table.event)} IS NULL)" if staged.covers and table.event else ""
        con.execute(
            f"INSERT INTO {changes_name(table)} SELECT {sql.text(source)}, {keys}, '{DELETED}', {month}, NULL "
            f"FROM (SELECT * FROM {old.sql} WHERE {mine} {span}) ANTI JOIN {new} USING ({keys})"
        )


def refresh(con: duckdb.DuckDBPyConnection, old: TableFiles, fill: Fill, condition: str, new: str | None = None) -> None:
    """List the stored rows that filling changes, among those that meet a condition and do not come with the load (`new`)."""
    table, keys = old.table, sql.names(old.table.key)
    met = narrow(con, old, f"WHERE {condition}")
    coming = f"ANTI JOIN {new} USING ({keys})" if new else ""
    staying = f"ANTI JOIN {changes_name(table)} USING (_source, {keys})"
    rows = f"(SELECT * FROM (SELECT * FROM {met.sql} WHERE {condition}) {coming} {staying})"
    now = "_month" if table.partitioned else "''"
    con.execute(
        f"INSERT INTO {changes_name(table)} SELECT _source, {keys}, '{REFRESHED}', _was, {now} "
        f"FROM ({filled(table, rows, fill, compare=True)}) WHERE _differs"
    )


def narrow(con: duckdb.DuckDBPyConnection, old: TableFiles, condition: str) -> TableFiles:
    """The files of the months that hold rows which meet a condition (a clause after FROM)."""
    if not old.table.partitioned or not old.look.files:
        return old
    return old.only({month for (month,) in sql.rows(con, f"SELECT DISTINCT _month FROM {old.sql} {condition}")})


def ended(con: duckdb.DuckDBPyConnection, table: Table) -> Changes:
    """Count the changes listed."""
    name = changes_name(table)
    kinds = dict(sql.rows(con, f"SELECT _kind, count(*) FROM {name} GROUP BY ALL"))
    months = sql.rows(con, f"SELECT DISTINCT unnest([_was, _now]) FROM {name}")
    return Changes(table, kinds, frozenset(month for (month,) in months if month is not None))


def rows_after(old: TableFiles, changes: Changes, new: str | None, count: int, fill: Fill) -> str:
    """A SELECT of all rows that the touched months hold after the load. `new` and `count` as for `compare`."""
    table, name = changes.table, changes.name
    keys, columns = f"_source, {sql.names(table.key)}", f"{sql.names([*table.names, '_source', '_file', '_row', '_load'])}"
    columns += ", _month" if table.partitioned else ""
    parts = []
    if old.look.files:
        parts.append(f"SELECT {columns} FROM {old.sql} ANTI JOIN {name} USING ({keys})")
    if new and (coming := changes.count(NEW, CHANGED)):
        chosen = "" if coming == count else f"SEMI JOIN (FROM {name} WHERE _kind IN ('{NEW}', '{CHANGED}')) USING ({keys})"
        parts.append(f"SELECT {columns} FROM {new} {chosen}")
    if changes.count(REFRESHED):
        rows = f"(SELECT * FROM {old.sql} SEMI JOIN (FROM {name} WHERE _kind = '{REFRESHED}') USING ({keys}))"
        parts.append(filled(table, rows, fill))
    return " UNION ALL ".join(f"({part})" for part in parts)
