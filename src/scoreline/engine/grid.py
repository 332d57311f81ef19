"""The calendar of a query as tables in the connection.

spans(p, start_on, end_on, label, asked, previous, year_ago, and a boolean column for each measure: covered)
source_spans(source, p, the same columns for the days of each source)   where cells are told apart by source
days_of(t, p)   months_of(t, p, first_on)   the places of the periods that a day or a month belongs to: several, where they overlap
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import duckdb

from scoreline.engine.coverage import Coverage
from scoreline.engine.plan import State
from scoreline.engine.query import Query
from scoreline.kpis.registry import Registry
from scoreline.periods import Period

EPOCH = dt.date(1970, 1, 1)
Range = tuple[dt.date, dt.date]
_TYPES = dict.fromkeys(("p", "previous", "year_ago"), "INTEGER") | dict.fromkeys(("start_on", "end_on"), "DATE")
_TYPES |= dict.fromkeys(("label", "source"), "VARCHAR")


def extended(query: Query, registry: Registry) -> list[Period]:
    """The query's periods, and those that previous(), year_ago() and values seen before look at, in order of their ends."""
    shifts = {leaf.shift for kpi in query.kpis for leaf in registry.every_part(kpi)}
    seen = {registry.measures[leaf.name].measure.seen for kpi in query.kpis for leaf in registry.every_part(kpi)}
    wanted: dict[Range, Period] = {}

    def add(period: Period | None) -> None:
        if period is not None:
            wanted.setdefault((period.start, period.end), period)

    for period in query.periods:
        add(period)
    for period in list(wanted.values()):
        if "previous" in shifts or "again" in seen:
            add(period.previous())
        if "year_ago" in shifts:
            add(period.year_before())
    if "again" in seen:
        for period in list(wanted.values()):
            add(period.previous())
    return sorted(wanted.values(), key=lambda period: (period.end, period.start))


def apart(query: Query, coverage: Coverage) -> tuple[str, ...]:
    """The sources whose cells are known by days of their own; none where no cut of the query has members of a source."""
    return coverage.sources if any(item.sourced for item in query.cuts) else ()


def make(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    every: list[Period],
    states: tuple[State, ...],
    coverage: Coverage,
) -> None:
    """Make the tables anew."""
    place = {(period.start, period.end): number for number, period in enumerate(every)}
    asked = {(period.start, period.end) for period in query.periods}
    measures = [measure for state in states for measure in state.measures]

    def places(shifted: list[Period | None]) -> list[int]:
        return [place.get((period.start, period.end), -1) if period else -1 for period in shifted]

    columns: dict[str, Sequence[object]] = {
        "p": list(range(len(every))),
        "start_on": [period.start for period in every],
        "end_on": [period.end for period in every],
        "label": [period.label for period in every],
        "asked": [(period.start, period.end) in asked for period in every],
        "previous": places([period.previous() for period in every]),
        "year_ago": places([period.year_before() for period in every]),
    }
    columns.update({f"c_{measure.name}": [coverage.measure(measure, period) for period in every] for measure in measures})
    _table(con, "spans", columns)
    if sources := apart(query, coverage):
        cells = [(source, number, period) for source in sources for number, period in enumerate(every)]
        own = {f"c_{item.name}": [coverage.measure(item, period, source) for source, _, period in cells] for item in measures}
        _table(con, "source_spans", {"source": [source for source, *_ in cells], "p": [number for _, number, _ in cells], **own})
    con.execute(
        "CREATE OR REPLACE TEMP TABLE days_of AS SELECT CAST(unnest(range(start_on - $e, end_on - $e)) AS INTEGER) AS t, p FROM spans",
        {"e": EPOCH},
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE months_of AS
           SELECT year(first_on) * 12 + month(first_on) - 1 AS t, p, first_on
           FROM (SELECT p, CAST(unnest(range(CAST(start_on AS TIMESTAMP), CAST(end_on AS TIMESTAMP), INTERVAL 1 MONTH)) AS DATE) AS first_on
                 FROM spans) AS months WHERE ?""",
        [query.monthly],
    )


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[object]]) -> None:
    listed = ", ".join(f'unnest(CAST(? AS {_TYPES.get(column, "BOOLEAN")}[])) AS "{column}"' for column in columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {listed}", list(columns.values()))
