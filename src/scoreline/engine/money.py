"""Amounts in other currencies: converted at the rate of the day that they count by, or refused where that rate is missing.

Where a relation holds another currency than the reporting one, measures read it through a view `<relation>__<day>` in which every
amount is converted at that day's rate. Where it does not, which the statistics of its files tell, they read it as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from scoreline.errors import QueryError
from scoreline.kpis.registry import Resolved
from scoreline.kpis.relations import relations
from scoreline.mart.columns import Type

Missing = tuple[tuple[dt.date, str, int], ...]

_RATES = """
    SELECT currency, date, rate FROM (
        SELECT currency, date, rate, row_number() OVER (PARTITION BY currency, date ORDER BY _source) AS place FROM exchange_rates
    ) AS each WHERE place = 1
"""
"""One rate for a currency and day, whichever sources give one."""


@dataclass
class Money:
    """The reporting currency; for each relation and day looked at, the days without a rate (None: nothing to convert).

    Rates are `kept` in a table of the connection, or, where another engine holds the rows, defined over its own table of them: there
    may be too many to travel with a query.
    """

    currency: str
    kept: bool = True
    seen: dict[tuple[str, str], Missing | None] = field(default_factory=dict)

    def source(self, relation: str, day: str) -> str:
        """The table or view in which a relation's amounts stand in the reporting currency, once `ensure` has looked."""
        return f"{relation}__{day}" if self.seen.get((relation, day)) is not None else relation

    def ensure(self, con: duckdb.DuckDBPyConnection, measures: Iterable[Resolved], start: dt.date, end: dt.date) -> None:
        """Have every amount that these measures read in the reporting currency.

        QueryError names relation, currency and day of the first amount before `end` (for a flow, from `start` on) without a rate. A
        relation that is worked out once, for all time, needs every rate.
        """
        for measure in measures:
            self._refuse_parents(con, measure)
            self.look(con, _read(measure))
            for relation, day in _read(measure):
                first = dt.date.min if measure.measure.during or measure.relation.name != relation else start
                last = dt.date.max if measure.relation.kept_ones else end
                for missing, currency, rows in self.seen[relation, day] or ():
                    if first <= missing < last:
                        raise QueryError(
                            f"There is no exchange rate from {currency} to {self.currency} for {missing} ({rows} rows).",
                            where=relation,
                            do="Load exchange_rates for that currency and day.",
                        )

    def look(self, con: duckdb.DuckDBPyConnection, read: Iterable[tuple[str, str]]) -> None:
        """Have the amounts of these relations, each by its day, in the reporting currency, whatever days have no rate."""
        for relation, day in read:
            if (relation, day) not in self.seen:
                self.seen[relation, day] = self._convert(con, relation, day)

    def _refuse_parents(self, con: duckdb.DuckDBPyConnection, measure: Resolved) -> None:
        """An amount of a parent row has no day here whose rate could hold."""
        for path in _paths(measure):
            here = measure.relation
            for part in path[:-1]:
                here = relations()[here.parents[part][1]]
            if len(path) == 1 or here.columns[path[-1]] is not Type.MONEY or "currency" not in here.columns:
                continue
            if con.execute(f"SELECT 1 FROM {here.name} WHERE currency <> ? LIMIT 1", [self.currency]).fetchall():
                raise QueryError(
                    f"{'.'.join(path)} holds amounts in other currencies than {self.currency}, and no day says at which rate.",
                    where=measure.name,
                    do=f"Measure {path[-1]} from {here.name} itself.",
                )

    def _convert(self, con: duckdb.DuckDBPyConnection, relation: str, day: str) -> Missing | None:
        # The Parquet files' own statistics answer this without reading the column where there is one currency only.
        if not con.execute(f"SELECT 1 FROM {relation} WHERE currency <> ? LIMIT 1", [self.currency]).fetchall():
            return None
        con.execute(f"CREATE OR REPLACE TEMP {'TABLE' if self.kept else 'VIEW'} rates AS {_RATES}")
        foreign = f"f.currency <> '{self.currency}'"
        joined = f'FROM {relation} AS f LEFT JOIN rates AS r ON r.currency = f.currency AND r.date = f."{day}" AND {foreign}'
        amounts = [name for name, type in relations()[relation].columns.items() if type is Type.MONEY]
        converted = ", ".join(
            f"CAST(f.{name} * CAST(CASE WHEN {foreign} THEN r.rate ELSE 1 END AS DECIMAL(19, 8)) AS {Type.MONEY.sql}) AS {name}"
            for name in amounts
        )
        con.execute(f"CREATE OR REPLACE TEMP VIEW {relation}__{day} AS SELECT f.* REPLACE ({converted}) {joined}")
        days = f'SELECT f."{day}", f.currency, count(*) {joined} WHERE {foreign} AND r.rate IS NULL AND f."{day}" IS NOT NULL GROUP BY 1, 2'
        return tuple(con.execute(f"{days} ORDER BY 1, 2").fetchall())


def _read(measure: Resolved) -> list[tuple[str, str]]:
    """The relations with a currency that a measure reads money from, each with the day that decides the rate."""
    relation = measure.relation
    if relation.reported:
        return list(relation.reported)
    own = any(len(path) == 1 and relation.columns[path[0]] is Type.MONEY for path in _paths(measure))
    return [(relation.name, measure.measure.day)] if own and "currency" in relation.columns else []


def _paths(measure: Resolved) -> list[tuple[str, ...]]:
    return [path for item in (measure.argument, measure.where) if item for path in item.paths]
