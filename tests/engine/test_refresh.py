"""Refreshing what is kept: what is redone and what is not, whoever dies in the middle, and two at once."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scoreline.engine import shelf as shelves
from scoreline.engine import upkeep
from scoreline.engine.refresh_all import refresh_all
from scoreline.engine.shelf import Shelf
from scoreline.errors import LockedError
from scoreline.kpis import registry
from scoreline.kpis.registry import Registry
from scoreline.mart import delta
from scoreline.mart.store import Mart
from tests.engine.histories import UNTIL, cells, company, different, engine, found, kpis_of, load
from tests.engine.refresher import happen
from tests.mart.test_recover import Killed, die_at

ROOT = Path(__file__).parents[2]
SHIPPED = registry.shipped()
KPIS = ("revenue", "order_count", "visitors", "sales_cycle", "weighted_pipeline", "new_customers", "retention_rate", "win_rate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company in its first version, for which some states are kept."""
    place = found(tmp_path / "w")
    load(Mart(place / "mart"), place, company(1))
    ask(place)
    return place


def ask(place: Path, definitions: Registry = SHIPPED, *, keeping: bool = True) -> Any:
    return cells(
        engine(place, definitions, keeping=keeping), tuple(kpi for kpi in KPIS if kpi in kpis_of(("person",))), ("person",), "month"
    )


def right(place: Path) -> None:
    """What is kept, or made of it, answers as all rows do."""
    assert not different(ask(place), ask(place, keeping=False))


def counts(place: Path, definitions: Registry = SHIPPED, **how: Any) -> tuple[int, int, int]:
    done = refresh_all(engine(place, definitions, keeping=True), **how)
    assert not done.left
    return done.kept, done.redone, done.rebuilt


def lists(place: Path) -> dict[str, int]:
    """The states on the list of the newest version, by relation and kind, with the number of their measures."""
    newest = Mart(place / "mart").snapshot().number
    return {entry.family: len(entry.measures) for entry in Shelf(place / "states").entries(newest)}


def test_what_no_load_touched_is_kept_as_it_is(folder: Path) -> None:
    all_kept = counts(folder)
    assert all_kept[0] == len([family for family in lists(folder) if not family.startswith("relation.")]) and all_kept[1:] == (0, 0)
    files = set((folder / "states").rglob("*.parquet"))
    load(Mart(folder / "mart"), folder, {"absences": company(2)["absences"]})
    assert counts(folder) == all_kept
    assert set((folder / "states").rglob("*.parquet")) == files
    right(folder)


def test_amounts_of_a_kept_relation_are_converted_when_it_is_refreshed(tmp_path: Path) -> None:
    place = found(tmp_path / "w")
    tables = company(1)
    tables["order_lines"] = [{**row, "currency": "EUR" if number % 2 else "USD"} for number, row in enumerate(tables["order_lines"])]
    load(Mart(place / "mart"), place, tables)
    of = ("margin_rate_6m",)
    cells(engine(place, SHIPPED, keeping=True), of, ("person",), "month")
    load(Mart(place / "mart"), place, {"order_lines": [{**row, "amount": row["amount"] + 1} for row in tables["order_lines"][:5]]})
    assert not refresh_all(engine(place, SHIPPED, keeping=True)).left
    answers = [cells(engine(place, SHIPPED, keeping=keeping), of, ("person",), "month") for keeping in (True, False)]
    assert not different(*answers)
    assert any(row["margin_rate_6m"] for row in answers[1]), "nothing was bought in anybody's first half-year"


def test_only_the_states_of_a_changed_definition_are_worked_out_again(folder: Path, tmp_path: Path) -> None:
    before = counts(folder)[0]
    own = tmp_path / "own.yaml"
    own.write_text("measures:\n  sold: {from: order_lines, sum: amount, at: ordered_on, where: quantity > 2}\n", "utf-8")
    other = registry.with_own([own])
    assert counts(folder, other) == (before - 1, 0, 1)
    assert not different(ask(folder, other), ask(folder, other, keeping=False))
    assert different(ask(folder, other), ask(folder))
    assert counts(folder) == (before, 0, 0), "the states of the old definition are there still"


def test_a_late_row_has_its_month_redone(folder: Path) -> None:
    before = counts(folder)[0]
    load(Mart(folder / "mart"), folder, {"orders": [{**company(1)["orders"][0], "id": "late"}]})
    kept, redone, rebuilt = counts(folder)
    assert redone >= 1 and kept + redone + rebuilt == before
    right(folder)


def test_with_all_the_usual_states_are_there_before_anyone_asks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counts(folder, everything=True)[2] > 10
    assert counts(folder, everything=True)[1:] == (0, 0)
    on = engine(folder, SHIPPED, keeping=True)
    monkeypatch.setattr("scoreline.engine.states.compute", lambda *given, **named: pytest.fail(f"{given[1]} was computed"))
    good = tuple(
        kpi for kpi in kpis_of(("team",)) if not any(SHIPPED.measures[leaf.name].relation.by_period for leaf in SHIPPED.every_part(kpi))
    )
    for per in ("week", "month", "quarter", "year"):
        assert cells(on, good, ("team",), per)


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        (shelves, "_file", 1),
        (shelves, "_file", 3),
        (delta, "become", 1),
        (delta, "become", 2),
        (shelves.Shelf, "replace", 1),
        (shelves.Shelf, "replace", 3),
    ],
)
def test_a_refresh_that_dies_at_any_step_leaves_the_states_usable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int
) -> None:
    chance = company(3)
    load(Mart(folder / "mart"), folder, {table: chance[table][:4] for table in ("orders", "deals", "visits")})
    with monkeypatch.context() as patch, pytest.raises(Killed):
        die_at(patch, module, name, call=call)
        counts(folder)
    right(folder)
    counts(folder)
    right(folder)
    assert counts(folder)[1:] == (0, 0)


@contextmanager
def process(place: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.engine.refresher", str(place), how]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def said(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def test_a_process_killed_while_it_refreshes_leaves_the_states_usable(folder: Path) -> None:
    chance, reached = random.Random(5), 1
    for _ in range(5):
        with process(folder, "forever") as child:
            assert said(child)
            time.sleep(chance.uniform(0, 1.5))
            child.send_signal(signal.SIGKILL)
        right(folder)
        assert Mart(folder / "mart").snapshot().number > reached
        reached = Mart(folder / "mart").snapshot().number
    counts(folder)
    right(folder)


def test_while_one_process_refreshes_another_is_told_and_can_still_ask(folder: Path) -> None:
    happen(folder)
    with process(folder, "hold") as child:
        assert said(child) == "held"
        with pytest.raises(LockedError, match=rf"writing to the states.*process {child.pid}"):
            counts(folder)
        right(folder)
    counts(folder)
    with process(folder, "once") as one, process(folder, "once") as two:
        ends = [one.wait(), two.wait()]
    assert 0 in ends
    right(folder)


def test_a_mart_brought_back_from_a_backup_finds_no_states_of_what_it_no_longer_holds(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "mart", tmp_path / "backup")
    load(Mart(folder / "mart"), folder, {"orders": company(2)["orders"]})
    counts(folder)
    shutil.rmtree(folder / "mart")
    shutil.copytree(tmp_path / "backup", folder / "mart")
    right(folder)
    load(Mart(folder / "mart"), folder, {"orders": company(3)["orders"]})
    right(folder)
    counts(folder)
    right(folder)


def test_owners_of_today_change_with_the_day(folder: Path) -> None:
    good = ("order_count", "revenue")
    ends = UNTIL + dt.timedelta(days=5)
    owners = [{"kind": "customer", "record_id": str(id), "person_id": "1", "valid_from": UNTIL + dt.timedelta(days=2)} for id in range(6)]
    load(Mart(folder / "mart"), folder, {"ownerships": owners})
    cells(engine(folder, SHIPPED, keeping=True), good, ("person",), "month", "today")
    load(Mart(folder / "mart"), folder, {"surveys": company(2)["surveys"]}, ends=ends)
    kept, anew = (cells(engine(folder, SHIPPED, keeping=keeping), good, ("person",), "month", "today") for keeping in (True, False))
    assert not different(kept, anew)


def test_tidying_keeps_what_is_in_use(folder: Path, tmp_path: Path) -> None:
    mart = Mart(folder / "mart")
    for _ in range(3):
        happen(folder)
        counts(folder)
    own = tmp_path / "own.yaml"
    own.write_text("measures:\n  sold: {from: order_lines, sum: amount, at: ordered_on, where: quantity > 2}\n", "utf-8")
    counts(folder, registry.with_own([own]))
    held, before = lists(folder), set((folder / "states").rglob("*.parquet"))
    told = upkeep.maintain(mart, engine(folder, SHIPPED, keeping=True), keep=1, dry_run=True)
    assert lists(folder) == held and set((folder / "states").rglob("*.parquet")) == before
    done = upkeep.maintain(mart, engine(folder, SHIPPED, keeping=True), keep=1)
    assert done.states == told.states and done.states.files and done.states.bytes and done.states.states > 3
    assert Shelf(folder / "states").numbers() == [mart.snapshot().number]
    assert counts(folder)[1:] == (0, 0)
    right(folder)
    again = upkeep.maintain(mart, engine(folder, SHIPPED, keeping=True), keep=1)
    assert (again.states.states, again.states.files) == (0, 0)
    happen(folder)
    right(folder)
