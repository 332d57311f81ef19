"""Sources that cover fewer days than the table they are in are told, and their members are counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import scoreline
from scoreline.engine.source_days import SourceDays
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.workspace import Workspace
from tests.mart.staging import stage

YEAR = Span(dt.date(2024, 1, 1), dt.date(2025, 1, 1))


def orders(source: str, first: dt.date, last: dt.date) -> dict[str, list[dict[str, object]]]:
    """An order every 20 days, by two people."""
    days = [first + dt.timedelta(days=n) for n in range(0, (last - first).days + 1, 20)]
    return {
        "people": [{"id": id, "name": f"{source} {id}"} for id in ("1", "2")],
        "orders": [
            {"id": str(day), "owner_id": "1", "ordered_at": dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)} for day in days
        ],
    }


def workspace(folder: Path, *loads: tuple[str, Span]) -> Workspace:
    """A workspace with a load for each source and the days that it says it covers."""
    ws = scoreline.init(folder / "ws")
    for source, days in loads:
        publish(ws.mart, stage(folder, orders(source, days.start, days.end), source=source, covers=days), time_zone="UTC")
    return scoreline.open(ws.path)


def days(first: str, end: str) -> Span:
    return Span(dt.date.fromisoformat(first), dt.date.fromisoformat(end))


def test_a_source_that_ends_early_is_told(tmp_path: Path) -> None:
    ws = workspace(tmp_path, ("a", YEAR), ("b", days("2024-01-01", "2024-07-01")))
    item = next(item for item in ws.availability() if item.kpi == "order_count")
    assert item.sources == (SourceDays("orders", "b", dt.date(2024, 1, 1), dt.date(2024, 6, 30), people=2, locations=0),)
    assert item.allowed.value == "partly"


def test_a_gap_within_a_source_counts_too(tmp_path: Path) -> None:
    ws = workspace(tmp_path, ("a", YEAR), ("b", days("2024-01-01", "2024-03-01")), ("b", days("2024-04-01", "2025-01-01")))
    item = next(item for item in ws.availability() if item.kpi == "order_count")
    (short,) = item.sources
    assert (short.source, short.first, short.last) == ("b", YEAR.start, dt.date(2024, 12, 31))
    assert short.gaps == ((dt.date(2024, 3, 1), dt.date(2024, 3, 31)),)


def test_sources_of_the_same_days_are_not(tmp_path: Path) -> None:
    ws = workspace(tmp_path, ("a", YEAR), ("b", YEAR))
    assert all(item.sources == () for item in ws.availability())
