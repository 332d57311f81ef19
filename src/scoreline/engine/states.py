"""States: computed in one pass over the rows, kept as Parquet beside the mart, read again while mart and definitions stay the same.

The folder is states/<definitions>-<settings>-<layout>/<mart version>/. A state is one Parquet file and one JSON file that says what it
holds; the JSON is written last, so a killed process leaves nothing that could be mistaken for a state.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import duckdb

from scoreline.engine import index, sql
from scoreline.engine.plan import State


@cache
def layout() -> str:
    """Eight hex digits that change with the code that makes states, so that a state of another Scoreline is never read."""
    digest = hashlib.sha256()
    definitions = resources.files("scoreline.kpis")
    for folder in (resources.files("scoreline.engine"), definitions, definitions / "relations"):
        for file in sorted(folder.iterdir(), key=lambda item: item.name):
            if file.name.endswith((".py", ".sql")):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


@dataclass(frozen=True)
class Kept:
    """Where the states of one mart version and one set of definitions are kept; None keeps nothing."""

    folder: Path | None

    def find(self, state: State) -> Path | None:
        """The file that holds all measures of a state."""
        if self.folder is None:
            return None
        for note in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []:
            held = json.loads(note.read_text("utf-8"))
            if held["family"] == state.family and set(state.names) <= set(held["measures"]):
                file = note.with_suffix(".parquet")
                if file.exists():
                    return file
        return None

    def keep(self, con: duckdb.DuckDBPyConnection, state: State) -> None:
        """Write a state that stands in the connection. A folder that cannot be written keeps nothing: the next query computes anew."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            target = self.folder / f"{state.table}.parquet"
            part = target.with_name(f"{target.stem}.{os.getpid()}.part")
            con.execute(f"COPY {state.table} TO {_text(part)} (FORMAT parquet, COMPRESSION zstd)")
            part.replace(target)
            note = part.with_suffix(".note")
            note.write_text(json.dumps({"family": state.family, "measures": list(state.names)}), "utf-8")
            note.replace(target.with_suffix(".json"))
        except (OSError, duckdb.IOException):
            return


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def ensure(con: duckdb.DuckDBPyConnection, state: State, kept: Kept, source: str, *, sources: bool) -> None:
    """Make the state's table in the connection: from the kept file where there is one, else from the rows."""
    if index.exists(con, state.table):
        return
    if file := kept.find(state):
        columns = ", ".join(f'"{name}"' for name in state.columns)
        con.execute(f"CREATE TEMP TABLE {state.table} AS SELECT {columns} FROM read_parquet({_text(file)})")
        return
    for base in state.bases:
        index.ensure(con, base)
    con.execute(f"CREATE TEMP TABLE {state.table} AS {sql.state(state, source, sources=sources).sql(dialect=sql.DIALECT)}")
    kept.keep(con, state)


def materialise(con: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Work out a kept relation once: a table takes the place of its view, so that all that read it find its rows."""
    if index.exists(con, relation):
        return
    con.execute(f"CREATE TEMP TABLE kept_{relation} AS SELECT * FROM {relation}")
    con.execute(f"DROP VIEW {relation}")
    con.execute(f"ALTER TABLE kept_{relation} RENAME TO {relation}")
