"""Write source files and a mapping, stage them, and look at the result."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from scoreline.ingest import Limits, StagingResult, stage
from scoreline.ingest.mapping_file import parse_mapping

CUSTOMERS = """
source: shop
files:
  buyers: {path: buyers.csv}
tables:
  customers:
    from: buyers
    columns: {id: id, name: name}
"""


def run(
    folder: Path,
    files: Mapping[str, bytes | str],
    mapping: str,
    *,
    refused_limit: float = 1,
    time_zone: str = "UTC",
    known: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> StagingResult:
    """Stage the files (name -> content) by the mapping's text. Refusals do not stop the load unless a limit is given."""
    source = folder / "source"
    for name, content in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    source.mkdir(exist_ok=True)
    return stage(
        source,
        parse_mapping(mapping, "shop.yaml"),
        workdir=folder / "work",
        time_zone=time_zone,
        currency="USD",
        refused_limit=refused_limit,
        known=known or {},
        limits=limits or Limits(),
    )


def rows(result: StagingResult, table: str, columns: str = "*", order: str = "1") -> list[tuple[Any, ...]]:
    """The staged rows of a table."""
    with duckdb.connect(str(result.staged.database), read_only=True) as con:
        return con.execute(f"SELECT {columns} FROM {table} ORDER BY {order}").fetchall()


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip with these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()
