"""Loading, against a plain copy: each in a process of its own. python -m bench.loading load|copy SOURCE TARGET MAPPING OUT."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import duckdb

import scoreline


def copy(source: Path, target: Path) -> None:
    """DuckDB's own COPY of the same files to Parquet."""
    target.mkdir()
    con = duckdb.connect()
    con.execute("SET memory_limit = '3GB'")
    con.execute("SET preserve_insertion_order = false")
    for file in sorted(source.glob("*.parquet")):
        con.execute(f"COPY (SELECT * FROM '{file}') TO '{target / file.name}' (FORMAT parquet, COMPRESSION zstd)")


def main(what: str, source: Path, target: Path, mapping: Path, out: Path) -> None:
    """Run once and report seconds and peak memory."""
    start = time.perf_counter()
    if what == "copy":
        copy(source, target)
    else:
        scoreline.open(target).load(source, mapping)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.write_text(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], *(Path(argument) for argument in sys.argv[2:6]))
