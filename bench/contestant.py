"""One contestant in a process of its own: python -m bench.contestant NAME core|all WORKSPACE OUT. Writes its time and peak memory as JSON.

The clock starts after the imports, when the workspace (or the connection) is opened, and stops when the answer is an Arrow table.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import scoreline
from bench import plain
from scoreline.mart.store import Mart
from scoreline.workspace import Workspace


def views(workspace: Path) -> duckdb.DuckDBPyConnection:
    """A connection in which the mart's tables stand as views, as the product reads them."""
    con = duckdb.connect()
    con.execute(f"SET threads = {os.cpu_count()}")
    con.execute(plain.TUNED_SETTINGS)
    Mart(workspace / "mart").snapshot().attach(con)
    return con


def product(kpis: str, workspace: Path) -> pa.Table:
    """Scoreline by its public API alone."""
    table = scoreline.open(workspace).kpi(*plain.KPIS[kpis], by="person", per="month", start="2023-01", end="2025-12").table
    assert isinstance(table, pa.Table)
    return table


def by_sql(name: str, kpis: str, workspace: Path) -> pa.Table:
    """Plain SQL of one kind."""
    con = views(workspace)
    if name == "floor":
        for text in plain.FLOOR:
            con.execute(text).fetchall()
        return pa.table({})
    if name == "tuned":
        con.execute(plain.TUNED_SETUP)
    text = {"naive": plain.naive, "fused": plain.fused, "tuned": plain.tuned}[name](kpis == "all")
    return con.sql(text).to_arrow_table()


def main(name: str, kpis: str, workspace: Path, out: Path) -> None:
    """Run once and report."""
    assert Workspace  # imported before the clock starts: imports are not timed
    start = time.perf_counter()
    table = product(kpis, workspace) if name == "scoreline" else by_sql(name, kpis, workspace)
    seconds = time.perf_counter() - start
    pq.write_table(table, out.with_suffix(".parquet"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.with_suffix(".json").write_text(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
