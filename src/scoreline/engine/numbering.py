"""From ids to numbers: a state in id form, as another engine gives it, becomes the table that cells are made from."""

from __future__ import annotations

import duckdb

from scoreline.engine import index
from scoreline.engine.plan import State
from scoreline.engine.sql import WORD, WORD_FROM
from scoreline.mart.sql import name as quoted


def number(con: duckdb.DuckDBPyConnection, state: State, raw: str) -> None:
    """Make the state's table of `raw`, a table or view in id form. Ids that point nowhere are nobody's, number 0."""
    for base in state.bases:
        index.ensure(con, base)
    types = {str(row[0]): str(row[1]) for row in con.execute(f"DESCRIBE {raw}").fetchall()}
    members = [f"CAST(coalesce(i{place}.m, 0) AS INTEGER) AS m{place}" for place in range(1, len(state.bases) + 1)]
    joins = [
        f"LEFT JOIN members_{base} AS i{place} ON i{place}.source = r.s{place} AND i{place}.id = r.k{place}"
        for place, base in enumerate(state.bases, 1)
    ]
    keys = [f"r.{key}" for key in state.keys if not key.startswith("m")]
    if state.bits:
        keys = [f"CAST((r.t - {WORD_FROM}) // {WORD} AS INTEGER) AS t" if key == "r.t" else key for key in keys]
    grouped = [*members, *keys]
    if state.kind == "values":
        parts = ["CAST(sum(r.n) AS BIGINT) AS n"]
    elif state.bits:
        parts = [f"bit_or(CAST(1 AS BIGINT) << ((r.t - {WORD_FROM}) % {WORD})) AS bits"]
    elif state.kind == "distinct":
        parts = []
    else:
        parts = [f"CAST(sum(r.{quoted(name)}) AS {types[name]}) AS {quoted(name)}" for name in state.names]
    if state.kind in ("values", "distinct"):
        grouped.append("r.value")
    columns = ", ".join(quoted(name) for name in state.columns)
    con.execute(
        f"CREATE TEMP TABLE {state.table} AS SELECT {columns} FROM (SELECT {', '.join([*grouped, *parts])} FROM {raw} AS r "
        f"{' '.join(joins)} GROUP BY {', '.join(str(place) for place in range(1, len(grouped) + 1))}) AS found"
    )
