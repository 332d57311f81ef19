"""States between the connection, where members have numbers, and the shelf, where they have sources and ids.

Numbers change as members come and go; a source and an id do not. A member is s1, k1 on the shelf and m1 in the connection, the next
s2, k2 and m2; both parts are empty where nobody is assigned.
"""

from __future__ import annotations

import duckdb

from scoreline.engine import index
from scoreline.engine.plan import State
from scoreline.engine.sql import WORD, WORD_FROM
from scoreline.mart import sql


def id_form(state: State) -> str:
    """The SELECT of a state's table with its members by source and id."""
    places = range(1, len(state.bases) + 1)
    members = "".join(f"i{place}.source AS s{place}, i{place}.id AS k{place}, " for place in places)
    joins = " ".join(f"LEFT JOIN members_{state.bases[place - 1]} AS i{place} ON i{place}.m = s.m{place}" for place in places)
    return f"SELECT {members}{sql.names(_others(state), 's')} FROM {state.table} AS s {joins}"


def numbered(con: duckdb.DuckDBPyConnection, state: State, rows: str) -> str:
    """The SELECT of a state with its members by number, from rows in id form (SQL for FROM)."""
    places = range(1, len(state.bases) + 1)
    for base in state.bases:
        index.ensure(con, base)
    members = "".join(f"CAST(coalesce(i{place}.m, 0) AS INTEGER) AS m{place}, " for place in places)
    joins = " ".join(
        f"LEFT JOIN members_{state.bases[place - 1]} AS i{place} ON i{place}.source = s.s{place} AND i{place}.id = s.k{place}"
        for place in places
    )
    return f"SELECT {members}{sql.names(_others(state), 's')} FROM {rows} AS s {joins}"


def month_of(state: State) -> str:
    """SQL of the month, since year 0, that a row of a state belongs to; of bits, the first month of its word."""
    if state.bits:
        return f"(t * {WORD} + {WORD_FROM})"
    if state.grain.value == "month":
        return "t"
    return "(year(DATE '1970-01-01' + t) * 12 + month(DATE '1970-01-01' + t) - 1)"


def _others(state: State) -> list[str]:
    """The columns beside the members."""
    return [name for name in state.columns if name not in {f"m{place}" for place in range(1, len(state.bases) + 1)}]
