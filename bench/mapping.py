"""The mapping of the bench's files: their columns bear the contracts' names."""

from __future__ import annotations

from pathlib import Path

import duckdb
import yaml


def write(source: Path, target: Path) -> None:
    """Write a mapping with every column of every file as it stands."""
    con = duckdb.connect()
    files, tables = {}, {}
    for file in sorted(source.glob("*.parquet")):
        columns = [str(row[0]) for row in con.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
        files[file.stem] = file.name
        tables[file.stem] = {"from": file.stem, "mode": "snapshot", "columns": {name: name for name in columns}}
    covers = {"from": "2023-01-01", "to": "2025-12-31"}
    target.write_text(yaml.safe_dump({"source": "bench", "covers": covers, "files": files, "tables": tables}), "utf-8")
