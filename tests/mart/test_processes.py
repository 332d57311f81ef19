"""Several processes on one mart: killed writers, readers beside a writer, two writers."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scoreline.errors import LockedError
from scoreline.mart import delta
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.store import Mart, Snapshot
from tests.mart.loader import LOADS, load, tables
from tests.mart.staging import rows, stage

ROOT = Path(__file__).parents[2]
KILLS = 25


@contextmanager
def process(mart: Mart, staging: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.mart.loader", str(mart.path), str(staging), how]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def said(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def check_whole(snapshot: Snapshot) -> None:
    """The version holds exactly one load: its people, its orders and their lines, and nothing of another."""
    if snapshot.number == 0:
        return
    k = int(snapshot.version.note.removeprefix("load "))
    expected = tables(k)
    assert rows(snapshot, "people", "id", "name") == sorted((row["id"], row["name"]) for row in expected["people"])
    orders = {row["id"]: row["ordered_at"].date() for row in expected["orders"]}
    assert dict(rows(snapshot, "orders", "id", "ordered_on")) == orders
    assert rows(snapshot, "order_lines", "id", "order_id", "owner_id", "ordered_on", "_month") == sorted(
        (row["id"], row["order_id"], f"owner{k}", orders[row["order_id"]], f"{orders[row['order_id']]:%Y-%m}")
        for row in expected["order_lines"]
    )


def test_a_load_killed_at_any_moment_leaves_the_last_version_whole_and_a_rerun_completes_it(tmp_path: Path) -> None:
    mart, chance = Mart.create(tmp_path / "mart"), random.Random(7)
    reached = hit = 0
    for tries in range(1, 4 * KILLS):  # where the machine is busy, few are hit in the middle
        with process(mart, tmp_path, "forever") as child:
            said(child)
            time.sleep(chance.uniform(0, 0.4))
            child.send_signal(signal.SIGKILL)
        hit += (mart.path / "_lock.holder").exists()
        snapshot = Mart(mart.path).snapshot()
        assert snapshot.number > reached
        reached = snapshot.number
        check_whole(snapshot)
        if tries >= KILLS and hit > KILLS // 5:
            break
    assert hit > KILLS // 5, "too few were killed in the middle of a load"
    done = load(mart, tmp_path, reached + 1)
    assert done == reached + 1
    assert [version.number for version in mart.versions()] == list(range(1, done + 1))
    for number in range(max(0, done - 2 * LOADS), done + 1):
        check_whole(mart.snapshot(number))
    check_nothing_left(mart)


def check_nothing_left(mart: Mart) -> None:
    """After the rerun each table's tip is the newest version's, and no file is left that no Delta version names."""
    for name, table in mart.snapshot().version.tables.items():
        assert delta.look(mart.path / name).version == table.delta
        named = {file.path for version in range(table.delta + 1) for file in delta.look(mart.path / name, version).files}
        assert {file.relative_to(mart.path / name).as_posix() for file in (mart.path / name).rglob("*.parquet")} <= named
    assert {path.name for path in mart.path.iterdir() if not path.name.startswith("_")} <= set(TABLES)


def test_readers_go_on_undisturbed_while_a_load_runs(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    first = load(mart, tmp_path, 1)
    pinned, reader = mart.snapshot(first), Mart(mart.path)
    with process(mart, tmp_path, "forever") as child:
        seen = {reader.snapshot().number}
        end = time.monotonic() + 60
        while len(seen) < 6 and time.monotonic() < end:
            snapshot = reader.snapshot()
            seen.add(snapshot.number)
            check_whole(snapshot)
            check_whole(pinned)
        assert child.poll() is None
    assert len(seen) >= 6


def test_a_second_writer_is_told_who_holds_the_mart(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    staged = stage(tmp_path, {"people": [{"id": "x", "name": "X"}]})
    with process(mart, tmp_path, "hold") as child:
        assert said(child) == "held"
        began = time.monotonic()
        with pytest.raises(LockedError, match=rf"process {child.pid} on "):
            publish(mart, staged, time_zone="UTC")
        assert time.monotonic() - began < 5
        with pytest.raises(LockedError):
            publish(mart, staged, time_zone="UTC", wait=0.2)
        assert mart.versions() == []
    assert publish(mart, staged, time_zone="UTC").number == 1


def test_of_several_writers_each_makes_its_own_version(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    with process(mart, tmp_path, "once") as one, process(mart, tmp_path, "once") as two, process(mart, tmp_path, "once") as three:
        numbers = {one.wait(): said(one), two.wait(): said(two), three.wait(): said(three)}
    assert set(numbers) == {0}
    for version in mart.versions():
        check_whole(mart.snapshot(version.number))
