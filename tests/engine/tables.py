"""A mart without files, for tests of the engine: rows given as dictionaries, everything covered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from scoreline.engine.backends import duckdb as backend
from scoreline.engine.coverage import Coverage
from scoreline.engine.engine import Engine
from scoreline.engine.kept import Kept
from scoreline.engine.money import Money
from scoreline.engine.opening import quotas
from scoreline.engine.query import resolve
from scoreline.engine.result import KpiTable
from scoreline.kpis import registry
from scoreline.kpis.registry import Registry
from scoreline.mart.columns import MONTH
from scoreline.mart.contracts import TABLES, stored
from scoreline.mart.fill import month_of
from scoreline.mart.staged import Span
from scoreline.periods import Calendar, Grain, parse

ALWAYS = (Span(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),)
Rows = Sequence[Mapping[str, Any]]


@dataclass
class Tables:
    """Rows by table; `covered` overrides the days that a table covers, `by_source` those that each source covers in it."""

    rows: Mapping[str, Rows]
    covered: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    by_source: Mapping[str, Mapping[str, tuple[Span, ...]]] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        named = {str(row.get("_source", "s")) for rows in self.rows.values() for row in rows}
        return tuple(sorted(named.union(*self.by_source.values())))

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        for table in TABLES.values():
            columns = stored(table)
            listed = ", ".join(f'"{column.name}" {column.type.sql}' for column in columns)
            con.execute(f"CREATE TABLE {table.name} ({listed})")
            for row in self.rows.get(table.name, ()):
                known = {"_source": "s", "_file": "f", "_row": 1, "_load": 1, **row}
                names = ", ".join(f'"{name}"' for name in known)
                con.execute(f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(known))})", list(known.values()))
            if table.partitioned:
                con.execute(f"UPDATE {table.name} SET {MONTH.name} = {month_of(table)}")

    def has(self, table: str, source: str | None = None) -> bool:
        if source is None or table not in self.by_source:
            return table in self.rows
        return source in self.by_source[table]

    def declared(self, table: str, source: str | None = None) -> bool:
        return self.has(table, source)

    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        if source is not None and table in self.by_source:
            return self.by_source[table].get(source, ())
        return self.covered.get(table, ALWAYS if table in self.rows else ())


def engine(
    tables: Tables,
    definitions: Registry | None = None,
    *,
    kept: Path | None = None,
    customer_days: int = 365,
    customer_meaning: str = "activity",
) -> Engine:
    """An engine over these rows."""
    con = backend.connect(tables)
    derived = backend.derive(con, customer_days=customer_days, last_day=dt.date(2099, 12, 31), customer_meaning=customer_meaning)
    coverage = Coverage(tables, customer_days, customer_meaning, lambda: quotas(con, derived))
    return Engine(con, definitions or registry.shipped(), coverage, Kept(kept), 1, False, Money("USD"), derived)


def ask(on: Engine, *kpis: str, by: Sequence[str] = (), per: str, start: str, end: str, first_month: int = 1) -> KpiTable:
    """The answer to a question put as a user puts it. What the engine keeps of it is written by then."""
    calendar = Calendar(first_month=first_month)
    span = (parse(start, calendar).start, parse(end, calendar).end)
    found = on.run(resolve(on.registry, kpis, tuple(by), span, Grain(per), calendar))
    on.kept.settle()
    return found


def cells(table: KpiTable, kpi: str) -> dict[tuple[Any, ...], Any]:
    """Members' names and period -> value."""
    return {tuple(row[name] for name in (*table.by, "period")): row[kpi] for row in table.to_pylist()}
