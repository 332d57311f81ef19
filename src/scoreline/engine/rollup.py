"""From states to cells: along the calendar and the team tree, to the members and periods asked for.

A cell table has the columns m1, m2 … (one for each cut), p (the place of the period) and the measures. Everything here reads
states only, never the rows of the mart.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.engine.plan import State
from scoreline.engine.query import Cut
from scoreline.engine.sql import WORD


@dataclass(frozen=True)
class Shape:
    """How the cells of a query are laid out: its cuts, its bases, and the seats table of each team cut.

    `split_words`: a period may lie in two words of months, as a fiscal year does.
    """

    cuts: tuple[Cut, ...]
    bases: tuple[str, ...]
    seats: dict[str, str]
    split_words: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """m1, m2 … of the cells."""
        return tuple(f"m{place}" for place in range(1, len(self.cuts) + 1))

    def base(self, item: Cut) -> str:
        """The state's column that a cut is made from."""
        return f"s.m{self.bases.index(item.base) + 1}"


def cells(state: State, shape: Shape) -> str:
    """SQL of one state's cells, over the tables `days` (t, p) and `spans` (p, start_on, end_on) of the state's grain."""
    if state.kind == "stocks":
        return _stocks(state, shape)
    if state.kind == "distinct" and state.grain == "month":
        return _words(state, shape)
    joins, members = _members(shape, "s.t" if state.grain != "month" else None)
    if state.kind == "values":
        parts = f'median(s."{state.names[0]}")'
    elif state.kind == "distinct":
        parts = f'count(DISTINCT s."{state.names[0]}")'
    else:
        parts = ", ".join(f'sum(s."{name}") AS "{name}"' for name in state.names)
    if state.kind in ("values", "distinct"):
        parts += f' AS "{state.names[0]}"'
    group = ", ".join(str(place) for place in range(1, len(shape.cuts) + 2))
    return (
        f"SELECT {''.join(f'{member}, ' for member in members)}d.p, {parts} "
        f"FROM {state.table} AS s JOIN {days_table(state)} AS d ON d.t = s.t {joins} GROUP BY {group}"
    )


def _words(state: State, shape: Shape) -> str:
    """Different values by month, from bits: a value counts in a period where any of the period's bits is set.

    Without teams a member has one row for a value and word, so counting rows is enough while a period lies within one word.
    """
    group = ", ".join(str(place) for place in range(1, len(shape.cuts) + 2))
    name = f'"{state.names[0]}"'
    if shape.seats or shape.split_words:
        joins, members = _members(shape, None)
        return (
            f"SELECT {''.join(f'{member}, ' for member in members)}d.p, count(DISTINCT s.{name}) AS {name} FROM {state.table} AS s "
            f"JOIN months_of AS d ON d.t // {WORD} = s.t AND (s.bits >> (d.t % {WORD})) & 1 = 1 {joins} GROUP BY {group}"
        )
    members = [f"{shape.base(item)} AS m{place}" for place, item in enumerate(shape.cuts, 1)]
    masks = f"SELECT p, t // {WORD} AS w, bit_or(CAST(1 AS BIGINT) << (t % {WORD})) AS mask FROM months_of GROUP BY 1, 2"
    return (
        f"SELECT {''.join(f'{member}, ' for member in members)}k.p, count(*) AS {name} "
        f"FROM {state.table} AS s JOIN ({masks}) AS k ON k.w = s.t AND s.bits & k.mask <> 0 GROUP BY {group}"
    )


def days_table(state: State) -> str:
    """The table that maps a state's t to the place of its period."""
    return "months_of" if state.grain == "month" else "days_of"


def _members(shape: Shape, day: str | None) -> tuple[str, list[str]]:
    """Joins and member expressions. Teams are looked up on the day; a month state is used only where they last whole months."""
    joins, members = [], []
    for place, item in enumerate(shape.cuts, 1):
        if seats := shape.seats.get(item.name):
            on = f"DATE '1970-01-01' + {day}" if day else "d.first_on"
            joins.append(f"LEFT JOIN {_quoted(seats)} AS q{place} ON q{place}.m = {shape.base(item)} "
                         f"AND q{place}.from_on <= {on} AND q{place}.to_on > {on}")  # fmt: skip
            members.append(f"coalesce(q{place}.team, 0) AS m{place}")
        else:
            members.append(f"{shape.base(item)} AS m{place}")
    return " ".join(joins), members


def _stocks(state: State, shape: Shape) -> str:
    """What stood at each period's end: all that came in before it less all that went out, then rolled up by that day's teams."""
    keys = [f"m{place}" for place in range(1, len(shape.bases) + 1)]
    listed = "".join(f"{key}, " for key in keys)
    on = " AND ".join(["w.p = g.p", *(f"w.{key} = g.{key}" for key in keys)])
    over = f"OVER ({f'PARTITION BY {listed[:-2]} ' if keys else ''}ORDER BY p ROWS UNBOUNDED PRECEDING)"
    joins, members = _members(shape, "CAST(z.end_on - 1 - DATE '1970-01-01' AS INTEGER)")
    group = ", ".join(str(place) for place in range(1, len(shape.cuts) + 2))
    sums = ", ".join(f'sum(s."{name}") AS "{name}"' for name in state.names)
    return f"""
        WITH moves AS (
            SELECT {listed}coalesce(d.p, 0) AS p, {sums}
            FROM {state.table} AS s LEFT JOIN {days_table(state)} AS d ON d.t = s.t
            WHERE d.p IS NOT NULL OR s.t < (SELECT min(t) FROM {days_table(state)}) GROUP BY {listed}{len(keys) + 1}
        ), grid AS (
            SELECT {listed}z.p FROM (SELECT DISTINCT {listed[:-2] or "1 AS one"} FROM moves) AS held, spans AS z
        ), filled AS (
            SELECT {"".join(f"g.{key}, " for key in keys)}g.p, {", ".join(f'w."{name}"' for name in state.names)}
            FROM grid AS g LEFT JOIN moves AS w ON {on}
        ), stood AS (
            SELECT {listed}p, {", ".join(f'sum("{name}") {over} AS "{name}"' for name in state.names)} FROM filled
        )
        SELECT {"".join(f"{member}, " for member in members)}s.p, {sums}
        FROM stood AS s JOIN spans AS z ON z.p = s.p {joins} GROUP BY {group}"""


def _quoted(name: str) -> str:
    return f'"{name}"'
