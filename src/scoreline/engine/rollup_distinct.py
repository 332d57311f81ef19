"""Distinct counts of cells: all values, those never seen there before, those seen in the period before too."""

from __future__ import annotations

import datetime as dt

from scoreline.engine.plan import State
from scoreline.engine.shape import Shape, Source, known, source, timed
from scoreline.engine.sql import WORD, WORD_FROM

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
    keys = "".join(f"{key}, " for key in shape.keys)
    same = " AND ".join(["o.value = e.value", *(f"o.{key} = e.{key}" for key in shape.keys)])
    selects = []
    for measure in state.measures:
        within = measure.measure.last_days(until)
        rows = timed(state)
        if state.bits:
            bit = f"(s.bits >> ((d.t - {WORD_FROM}) % {WORD})) & 1 = 1"
            rows = f"{state.table} AS s JOIN months_of AS d ON (d.t - {WORD_FROM}) // {WORD} = s.t AND {bit}"
        cell = f"SELECT DISTINCT {found.listed}d.p, s.value FROM {rows} {found.joins}{found.where(known(state, until, within))}"
        blanks = ", ".join("count(*)" if other is measure else "NULL" for other in state.measures)
        test = ""
        if measure.measure.seen == "again":
            test = f"WHERE EXISTS (SELECT 1 FROM cell AS o WHERE {same} AND o.p = (SELECT z.previous FROM spans AS z WHERE z.p = e.p))"
        if measure.measure.seen == "first":
            first = "year(z.start_on) * 12 + month(z.start_on) - 1" if state.grain == "month" else "z.start_on - DATE '1970-01-01'"
            test = f"WHERE NOT EXISTS (SELECT 1 FROM ever AS o WHERE {same} AND o.t < (SELECT {first} FROM spans AS z WHERE z.p = e.p))"
        ever = f", ever AS ({_ever(state, shape)})" if measure.measure.seen == "first" else ""
        selects.append(f"(WITH cell AS MATERIALIZED ({cell}){ever} SELECT {keys}e.p, {blanks} FROM cell AS e {test} GROUP BY {keys}e.p)")
    names = ", ".join([*shape.keys, "p", *(f'"{measure.name}"' for measure in state.measures)])
    return f"SELECT * FROM ({' UNION ALL '.join(selects)}) AS counted ({names})"


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
