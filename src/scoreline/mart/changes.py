"""What differs between two versions of a table: its rows that only one of the two holds, found in the files that only one of them has.

A row is named by its key and stamped with the load that wrote it, and a load writes a row only where it is new or changed. So two
rows are the same row where key and `_load` agree, and no value need be compared to find what differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import duckdb

from scoreline.mart import delta, sql
from scoreline.mart.contracts import TABLES, stored
from scoreline.mart.delta import DataFile
from scoreline.mart.store import Snapshot

LIMIT = 0.2
"""Where more rows than this share of the table differ, it is said to differ as a whole, and its rows are not listed."""
_SMALL = 200_000
"""So many rows are always listed."""


class Extent(Enum):
    """How much of a table differs."""

    NOTHING = 0
    SOME = 1
    ALL = 2


@dataclass(frozen=True)
class Difference:
    """How much of a table differs; where some rows do, they stand in the temporary table `name`.

    It has the table's stored columns, and `_sign`: 1 for a row that only the newer version has, -1 for one that only the older has.
    A row with other values is there twice.
    """

    table: str
    extent: Extent
    name: str = ""


def between(con: duckdb.DuckDBPyConnection, old: Snapshot, new: Snapshot, table: str) -> Difference:
    """List the rows of a table that differ between two versions, whichever is the later. The temporary table replaces one of the same two."""
    gone, came, columns = _files(old, new, table)
    if not gone and not came:
        return Difference(table, Extent.NOTHING)
    held = max(sum(file.rows for file in side) for side in (old.look(table).files, new.look(table).files))
    before, after = (_rows(side, table, files, have) for side, files, have in ((old, gone, columns[0]), (new, came, columns[1])))
    name = sql.name(f"differs_{table}_since_{old.number}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT *, 0 AS _sign FROM {after} LIMIT 0")
    most = max(_SMALL, int(LIMIT * held))
    since = old.number if old.number < new.number else None
    if _listed(con, table, since, before, after, most, name) > most:
        con.execute(f"DROP TABLE {name}")
        return Difference(table, Extent.ALL)
    ((rows,),) = sql.rows(con, f"SELECT count(*) FROM {name}")
    return Difference(table, Extent.SOME, name) if rows else Difference(table, Extent.NOTHING)


def _files(old: Snapshot, new: Snapshot, table: str) -> tuple[list[DataFile], list[DataFile], tuple[tuple[str, ...], tuple[str, ...]]]:
    before, after = old.look(table), new.look(table)
    gone = sorted(set(before.files) - set(after.files), key=lambda file: file.path)
    came = sorted(set(after.files) - set(before.files), key=lambda file: file.path)
    return gone, came, (before.columns, after.columns)


def _rows(side: Snapshot, table: str, files: list[DataFile], columns: tuple[str, ...]) -> str:
    return delta.reading(side.path / table, TABLES[table], files, columns)


def _listed(con: duckdb.DuckDBPyConnection, table: str, since: int | None, before: str, after: str, most: int, name: str) -> int:
    """Fill the table `name`; how many rows differ, where they are more than `most` without listing them.

    Where `since` is the older version, rows with a later `_load` are new or changed, and all others were copied as they were. So
    only the few keys of the former need be looked for, unless the number of rows says that some were deleted too.
    """
    keys, columns = sql.names(["_source", *TABLES[table].key]), sql.names(column.name for column in stored(TABLES[table]))
    later = "_load > " + str(since) if since is not None else "true"
    ((written, copied),) = sql.rows(con, f"SELECT count(*) FILTER ({later}), count(*) FILTER (NOT {later}) FROM {after}")
    ((held,),) = sql.rows(con, f"SELECT count(*) FROM {before}")
    if since is not None:
        if written + max(0, held - copied) > most:
            return int(written + max(0, held - copied))
        con.execute(f"INSERT INTO {name} SELECT {columns}, 1 FROM {after} WHERE {later}")
        con.execute(f"INSERT INTO {name} SELECT {columns}, -1 FROM {before} SEMI JOIN (SELECT {keys} FROM {name}) USING ({keys})")
        ((changed,),) = sql.rows(con, f"SELECT count(*) FROM {name} WHERE _sign = -1")
        if held - copied == changed:
            return int(written + changed)
        con.execute(f"DELETE FROM {name}")
    con.execute(f"INSERT INTO {name} SELECT {columns}, 1 FROM {after} ANTI JOIN {before} USING ({keys}, _load)")
    con.execute(f"INSERT INTO {name} SELECT {columns}, -1 FROM {before} ANTI JOIN {after} USING ({keys}, _load)")
    ((listed,),) = sql.rows(con, f"SELECT count(*) FROM {name}")
    return int(listed)
