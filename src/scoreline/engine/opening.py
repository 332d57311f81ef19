"""Opening the engine over one mart version of a workspace."""

from __future__ import annotations

from pathlib import Path

from scoreline.engine import states
from scoreline.engine.backends import duckdb as backend
from scoreline.engine.coverage import Coverage, first_day, last_day
from scoreline.engine.engine import Engine
from scoreline.engine.money import Money
from scoreline.engine.states import Kept
from scoreline.kpis.registry import Registry
from scoreline.mart.store import Snapshot
from scoreline.settings import Settings


def open_engine(folder: Path, snapshot: Snapshot, registry: Registry, settings: Settings) -> Engine:
    """The engine over a snapshot. States are kept under states/, apart for each version, definitions and meaning."""
    con = backend.connect(snapshot, spill=folder / ".staging" / "spill")
    coverage = Coverage(snapshot, settings.customer_days, settings.customer_meaning)
    backend.derive(
        con, customer_days=settings.customer_days, last_day=last_day(snapshot, "deals"), first_day=first_day(snapshot, "order_lines"),
        basket_hours=settings.basket_hours, customer_meaning=settings.customer_meaning,
    )  # fmt: skip
    kept = Kept(folder / "states" / f"{registry.hash}-{settings.meaning}-{states.layout()}" / f"{snapshot.number}")
    return Engine(con, registry, coverage, kept, snapshot.number, len(snapshot.sources) > 1, Money(settings.currency))
