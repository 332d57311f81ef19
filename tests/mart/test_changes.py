"""What differs between any two versions, against a plain comparison of all their rows."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.mart import changes, sql
from scoreline.mart.changes import Extent
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish, rebuild
from scoreline.mart.staged import Span
from scoreline.mart.store import Mart, Snapshot
from tests.mart.staging import at, rows, stage
from tests.mart.test_publish_laws import Load, loads


def differing(old: Snapshot, new: Snapshot, table: str) -> tuple[Extent, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The extent, and the rows listed as come and as gone, without file, row and load."""
    columns = ("_source", *TABLES[table].names)
    with sql.connect() as con:
        found = changes.between(con, old, new, table)
        if not found.name:
            return found.extent, [], []
        sides = [sorted(sql.rows(con, f"SELECT {sql.names(columns)} FROM {found.name} WHERE _sign = {sign}"), key=repr) for sign in (1, -1)]
    return found.extent, sides[0], sides[1]


def held(snapshot: Snapshot, table: str) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Rows by source, key and load."""
    keys = 1 + len(TABLES[table].key)
    read = rows(snapshot, table, "_source", *TABLES[table].key, "_load", *TABLES[table].names)
    return {row[: keys + 1]: (row[0], *row[keys + 1 :]) for row in read}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(loads(), min_size=2, max_size=3))
def test_any_two_versions_differ_in_the_rows_that_only_one_has(sequence: Sequence[Load]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mart = Mart.create(Path(folder) / "mart")
        for load in sequence:
            staged = stage(Path(folder), load.tables, source=load.source, mode=load.mode, covers=load.covers)
            publish(mart, staged, time_zone="UTC")
        newest = mart.snapshot().number
        for table in sorted({name for load in sequence for name in load.tables}):
            every = [held(mart.snapshot(number), table) for number in range(newest + 1)]
            for old, new in {(0, newest), (1, newest), (newest - 1, newest), (newest, 1)}:
                one, other = every[old], every[new]
                extent, came, gone = differing(mart.snapshot(old), mart.snapshot(new), table)
                assert came == sorted((other[key] for key in other.keys() - one.keys()), key=repr)
                assert gone == sorted((one[key] for key in one.keys() - other.keys()), key=repr)
                assert extent is (Extent.SOME if came or gone else Extent.NOTHING)
                shared = one.keys() & other.keys()
                assert all(one[key] == other[key] for key in shared), "a load stamps every row that it changes"


def test_a_day_of_another_time_zone_is_a_difference(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    publish(mart, stage(tmp_path, {"orders": [{"id": "1", "ordered_at": at("2020-01-31 22:00")}]}), time_zone="UTC")
    rebuild(mart, "Asia/Ho_Chi_Minh")
    extent, came, gone = differing(mart.snapshot(1), mart.snapshot(2), "orders")
    days = [list(TABLES["orders"].names).index("ordered_on") + 1]
    assert extent is Extent.SOME
    assert [row[days[0]] for row in (*came, *gone)] == [dt.date(2020, 2, 1), dt.date(2020, 1, 31)]


def test_where_most_differs_rows_are_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_SMALL", 3)
    mart = Mart.create(tmp_path / "mart")
    orders = [{"id": str(number), "ordered_at": at("2020-01-05 10:00")} for number in range(30)]
    publish(mart, stage(tmp_path, {"orders": orders}), time_zone="UTC")
    publish(mart, stage(tmp_path, {"orders": [{**row, "status": "complete"} for row in orders[:4]]}), time_zone="UTC")
    publish(mart, stage(tmp_path, {"orders": orders}), time_zone="UTC")
    publish(
        mart,
        stage(tmp_path, {"orders": orders[:20]}, mode="snapshot", covers=Span(dt.date(2020, 1, 1), dt.date(2020, 2, 1))),
        time_zone="UTC",
    )
    assert differing(mart.snapshot(1), mart.snapshot(2), "orders")[0] is Extent.ALL
    assert differing(mart.snapshot(2), mart.snapshot(3), "orders")[0] is Extent.ALL
    assert differing(mart.snapshot(3), mart.snapshot(4), "orders")[0] is Extent.ALL
    assert differing(mart.snapshot(0), mart.snapshot(1), "orders")[0] is Extent.ALL
    assert differing(mart.snapshot(1), mart.snapshot(1), "orders")[0] is Extent.NOTHING
