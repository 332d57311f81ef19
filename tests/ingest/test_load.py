"""A whole load into a mart: versions, quarantine, repeated loads."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scoreline.errors import MappingError
from scoreline.ingest import RefusedRowsError
from scoreline.ingest.load import LoadReport, load
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

    def load(self, buyers: str, orders: str = "id,buyer,day\n1,a,2026-02-01\n", limit: float = 0.5) -> LoadReport:
        (self.source / "buyers.csv").write_text(buyers)
        (self.source / "orders.csv").write_text(orders)
        settings = Settings(refused_limit=limit)
        return load(self.mart, self.source, str(self.folder / "shop.yaml"), settings, "", self.folder / "work", self.folder)


@pytest.fixture(params=["plain", "Данные 张"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    return Shop(tmp_path / str(request.param))


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


def test_a_broken_mapping_leaves_the_mart(shop: Shop) -> None:
    shop.load("id,name\na,Anna\n")
    (shop.folder / "shop.yaml").write_text(MAPPING + "  customer: {select: SELECT 1}\n")
    with pytest.raises(MappingError):
        shop.load("id,name\nb,Bert\n")
    assert shop.mart.snapshot().number == 1
