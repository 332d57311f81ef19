"""Maintenance frees what no kept version needs, and loses nothing of those that are kept, wherever it dies."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from scoreline.errors import LockedError, MartError
from scoreline.mart import changes, delta, maintain, parquet, pins, sql, versions
from scoreline.mart.changes import Extent
from scoreline.mart.publish import publish
from scoreline.mart.store import Mart
from tests.mart.loader import load
from tests.mart.staging import at, rows, stage
from tests.mart.test_processes import check_whole, process, said
from tests.mart.test_recover import Killed, die_at

TABLES = ("people", "orders", "order_lines")


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    """Six versions in a folder whose name is not plain; the third is pinned."""
    folder = tmp_path / "Данные 张 Đặng"
    folder.mkdir()
    made = Mart.create(folder / "mart")
    for number in range(1, 7):
        load(made, tmp_path, number)
    pins.pin(made, 3, "closed 2020-03")
    return made


def held(mart: Mart, *numbers: int) -> dict[int, Any]:
    """All rows of versions."""
    return {number: [rows(mart.snapshot(number), table, "id", "_load") for table in TABLES] for number in numbers}


def test_versions_kept_stay_whole_and_the_others_say_that_they_are_gone(mart: Mart, tmp_path: Path) -> None:
    before = held(mart, 3, 5, 6)
    told = maintain.maintain(mart, keep=2, dry_run=True)
    assert (told.removed, told.kept, told.pinned) == ((1, 2, 4), (3, 5, 6), (3,))
    assert told.files and told.bytes
    assert held(mart, 1, 4)[4] and pins.removed(mart.path) == frozenset(), "a dry run removes nothing"
    did = maintain.maintain(mart, keep=2)
    assert (did.removed, did.files, did.bytes) == (told.removed, told.files, told.bytes)
    assert held(mart, 3, 5, 6) == before
    for number in (1, 2, 4):
        with pytest.raises(MartError, match=rf"Version {number} of the mart was removed.*versions 3, 5 to 6"):
            mart.snapshot(number)
    assert mart.snapshot(0).number == 0
    again = maintain.maintain(mart, keep=2)
    assert (again.removed, again.files) == ((), 0)
    assert load(mart, tmp_path, 7) == 7
    assert held(mart, 3, 5, 6) == before
    check_whole(mart.snapshot(7))


def test_a_pin_taken_away_lets_its_version_go(mart: Mart) -> None:
    pins.pin(mart, 3, "closed 2020-03")
    pins.pin(mart, 3, "report")
    pins.pin(mart, 1, "report")
    assert pins.pins(mart) == {1: ("report",), 3: ("closed 2020-03", "report")}
    pins.unpin(mart, 3, "report")
    pins.unpin(mart, 1, "report")
    assert maintain.maintain(mart, keep=1).kept == (3, 6)
    pins.unpin(mart, 3, "closed 2020-03")
    assert pins.pins(mart) == {}
    assert maintain.maintain(mart, keep=1).removed == (3,)
    with pytest.raises(MartError, match="not pinned"):
        pins.unpin(mart, 6, "report")
    for number in (3, 99):
        with pytest.raises(MartError):
            pins.pin(mart, number, "report")
    with pytest.raises(MartError, match="newest"):
        maintain.maintain(mart, keep=0)


def test_crowded_months_become_one_file_and_no_row_differs(mart: Mart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintain, "_MANY", 1)
    before = held(mart, 6)[6]
    assert set(maintain.maintain(mart, dry_run=True).compacted) == set(TABLES)
    done = maintain.maintain(mart, keep=3)
    assert set(done.compacted) == set(TABLES) and done.kept == (3, 5, 6, 7)
    assert held(mart, 6)[6] == held(mart, 7)[7] == before
    assert "fewer files" in mart.snapshot().version.note
    with sql.connect() as con:
        found = [changes.between(con, mart.snapshot(6), mart.snapshot(7), table) for table in TABLES]
    assert [item.extent for item in found] == [Extent.NOTHING] * 3
    assert publish(mart, stage(tmp_path, {"orders": [{"id": "z", "ordered_at": at("2020-01-05 10:00")}]}), time_zone="UTC").number == 8
    assert held(mart, 7)[7] == before


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        (parquet, "write", 1),
        (delta, "commit", 1),
        (delta, "commit", 3),
        (versions, "append", 1),
        (maintain, "mark_removed", 1),
        (delta, "vacuum", 1),
        (delta, "vacuum", 3),
    ],
)
def test_maintenance_that_dies_at_any_step_loses_nothing_that_is_kept(
    mart: Mart, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int
) -> None:
    monkeypatch.setattr(maintain, "_MANY", 1)
    before = held(mart, 3, 6)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        die_at(patch, module, name, call=call)
        maintain.maintain(mart, keep=2)
    assert held(Mart(mart.path), 3, 6) == before
    assert held(Mart(mart.path), mart.snapshot().number)[mart.snapshot().number] == before[6]
    monkeypatch.setattr(maintain, "_MANY", 100)
    maintain.maintain(mart, keep=2)
    assert held(mart, 3, 6) == before
    assert maintain.maintain(mart, keep=2, dry_run=True).files == 0
    named = {
        file.path
        for number in (3, mart.snapshot().number - 1, mart.snapshot().number)
        for file in mart.snapshot(number).look("orders").files
    }
    assert {path.relative_to(mart.path / "orders").as_posix() for path in (mart.path / "orders").rglob("*.parquet")} == named


def test_maintenance_killed_at_any_moment_leaves_the_versions_kept_whole(tmp_path: Path) -> None:
    mart, chance = Mart.create(tmp_path / "mart"), random.Random(3)
    for _ in range(8):
        with process(mart, tmp_path, "maintain") as child:
            said(child)
            time.sleep(chance.uniform(0, 0.5))
            child.send_signal(signal.SIGKILL)
        there = [version.number for version in mart.versions() if version.number not in pins.removed(mart.path)]
        assert len(there) >= 2 or there == [1]
        for number in there[-2:]:
            check_whole(mart.snapshot(number))
    newest = mart.snapshot().number
    maintain.maintain(mart, keep=2)
    assert pins.removed(mart.path) == set(range(1, newest - 1))
    assert load(mart, tmp_path, newest + 1) == newest + 1


def test_beside_a_load_only_a_dry_run_goes(mart: Mart, tmp_path: Path) -> None:
    with process(mart, tmp_path, "hold") as child:
        assert said(child) == "held"
        with pytest.raises(LockedError):
            maintain.maintain(mart)
        assert maintain.maintain(mart, keep=2, dry_run=True).removed
