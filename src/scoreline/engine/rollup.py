"""From states to cells: along the calendar and the team tree, to the members and periods asked for.

A cell table has the columns m1, m2 … (one for each cut), p (the place of the period) and the measures. Everything here reads
states only, never the rows of the mart.
"""

from __future__ import annotations

import datetime as dt

from scoreline.engine.plan import State
from scoreline.engine.rollup_distinct import distinct
from scoreline.engine.rollup_values import values
from scoreline.engine.shape import Shape, day_of, known, source, timed
from scoreline.mart.sql import name


def cells(state: State, shape: Shape, until: dt.date | None) -> str:
    """SQL of one state's cells, a row each, over the tables `days_of`, `months_of` and `spans`.

    `until` is the last day that the state's data covers.
    """
    if state.kind == "stocks":
        return _one_row(_stocks(state, shape), state, shape)
    if state.kind == "distinct":
        return _one_row(distinct(state, shape, source(state, shape, day_of(state)), until), state, shape)
    found = source(state, shape, day_of(state))
    if state.kind == "values":
        return values(state, found, shape)
    parts = []
    for measure in state.measures:
        test = known(state, until, measure.measure.last_days(until))
        parts.append(f'sum(s."{measure.name}"){f" FILTER ({test})" if test else ""} AS "{measure.name}"')
    return f"SELECT {found.listed}d.p, {', '.join(parts)} FROM {timed(state)} {found.joins}{found.where()} GROUP BY {found.group}"


def _one_row(select: str, state: State, shape: Shape) -> str:
    """Each cell in one row, where measures of a state are worked out apart."""
    if len(state.measures) == 1:
        return select
    keys = ", ".join([*shape.keys, "p"])
    return (
        f"SELECT {keys}, {', '.join(f'max({name(m.name)}) AS {name(m.name)}' for m in state.measures)} FROM ({select}) AS u GROUP BY {keys}"
    )


def _stocks(state: State, shape: Shape) -> str:
    """What stood at each period's end or start: all that came in before it less all that went out, by that day's teams."""
    selects = []
    for stands in ("end", "start"):
        names = [item.name for item in state.measures if item.measure.stands == stands]
        if names:
            blanks = [f'"{item.name}"' if item.name in names else f'NULL AS "{item.name}"' for item in state.measures]
            selects.append(f"SELECT {''.join(f'{key}, ' for key in shape.keys)}p, {', '.join(blanks)} "
                           f"FROM ({_standing(state, shape, names, stands)}) AS {stands}_of")  # fmt: skip
    return " UNION ALL ".join(selects)


def _standing(state: State, shape: Shape, names: list[str], stands: str) -> str:
    keys = [key for key in state.keys if key != "t"]
    listed = "".join(f"{key}, " for key in keys)
    point, team_day = ("end_on", "z.end_on - 1") if stands == "end" else ("start_on", "z.start_on")
    number = f"(year({point}) * 12 + month({point}) - 1)" if state.grain == "month" else f"({point} - DATE '1970-01-01')"
    on = " AND ".join(["w.i = g.i", *(f"w.{key} = g.{key}" for key in keys)])
    over = f"OVER ({f'PARTITION BY {listed[:-2]} ' if keys else ''}ORDER BY i ROWS UNBOUNDED PRECEDING)"
    sums = ", ".join(f'sum(s."{name}") AS "{name}"' for name in names)
    found = source(state, shape, team_day)
    return f"""
        WITH points AS (
            SELECT CAST(row_number() OVER (ORDER BY n) AS INTEGER) AS i, n FROM (SELECT DISTINCT {number} AS n FROM spans) AS found
        ), moves AS (
            SELECT {listed}d.i, {sums}
            FROM {state.table} AS s JOIN (SELECT i, n, coalesce(lag(n) OVER (ORDER BY n), -1000000) AS after FROM points) AS d
                ON s.t < d.n AND s.t >= d.after
            GROUP BY {listed}d.i
        ), board AS (
            SELECT {listed}z.i FROM (SELECT DISTINCT {listed[:-2] or "1 AS one"} FROM moves) AS held, points AS z
        ), filled AS (
            SELECT {"".join(f"g.{key}, " for key in keys)}g.i, {", ".join(f'w."{name}"' for name in names)}
            FROM board AS g LEFT JOIN moves AS w ON {on}
        ), stood AS (
            SELECT {listed}i, {", ".join(f'sum("{name}") {over} AS "{name}"' for name in names)} FROM filled
        )
        SELECT {found.listed}z.p, {sums}
        FROM stood AS s JOIN points AS k ON k.i = s.i JOIN spans AS z ON {number.replace(point, f"z.{point}")} = k.n
        {found.joins}{found.where()} GROUP BY {found.group}"""
