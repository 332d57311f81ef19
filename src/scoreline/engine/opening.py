"""Opening the engine over one mart version of a workspace."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import duckdb

from scoreline.engine.backends import duckdb as backend
from scoreline.engine.backends.duckdb import Derived
from scoreline.engine.coverage import Coverage, Covered, first_day, last_day
from scoreline.engine.engine import Engine
from scoreline.engine.identity import Meaning
from scoreline.engine.kept import Kept
from scoreline.engine.money import Money
from scoreline.kpis.registry import Registry
from scoreline.mart import sql
from scoreline.mart.staged import Span
from scoreline.mart.store import Mart, Snapshot
from scoreline.settings import Settings


def open_engine(folder: Path, snapshot: Snapshot, registry: Registry, settings: Settings) -> Engine:
    """The engine over a snapshot. States are kept under states/."""
    if settings.engine != "duckdb":
        from scoreline.engine.elsewhere import open_elsewhere

        return open_elsewhere(folder, snapshot, registry, settings)
    con = backend.connect(snapshot, spill=folder / ".staging" / "spill")
    several = len(snapshot.sources) > 1
    coverage, meaning, derived = prepare(con, snapshot, settings, several)
    mart = Mart(snapshot.path)
    kept = Kept(
        folder / "states", snapshot.number, meaning, lambda number: snapshot if number == snapshot.number else mart.snapshot(number)
    )
    return Engine(con, registry, coverage, kept, snapshot.number, several, Money(settings.currency), derived)


def prepare(con: duckdb.DuckDBPyConnection, rows: Covered, settings: Settings, several: bool) -> tuple[Coverage, Meaning, Derived]:
    """What is covered, what the numbers depend on beside the rows, and what makes the derived relations of the connection."""
    last, first = last_day(rows, "deals"), first_day(rows, "order_lines")
    derived = backend.derive(
        con, customer_days=settings.customer_days, last_day=last, first_day=first,
        basket_hours=settings.basket_hours, customer_meaning=settings.customer_meaning,
    )  # fmt: skip
    running, known = cache(lambda: quotas(con, derived)), cache(partial(held, con))
    coverage = Coverage(rows, settings.customer_days, settings.customer_meaning, running, known)
    chosen = {name: str(getattr(settings, name)) for name in ("customer_days", "basket_hours", "customer_meaning")}
    days = {"last_day": str(last), "first_day": str(first), "today": str(coverage.today())}
    return coverage, Meaning(chosen, days, settings.currency, several), derived


def held(con: duckdb.DuckDBPyConnection, path: str, source: str | None) -> bool:
    """Whether a column, named as table.column, has a value in any row, or in any of a source."""
    table, _, column = path.partition(".")
    mine = f" AND _source = {sql.text(source)}" if source else ""
    return bool(con.execute(f"SELECT 1 FROM {sql.name(table)} WHERE {sql.name(column)} IS NOT NULL{mine} LIMIT 1").fetchall())


def quotas(con: duckdb.DuckDBPyConnection, derived: Derived) -> tuple[tuple[str, Span], ...]:
    """The times of people's quotas whose revenue may be known, each with its source."""
    derived.ensure("person_quotas")
    found = con.execute("SELECT DISTINCT _source, valid_from, valid_to FROM person_quotas WHERE valid_from < valid_to").fetchall()
    return tuple((source, Span(start, end)) for source, start, end in found)
