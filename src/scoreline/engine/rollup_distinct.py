"""Distinct counts of cells: all values, those never seen there before, those seen in the period before too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scoreline.engine.plan import State
from scoreline.engine.shape import Shape, Source, known, source, timed
from scoreline.engine.sql import WORD, WORD_FROM
from scoreline.kpis.registry import Resolved

_IN_WORD = f"(t - {WORD_FROM}) % {WORD}"
_MASKS = f"""SELECT p, (t - {WORD_FROM}) // {WORD} AS w, bit_or(CAST(1 AS BIGINT) << ({_IN_WORD})) AS mask, min({_IN_WORD}) AS low
        FROM months_of GROUP BY 1, 2"""


def distinct(state: State, shape: Shape, found: Source, until: dt.date | None) -> str:
    """SQL of the cells of a state of different values."""
    plain = not any(measure.measure.seen for measure in state.measures)
    if state.bits and not shape.several and (shape.one_word or (shape.whole_words and plain)):
        return _by_word(state, found)
    return _by_value(state, shape, found, until)


def _by_word(state: State, found: Source) -> str:
    """From bits: where each member and value has one row for a period, counting rows whose bits meet the period's is enough."""
    parts = []
    for measure in state.measures:
        test = {
            None: "",
            "first": " FILTER (s.bits & ((CAST(1 AS BIGINT) << k.low) - 1) = 0)",
            "again": " FILTER (s.bits & b.mask <> 0)",
        }[measure.measure.seen]
        parts.append(f'count(*){test} AS "{measure.name}"')
    before = ""
    if any(measure.measure.seen == "again" for measure in state.measures):
        before = f"JOIN spans AS z ON z.p = k.p LEFT JOIN ({_MASKS}) AS b ON b.p = z.previous AND b.w = k.w"
    return (
        f"SELECT {found.listed}k.p, {', '.join(parts)} FROM {state.table} AS s JOIN ({_MASKS}) AS k ON k.w = s.t AND s.bits & k.mask <> 0 "
        f"{before}{found.where()} GROUP BY {found.group}"
    )


def _by_value(state: State, shape: Shape, found: Source, until: dt.date | None) -> str:
    """From each cell's different values: with teams a value may stand there by several people, and earlier words count too."""
    groups: dict[int | None, list[Resolved]] = {}
    for measure in state.measures:
        groups.setdefault(measure.measure.last_days(until), []).append(measure)
    counted = [_counted(state, shape, found, known(state, until, within), group) for within, group in groups.items()]
    names = ", ".join([*shape.keys, "p", *(f'"{measure.name}"' for measure in state.measures)])
    return f"SELECT * FROM ({' UNION ALL '.join(counted)}) AS counted ({names})"


def _counted(state: State, shape: Shape, found: Source, test: str, measures: Sequence[Resolved]) -> str:
    """The counts of some measures, NULL for the state's others. Every value of a cell is looked for once among those of before."""
    keys = "".join(f"e.{key}, " for key in shape.keys)
    rows = timed(state)
    if state.bits:
        bit = f"(s.bits >> ((d.t - {WORD_FROM}) % {WORD})) & 1 = 1"
        rows = f"{state.table} AS s JOIN months_of AS d ON (d.t - {WORD_FROM}) // {WORD} = s.t AND {bit}"
    tables = [f"cell AS MATERIALIZED (SELECT DISTINCT {found.listed}d.p, s.value FROM {rows} {found.joins}{found.where(test)})"]
    joins = ""
    if any(measure.measure.seen == "again" for measure in measures):
        joins += f" LEFT JOIN cell AS o ON o.p = z.previous AND {_same('o', shape)}"
    if any(measure.measure.seen == "first" for measure in measures):
        tables.append(f"ever AS ({_ever(state, shape)})")
        joins += f" LEFT JOIN ever AS v ON {_same('v', shape)}"
    start = "year(z.start_on) * 12 + month(z.start_on) - 1" if state.grain == "month" else "z.start_on - DATE '1970-01-01'"
    counts = {None: "count(*)", "again": "count(o.value)", "first": f"count(*) FILTER (v.t >= {start})"}
    listed = ", ".join(counts[measure.measure.seen] if measure in measures else "NULL" for measure in state.measures)
    of = f"cell AS e JOIN spans AS z ON z.p = e.p{joins}"
    return f"(WITH {', '.join(tables)} SELECT {keys}e.p, {listed} FROM {of} GROUP BY {keys}e.p)"


def _same(other: str, shape: Shape) -> str:
    """A condition: the row of another table is of the same cell members and value as `e`."""
    return " AND ".join([f"{other}.value = e.value", *(f"{other}.{key} = e.{key}" for key in shape.keys)])


def _ever(state: State, shape: Shape) -> str:
    """The first month or day of each cell member's values, over all time."""
    rows = f"SELECT * FROM {state.table}"
    if state.bits:
        months = f"SELECT CAST(unnest(range({WORD})) AS INTEGER) AS b"
        kept = ", ".join(key for key in state.keys if key != "t")
        rows = (
            f"SELECT {kept + ', ' if kept else ''}CAST(w.t * {WORD} + {WORD_FROM} + b AS INTEGER) AS t, value "
            f"FROM {state.table} AS w CROSS JOIN ({months}) AS bs WHERE (w.bits >> b) & 1 = 1"
        )
    day = "make_date(s.t // 12, s.t % 12 + 1, 1)" if state.grain == "month" else "DATE '1970-01-01' + s.t"
    found = source(state, shape, day)
    group = ", ".join(str(place) for place in range(1, len(shape.keys) + 2))
    return f"SELECT {found.listed}s.value, min(s.t) AS t FROM ({rows}) AS s {found.joins}{found.where()} GROUP BY {group}"
