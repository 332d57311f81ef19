"""The calendar of a query as tables in the connection.

spans(p, start_on, end_on, label, asked, previous, year_ago, and a boolean column for each measure: covered)
days_of(t, p)   months_of(t, p, first_on)     the place of the period that a day or a month belongs to
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import duckdb

from scoreline import periods
from scoreline.engine.coverage import Coverage
from scoreline.engine.plan import State
from scoreline.engine.query import Query
from scoreline.kpis.registry import Registry
from scoreline.periods import Grain, Period

EPOCH = dt.date(1970, 1, 1)


def extended(query: Query, registry: Registry) -> list[Period]:
    """The query's periods, and before them those that previous() and year_ago() look at."""
    first = query.periods[0]
    shifts = {leaf.shift for kpi in query.kpis for leaf in registry.parts(kpi)}
    start = first.start
    if "previous" in shifts:
        start = min(start, first.previous().start)
    if "year_ago" in shifts:
        start = min(start, (first.year_before() or periods.at(_a_year_before(start), first.grain, first.first_month)).start)
    return list(periods.between(start, query.periods[-1].end, query.grain, first.first_month))


def _a_year_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=371)


def make(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    every: list[Period],
    states: tuple[State, ...],
    coverage: Coverage,
    registry: Registry,
) -> None:
    """Make the three tables anew."""
    place = {period.start: number for number, period in enumerate(every)}
    asked = {period.start for period in query.periods}
    measures = [measure for state in states for measure in state.measures]
    years = [period.year_before() for period in every]
    columns: dict[str, Sequence[object]] = {
        "p": list(range(len(every))),
        "start_on": [period.start for period in every],
        "end_on": [period.end for period in every],
        "label": [period.label for period in every],
        "asked": [period.start in asked for period in every],
        "previous": [number - 1 for number in range(len(every))],
        "year_ago": [place.get(year.start, -1) if year else -1 for year in years],
    }
    columns.update({f"c_{measure.name}": [coverage.measure(measure, period) for period in every] for measure in measures})
    types = {"p": "INTEGER", "start_on": "DATE", "end_on": "DATE", "label": "VARCHAR", "previous": "INTEGER", "year_ago": "INTEGER"}
    listed = ", ".join(f'unnest(CAST(? AS {types.get(name, "BOOLEAN")}[])) AS "{name}"' for name in columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE spans AS SELECT {listed}", list(columns.values()))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE days_of AS SELECT CAST(unnest(range(start_on - $e, end_on - $e)) AS INTEGER) AS t, p FROM spans",
        {"e": EPOCH},
    )
    monthly = query.grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE months_of AS
           SELECT year(first_on) * 12 + month(first_on) - 1 AS t, p, first_on
           FROM (SELECT p, CAST(unnest(range(CAST(start_on AS TIMESTAMP), CAST(end_on AS TIMESTAMP), INTERVAL 1 MONTH)) AS DATE) AS first_on
                 FROM spans) AS months WHERE ?""",
        [monthly],
    )
