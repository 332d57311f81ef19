"""A mart ten times as large, without loading it: python -m bench.enlarge FROM TO TIMES.

Every file of the source workspace's tables is written TIMES times, each time with other ids for its rows and for the rows that they
point at. People, teams, products and stages stay as they are, so there are as many people with TIMES as many customers and records.
The new workspace has one version of the mart, as a load of all this would have made it.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import uuid
from pathlib import Path

import duckdb

import scoreline
from scoreline.mart import delta, sql, versions
from scoreline.mart.columns import MONTH, Table
from scoreline.mart.contracts import TABLES, stored
from scoreline.mart.parquet import DataFile, prefix
from scoreline.mart.store import Mart, Snapshot
from scoreline.mart.versions import TableVersion, Version

SAME = ("people", "teams", "memberships", "products", "stages", "locations", "exchange_rates")


def columns(table: Table, copy: int) -> str:
    """The stored columns, ids of this copy in the place of those that rows of enlarged tables have."""
    found = []
    for column in stored(table):
        name = sql.name(column.name)
        if copy and table.name not in SAME and (column.name == "id" or table.parents.get(column.name, SAME[0]) not in SAME):
            found.append(f"{name} || '-{copy}' AS {name}")
        elif column.name != MONTH.name:
            found.append(name)
    return ", ".join(found)


def enlarge(old: Snapshot, name: str, target: Path, times: int) -> tuple[list[DataFile], int]:
    """Write a table's files; the files and their rows."""
    table, found = TABLES[name], old.look(name)
    made: list[DataFile] = []
    with duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = false")
        for file in found.files:
            source = old.path / name / file.path
            for copy in range(1 if name in SAME else times):
                path = Path(file.path).with_name(f"{prefix(1)}{uuid.uuid4()}.parquet")
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                rows = f"SELECT {columns(table, copy)} FROM read_parquet({sql.files([source])}, hive_partitioning = false)"
                con.execute(f"COPY ({rows}) TO {sql.text(target / path)} (FORMAT parquet)")
                made.append(DataFile(path.as_posix(), (target / path).stat().st_size, file.rows, file.month))
    return made, sum(file.rows for file in made)


def main(old: Path, new: Path, times: int) -> None:
    """Make the workspace."""
    shutil.rmtree(new, ignore_errors=True)
    scoreline.init(new)
    shutil.copytree(old / "kpis", new / "kpis", dirs_exist_ok=True)
    snapshot, tables = Mart(old / "mart").snapshot(1), {}
    for name, known in snapshot.version.tables.items():
        made, rows = enlarge(snapshot, name, new / "mart" / name, times)
        number = delta.commit(new / "mart" / name, TABLES[name], made)
        tables[name] = TableVersion(number, rows, known.coverage, known.sources, known.by_source)
        print(f"  {name}: {rows:,} rows", flush=True)
    version = snapshot.version
    versions.append(new / "mart", Version(1, dt.datetime.now(dt.UTC), "enlarged", tables, version.time_zone, version.definitions))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
