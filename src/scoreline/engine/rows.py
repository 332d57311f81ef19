"""The rows of the mart behind a measure's value: SELECTs over the relation, with the value that is aggregated in front."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlglot import exp

from scoreline.engine.joins import from_relation
from scoreline.engine.sql import OVERLAY, SHARE, condition, used
from scoreline.engine.trees import DIALECT, parse
from scoreline.kpis import expressions
from scoreline.kpis.registry import Resolved
from scoreline.periods import Period

TOTALS = {
    "count": "count(value)", "sum": "sum(value)", "distinct": "count(DISTINCT value)",
    "median": "median(value)", "p75": "quantile_cont(value, 0.75)", "max": "max(value)",
}  # fmt: skip
"""How the value of a part comes from its rows, by hand."""
SHARED = {"count": "sum(_share)", "sum": "sum(value * _share)"}
"""The same where people share records."""


@dataclass(frozen=True)
class Asked:
    """Whose rows: the bases, the condition on m1 (the member's number), where they are read, and what decides what is known.

    `shares`: the source names a share of each record. `until`: the last day that the data covers.
    """

    bases: tuple[str, ...]
    members: str
    source: str
    sources: bool
    shares: bool
    until: dt.date | None


def total(measure: Resolved, asked: Asked) -> str:
    """The SQL aggregate that gives the part's value from its rows."""
    return (SHARED if asked.shares else TOTALS)[measure.measure.aggregate]


def rows(measure: Resolved, period: Period, asked: Asked) -> str:
    """SQL of the rows that make a measure's value in one cell and period."""
    text = _rows(measure, period, asked)
    if measure.measure.seen == "again":
        return f"SELECT * FROM ({text}) AS now WHERE value IN (SELECT value FROM ({_rows(measure, period.previous(), asked)}) AS before)"
    if measure.measure.seen == "first":
        earlier = replace(period, start=dt.date(1, 1, 1), end=period.start)
        return f"SELECT * FROM ({text}) AS now WHERE value NOT IN (SELECT value FROM ({_rows(measure, earlier, asked)}) AS before)"
    return text


def _rows(measure: Resolved, period: Period, asked: Asked) -> str:
    relation, definition = measure.relation, measure.measure
    select, keys = from_relation(relation, asked.bases, used((measure,)), asked.sources, asked.source)
    value = exp.alias_(expressions.qualified(measure.argument), "value", quoted=True)
    select = select.select(value, *[_column(name) for name in (*relation.columns, *((SHARE, OVERLAY) if asked.shares else ()))], *keys)
    if (test := condition(measure)) is not None:
        select = select.where(test)
    start, end = (parse(f"CAST('{day}' AS DATE)") for day in (period.start, period.end))
    if definition.during:
        point = start if definition.stands == "start" else end
        select = select.where(parse("c < e", c=_column(definition.during[0]), e=point))
        if len(definition.during) == 2:
            select = select.where(parse("w IS NULL OR w >= e", w=_column(definition.during[1]), e=point))
    else:
        select = select.where(parse("d >= s AND d < e", d=_column(definition.day), s=start, e=end))
    if definition.known_by:
        select = select.where(parse("k < e", k=_column(definition.known_by), e=end))
    if (within := definition.last_days(asked.until)) is not None:
        first = (asked.until or dt.date(1970, 1, 1)) - dt.timedelta(days=within)
        select = select.where(parse(f"d > CAST('{first}' AS DATE)", d=_column(definition.day)))
    if definition.aggregate != "sum":
        select = select.where(parse("x IS NOT NULL", x=expressions.qualified(measure.argument)))
    hidden = f" EXCLUDE ({', '.join(f'm{place}' for place in range(1, len(asked.bases) + 1))})" if asked.bases else ""
    return f"SELECT *{hidden} FROM ({select.sql(dialect=DIALECT)}) AS found WHERE {asked.members}"


def _column(name: str) -> exp.Column:
    return exp.column(name, table="f", quoted=True)
