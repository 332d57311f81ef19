"""The business day of an event: midnight is the workspace's own, on both nights of summer time too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scoreline.mart.publish import publish
from scoreline.mart.store import Mart
from tests.mart.staging import rows, stage

NIGHTS = [
    ("Europe/Berlin", "2024-03-31", 23),
    ("Europe/Berlin", "2024-10-27", 25),
    ("America/New_York", "2024-03-10", 23),
    ("America/New_York", "2024-11-03", 25),
    ("Asia/Kolkata", "2024-03-31", 24),
    ("Asia/Kolkata", "2024-01-01", 24),
    ("Pacific/Auckland", "2024-09-29", 23),
    ("Australia/Lord_Howe", "2024-04-07", 24.5),
    ("UTC", "2024-03-31", 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), NIGHTS, ids=[f"{zone} {day}" for zone, day, _ in NIGHTS])
def test_events_around_midnight(tmp_path: Path, zone: str, day: str, hours: float) -> None:
    """Half an hour before and after each midnight of the day on which the clock changes."""
    local, on = ZoneInfo(zone), dt.date.fromisoformat(day)
    starts = dt.datetime.combine(on, dt.time(0), local).astimezone(dt.UTC)
    ends = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(0), local).astimezone(dt.UTC)
    assert ends - starts == dt.timedelta(hours=hours)
    half = dt.timedelta(minutes=30)
    moments = {"a": starts - half, "b": starts, "c": starts + half, "d": ends - half, "e": ends, "f": ends + half}
    orders = [{"id": id, "ordered_at": moment} for id, moment in moments.items()]
    lines = [{"id": id, "order_id": id, "amount": 1} for id in moments]
    mart = Mart.create(tmp_path / "mart")
    publish(mart, stage(tmp_path, {"orders": orders, "order_lines": lines}), time_zone=zone)
    before, after = on - dt.timedelta(days=1), on + dt.timedelta(days=1)
    wanted = [("a", before), ("b", on), ("c", on), ("d", on), ("e", after), ("f", after)]
    assert rows(mart.snapshot(), "orders", "id", "ordered_on") == wanted
    assert rows(mart.snapshot(), "order_lines", "order_id", "ordered_on") == wanted


def test_the_hour_that_comes_twice(tmp_path: Path) -> None:
    """02:30 in Berlin on 27 October 2024 happens at 00:30 and at 01:30 UTC; both are that day, and so is 23:30."""
    local = ZoneInfo("Europe/Berlin")
    twice = [dt.datetime(2024, 10, 27, 2, 30, fold=fold, tzinfo=local).astimezone(dt.UTC) for fold in (0, 1)]
    late = dt.datetime(2024, 10, 27, 23, 30, tzinfo=local).astimezone(dt.UTC)
    assert [moment.hour for moment in (*twice, late)] == [0, 1, 22]
    mart = Mart.create(tmp_path / "mart")
    orders = [{"id": str(number), "ordered_at": moment} for number, moment in enumerate((*twice, late))]
    publish(mart, stage(tmp_path, {"orders": orders}), time_zone="Europe/Berlin")
    assert {day for (day,) in rows(mart.snapshot(), "orders", "ordered_on")} == {dt.date(2024, 10, 27)}
