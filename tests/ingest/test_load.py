"""A whole load into a mart: versions, quarantine, repeated loads."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scoreline.errors import MappingError
from scoreline.ingest import RefusedRowsError
from scoreline.ingest.load import LoadReport, load
from scoreline.mart.staged import Span
from scoreline.mart.store import Mart
from scoreline.settings import Settings

MAPPING = """
source: shop
files: {buyers: buyers.csv, orders: orders.csv}
tables:
  customers: {mode: snapshot, from: buyers, columns: {id: id, name: name}}
  orders: {from: orders, columns: {id: id, customer_id: buyer, ordered_at: day}}
"""


class Shop:
    """A workspace folder with a mart, and a folder of source files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "mart").mkdir(parents=True)
        self.mart = Mart.create(folder / "mart")
        self.source = folder / "in"
        self.source.mkdir()
        (folder / "shop.yaml").write_text(MAPPING)

    def load(self, buyers: str, orders: str = "id,buyer,day\n1,a,2026-02-01\n", limit: float = 0.5, zone: str = "UTC") -> LoadReport:
        (self.source / "buyers.csv").write_text(buyers)
        (self.source / "orders.csv").write_text(orders)
        settings = Settings(refused_limit=limit, time_zone=zone)
        return load(self.mart, self.source, str(self.folder / "shop.yaml"), settings, "", self.folder / "work", self.folder)


@pytest.fixture(params=["plain", "Данные 张"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    return Shop(tmp_path / str(request.param))


def test_the_days_may_be_named_with_the_load(shop: Shop) -> None:
    (shop.folder / "shop.yaml").write_text(MAPPING.replace("source: shop", "source: shop\ncovers: {from: 2026-01-01, to: 2026-12-31}"))
    (shop.source / "buyers.csv").write_text("id,name\na,Anna\n")
    (shop.source / "orders.csv").write_text("id,buyer,day\n1,a,2026-02-01\n")
    places = shop.mart, shop.source, str(shop.folder / "shop.yaml"), Settings(time_zone="UTC"), "", shop.folder / "work", shop.folder
    held = load(*places, covers="2026-02-01..2026-02-28").version.tables["orders"].coverage
    assert held and not held.assumed and held.span == Span(dt.date(2026, 2, 1), dt.date(2026, 3, 1))


@pytest.mark.parametrize("days", ["2026-02", "2026-02-28..2026-02-01", "..2026-02-28", "soon..later"])
def test_days_that_say_nothing_are_refused(tmp_path: Path, days: str) -> None:
    shop = Shop(tmp_path)
    places = shop.mart, shop.source, str(shop.folder / "shop.yaml"), Settings(), "", shop.folder / "work", shop.folder
    with pytest.raises(MappingError, match="which days the files cover"):
        load(*places, covers=days)
    assert shop.mart.snapshot().version.number == 0


def test_loading_the_same_again_changes_nothing(shop: Shop) -> None:
    first = shop.load("id,name\na,Anna\n")
    again = shop.load("id,name\na,Anna\n")
    assert (first.version.number, first.changed) == (1, True)
    assert (again.version.number, again.changed) == (1, False)
    assert again.version.counts["customers"].unchanged == 1


def test_refused_rows_are_kept_in_a_file(shop: Shop) -> None:
    report = shop.load("id,name\na,Anna\nb,\nc,Carl\n")
    assert report.version.counts["customers"].refused == 1
    assert report.quarantine is not None
    (row,) = csv.DictReader(report.quarantine.open(encoding="utf-8", newline=""))
    assert (row["file"], row["row"], row["table"], row["column"]) == ("buyers.csv", "3", "customers", "name")


def test_too_many_refused_rows_leave_the_mart_and_a_file(shop: Shop) -> None:
    shop.load("id,name\na,Anna\n")
    with pytest.raises(RefusedRowsError) as caught:
        shop.load("id,name\na,\nb,\nc,Carl\n")
    assert shop.mart.snapshot().number == 1
    (kept,) = (shop.folder / "quarantine").iterdir()
    assert str(kept) in caught.value.text
    assert len(kept.read_text().splitlines()) == 3


def test_references_are_looked_up_in_the_mart_too(shop: Shop) -> None:
    report = shop.load("id,name\na,Anna\n", "id,buyer,day\n1,a,2026-02-01\n2,x,2026-02-01\n")
    assert [unknown.examples for unknown in report.unknown_references] == [("x",)]
    only = MAPPING.replace("  customers: {mode: snapshot, from: buyers, columns: {id: id, name: name}}\n", "")
    (shop.folder / "shop.yaml").write_text(only)
    report = shop.load("", "id,buyer,day\n3,a,2026-02-02\n4,y,2026-02-02\n")
    assert [unknown.examples for unknown in report.unknown_references] == [("y",)]


def test_a_version_that_another_load_made_meanwhile_is_not_this_loads(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.load("id,name\na,Anna\n")
    empty = shop.mart.snapshot(0)
    monkeypatch.setattr(
        shop.mart, "snapshot", lambda: empty if sys._getframe(1).f_code.co_name == "_load" else Mart(shop.mart.path).snapshot()
    )
    again = shop.load("id,name\na,Anna\n")
    assert (again.version.number, again.changed) == (1, False)


def test_what_a_killed_load_left_goes_with_the_next(shop: Shop) -> None:
    """One folder was left by a killed process, one is in use, one is new, one is not of a load at all."""
    left, used, fresh, other = (shop.folder / name for name in ("a" * 32, "b" * 32, "c" * 32, "publish"))
    hour_ago = time.time() - 3600
    program = (
        "import sys, pathlib; from scoreline.ingest.workfolder import in_use\n"
        "with in_use(pathlib.Path(sys.argv[1])): print(1, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(used)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as user:
        with subprocess.Popen([sys.executable, "-c", program, str(left)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
            assert killed.stdout is not None and killed.stdout.readline()
            killed.kill()
        assert user.stdout is not None and user.stdout.readline()
        for folder in (fresh, other):
            folder.mkdir()
        (left / "staged.duckdb").write_text("x")
        for folder in (left, used, fresh, other):
            os.utime(folder, (hour_ago, hour_ago))
        shop.load("id,name\na,Anna\n")
        assert [folder.exists() for folder in (left, used, fresh, other)] == [False, True, True, True]
        user.kill()


ORDERS = """
source: {source}
covers: {{from: {first}, to: {last}}}
files: {{orders: orders.csv, buyers: buyers.csv}}
tables:
  orders: {{from: orders, mode: snapshot, columns: {{id: id, ordered_at: day}}}}
"""
DAYS = "id,buyer,day\n1,a,2026-02-01\n2,a,2026-01-31\n3,a,2026-02-28T23:59\n4,a,2026-03-01\n"


def test_rows_outside_the_declared_days_are_loaded_and_told(shop: Shop) -> None:
    (shop.folder / "shop.yaml").write_text(ORDERS.format(source="shop", first="2026-02-01", last="2026-02-28"))
    report = shop.load("", DAYS, zone="Asia/Ho_Chi_Minh")
    assert report.version.tables["orders"].rows == 4
    assert shop.mart.snapshot().spans("orders") == (Span(dt.date(2026, 2, 1), dt.date(2026, 3, 1)),)
    assert [note for note in report.notes if "orders: 2 rows lie outside" in note and "2026-02-01 to 2026-02-28" in note]


def test_a_second_source_with_other_days_is_told(shop: Shop) -> None:
    year = {"first": "2026-01-01", "last": "2026-12-31"}
    (shop.folder / "shop.yaml").write_text(ORDERS.format(source="shop", **year))
    assert shop.load("", DAYS).notes == ()
    (shop.folder / "shop.yaml").write_text(ORDERS.format(source="web", **year))
    assert shop.load("", DAYS).notes == ()
    (shop.folder / "shop.yaml").write_text(ORDERS.format(source="fair", first="2026-01-01", last="2026-03-31"))
    (note,) = shop.load("", DAYS).notes
    assert "orders: all sources together cover 2026-01-01 to 2026-12-31, but fair covers 2026-01-01 to 2026-03-31." in note
    assert shop.load("", DAYS.replace("3,a", "5,a")).notes == ()
    (shop.folder / "shop.yaml").write_text(ORDERS.format(source="fair", first="2026-01-01", last="2027-03-31"))
    (note,) = shop.load("", DAYS).notes
    assert "2026-01-01 to 2027-03-31, but shop covers 2026-01-01 to 2026-12-31; web covers 2026-01-01 to 2026-12-31." in note


def test_a_broken_mapping_leaves_the_mart(shop: Shop) -> None:
    shop.load("id,name\na,Anna\n")
    (shop.folder / "shop.yaml").write_text(MAPPING + "  customer: {select: SELECT 1}\n")
    with pytest.raises(MappingError):
        shop.load("id,name\nb,Bert\n")
    assert shop.mart.snapshot().number == 1
