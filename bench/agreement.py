"""Whether all contestants answer alike: every cell of every KPI against the fused SQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from bench import plain

OTHERS = ("mine", "tuned", "naive")


def agree(data: Path, kpis: str, others: Sequence[str] = OTHERS) -> tuple[int, list[str]]:
    """How many cells were compared, and what differs from the fused SQL: rows, empty cells, values by more than 1e-9 of their size.

    Scoreline knows what the data covers and says 0 where nothing happened; plain SQL leaves NULL there. For counts and sums the two
    are the same answer. A ratio, median or growth must be NULL on both sides or on neither.
    """
    con = duckdb.connect()
    con.execute(f"CREATE VIEW fused AS FROM '{data / f'fused_{kpis}.parquet'}'")
    con.execute(f"""CREATE VIEW mine AS SELECT 'R' || lpad(split_part(person, ' ', 2), 4, '0') AS rep,
        (split_part(period, '-', 1)::INT - 2023) * 12 + split_part(period, '-', 2)::INT - 1 AS m, *
        FROM '{data / f"scoreline_{kpis}.parquet"}'""")
    for name in set(others) - {"mine"}:
        con.execute(f"CREATE VIEW {name} AS FROM '{data / f'{name}_{kpis}.parquet'}'")
    wrong = [f"{name}: {found:,} rows" for name in ("fused", *others) if (found := rows_of(con, name)) != plain.CELLS]
    count = 0
    for other in others:
        for kpi in plain.KPIS[kpis]:
            cells, differ = con.execute(comparison(other, kpi)).fetchall()[0]
            count += cells
            wrong += [f"{other} {kpi}: {differ:,}"] if differ else []
    return count, wrong


def rows_of(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """The different pairs of rep and month of an answer; -1 where one comes twice."""
    rows, pairs = con.execute(f"SELECT count(*), count(DISTINCT (rep, m)) FROM {name}").fetchall()[0]
    return int(rows) if rows == pairs else -1


def comparison(other: str, kpi: str) -> str:
    """SQL that counts a KPI's cells on either side, and those in which an answer differs from the fused one."""
    a, b = (f"{side}.{kpi}::DOUBLE" for side in "xy")
    if kpi in plain.ADDITIVE:
        a, b = f"coalesce({a}, 0)", f"coalesce({b}, 0)"
    return f"""
        SELECT count(*), count(*) FILTER (x.rep IS NULL OR y.rep IS NULL OR ({a} IS NULL) != ({b} IS NULL)
            OR abs({a} - {b}) > 1e-9 * greatest(1, abs({a})))
        FROM fused AS x FULL JOIN {other} AS y ON x.rep = y.rep AND x.m = y.m"""
