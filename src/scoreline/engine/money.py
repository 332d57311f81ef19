"""Amounts in other currencies: converted at the rate of the event's day, or refused where that rate is missing. Never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from scoreline.errors import QueryError
from scoreline.kpis.registry import Resolved
from scoreline.kpis.relations import relations
from scoreline.mart.columns import Table, Type
from scoreline.mart.contracts import TABLES


@dataclass
class Money:
    """The reporting currency, and the tables that were looked at already."""

    currency: str
    seen: set[str] = field(default_factory=set)

    def ensure(self, con: duckdb.DuckDBPyConnection, measures: Iterable[Resolved]) -> None:
        """Have every table that these measures read stand in the reporting currency.

        QueryError names table, currency and day of an amount whose rate is missing.
        """
        for table in sorted({name for measure in measures for name in _tables(measure)} - self.seen):
            contract = TABLES[table]
            if "currency" in contract.names and any(column.type is Type.MONEY for column in contract.columns):
                self._convert(con, contract)
            self.seen.add(table)

    def _convert(self, con: duckdb.DuckDBPyConnection, table: Table) -> None:
        # The Parquet files' own statistics answer this without reading the column where there is one currency only.
        if not con.execute(f"SELECT 1 FROM {table.name} WHERE currency <> ? LIMIT 1", [self.currency]).fetchall():
            return
        con.execute(
            "CREATE OR REPLACE TEMP TABLE rates AS SELECT currency, date, arg_min(rate, _source) AS rate FROM exchange_rates GROUP BY 1, 2"
        )
        joined = f"LEFT JOIN rates AS r ON r.currency = f.currency AND r.date = f.{table.event} AND f.currency <> '{self.currency}'"
        missing = f"f.currency <> '{self.currency}' AND r.rate IS NULL"
        days = f"SELECT f.currency, f.{table.event}, count(*) FROM {table.name} AS f {joined} WHERE {missing} GROUP BY 1, 2"
        found = con.execute(f"{days} ORDER BY 2, 1 LIMIT 1").fetchall()
        if found:
            currency, day, rows = found[0]
            raise QueryError(
                f"There is no exchange rate from {currency} to {self.currency} for {day or 'rows without a day'} ({rows} rows).",
                where=table.name,
                do="Load exchange_rates for that currency and day.",
            )
        amounts = [column for column in table.columns if column.type is Type.MONEY]
        converted = ", ".join(f"CAST(f.{column.name} * coalesce(r.rate, 1) AS {column.type.sql}) AS {column.name}" for column in amounts)
        con.execute(f"CREATE TEMP TABLE {table.name}_converted AS SELECT f.* REPLACE ({converted}) FROM {table.name} AS f {joined}")
        con.execute(f"CREATE OR REPLACE TEMP VIEW {table.name} AS SELECT * FROM {table.name}_converted")


def _tables(measure: Resolved) -> set[str]:
    """The mart's tables that a measure reads money from; of a derived relation, all that it reads."""
    relation = measure.relation
    found = {*relation.needs, *relation.optional} if relation.derived else set()
    for item in (measure.argument, measure.where):
        for path in item.paths if item else ():
            here = relation
            for part in path[:-1]:
                here = relations()[here.parents[part][1]]
            if here.columns[path[-1]] is Type.MONEY:
                found.add(here.name)
    return found & set(TABLES)
