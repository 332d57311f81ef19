"""States: computed in one pass over the rows, or read from where they are kept."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from scoreline.engine import index, sql
from scoreline.engine.kept import Kept
from scoreline.engine.plan import State
from scoreline.engine.trees import DIALECT

__all__ = ["Kept", "compute", "materialise"]


def compute(con: duckdb.DuckDBPyConnection, state: State, source: str, *, sources: bool) -> None:
    """Make the state's table from the rows of a table or view."""
    for base in state.bases:
        index.ensure(con, base)
    select = sql.state(state, source, sources=sources, partitions=True)
    con.execute(f"CREATE TEMP TABLE {state.table} AS {select.sql(dialect=DIALECT)}")


def materialise(con: duckdb.DuckDBPyConnection, relation: str, load: Callable[[str], bool]) -> bool:
    """Work out a kept relation once: a table takes the place of its view, so that all that read it find its rows.

    `load` makes the table kept_<relation> from rows worked out before, where there are any. Whether it was worked out now.
    """
    if index.stands(con, relation):
        return False
    loaded = load(relation)
    if not loaded:
        con.execute(f"CREATE TEMP TABLE kept_{relation} AS SELECT * FROM {relation}")
    con.execute(f"DROP VIEW {relation}")
    con.execute(f"ALTER TABLE kept_{relation} RENAME TO {relation}")
    return not loaded
