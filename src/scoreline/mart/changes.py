"""What differs between two versions of a table: its rows that only one of the two holds, found in the files that only one of them has.

A row is named by its key and stamped with the load that wrote it, and a load writes a row only where it is new or changed. So two
rows are the same row where key and `_load` agree, and no value need be compared to find what differs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

import duckdb

from scoreline.mart import parquet, sql
from scoreline.mart.contracts import TABLES, stored
from scoreline.mart.delta import Look
from scoreline.mart.parquet import DataFile
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

    It has the table's stored columns, or those asked for, and `_sign`: 1 for a row that only the newer version has, -1 for one that
    only the older has.
    A row with other values is there twice.
    """

    table: str
    extent: Extent
    name: str = ""


def between(con: duckdb.DuckDBPyConnection, old: Snapshot, new: Snapshot, table: str, columns: Collection[str] | None = None) -> Difference:
    """List the rows of a table that differ between two versions, whichever is the later; with all columns, or key, load and some."""
    one, other = old.look(table), new.look(table)
    gone, came = _only(one, other), _only(other, one)
    if not gone and not came:
        return Difference(table, Extent.NOTHING)
    held = max(sum(file.rows for file in side.files) for side in (one, other))
    before, after = (parquet.reading(old.path / table, TABLES[table], files, side.columns) for files, side in ((gone, one), (came, other)))
    name = sql.name(f"differs_{table}_since_{old.number}")
    always = {"_source", "_load", *TABLES[table].key}
    every = [column.name for column in stored(TABLES[table])]
    listed = sql.names(column for column in every if columns is None or column in always or column in columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {listed}, 0 AS _sign FROM {after} LIMIT 0")
    most = max(_SMALL, int(LIMIT * held))
    since = old.number if old.number < new.number else None
    if _listed(con, table, since, before, after, most, name, listed) > most:
        con.execute(f"DROP TABLE {name}")
        return Difference(table, Extent.ALL)
    ((rows,),) = sql.rows(con, f"SELECT count(*) FROM {name}")
    return Difference(table, Extent.SOME, name) if rows else Difference(table, Extent.NOTHING)


def _only(side: Look, other: Look) -> list[DataFile]:
    """The files that only one side has."""
    return sorted(set(side.files) - set(other.files), key=lambda file: file.path)


def _listed(
    con: duckdb.DuckDBPyConnection, table: str, since: int | None, before: str, after: str, most: int, name: str, columns: str
) -> int:
    """Fill the table `name`; how many rows differ, where they are more than `most` without listing them.

    Where `since` is the older version, rows with a later `_load` are new or changed, and all others were copied as they were. If
    as many were copied as there had been, nothing else differs. If not, the keys of the new ones are looked for among the old; only
    where the numbers say that rows were deleted too, all keys are compared.
    """
    keys = sql.names(["_source", *TABLES[table].key])
    later = "_load > " + str(since) if since is not None else "true"
    ((written, copied),) = sql.rows(con, f"SELECT count(*) FILTER ({later}), count(*) FILTER (NOT {later}) FROM {after}")
    ((held,),) = sql.rows(con, f"SELECT count(*) FROM {before}")
    if since is not None:
        if written + max(0, held - copied) > most:
            return int(written + max(0, held - copied))
        con.execute(f"INSERT INTO {name} SELECT {columns}, 1 FROM {after} WHERE {later}")
        if held == copied:
            return int(written)
        con.execute(f"INSERT INTO {name} SELECT {columns}, -1 FROM {before} SEMI JOIN (SELECT {keys} FROM {name}) USING ({keys})")
        ((changed,),) = sql.rows(con, f"SELECT count(*) FROM {name} WHERE _sign = -1")
        if held - copied == changed:
            return int(written + changed)
        con.execute(f"DELETE FROM {name}")
    con.execute(f"INSERT INTO {name} SELECT {columns}, 1 FROM {after} ANTI JOIN {before} USING ({keys}, _load)")
    con.execute(f"INSERT INTO {name} SELECT {columns}, -1 FROM {before} ANTI JOIN {after} USING ({keys}, _load)")
    ((listed,),) = sql.rows(con, f"SELECT count(*) FROM {name}")
    return int(listed)
