"""Microsoft's Northwind: net and gross revenue and orders, without the freight that stands on every line of an order."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.workspace import Workspace
from tests.answers.printed import added, as_printed, by_member

pytestmark = pytest.mark.data

# All days of the file; figures of the whole are sums over days.
ALL = {"per": "day", "start": "1996-07-04", "end": "1998-05-06"}


def lines(data: Path) -> Iterator[dict[str, str]]:
    """The file's lines. Of the two columns OrderID, which are equal, the last one stays."""
    with (data / "northwind" / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def net(line: dict[str, str]) -> Decimal:
    return Decimal(line["UnitPrice"]) * Decimal(line["Quantity"]) * (1 - Decimal(line["Discount"]))


@pytest.mark.parametrize(
    ("kpi", "printed"),
    [
        ("revenue", "1,265,793.04"),
        ("gross_revenue", "1,354,458.59"),
        ("net_and_discount", "1,354,458.59"),
        ("order_count", "830"),
    ],
)
def test_figures_of_the_company(food: Workspace, kpi: str, printed: str) -> None:
    assert as_printed(added(food.kpi(kpi, **ALL), kpi), printed) == printed


def test_an_order_brings_1_525_05(food: Workspace) -> None:
    table = food.kpi("revenue", "order_count", **ALL)
    assert as_printed(added(table, "revenue") / added(table, "order_count"), "1,525.05") == "1,525.05"


@pytest.mark.parametrize(("by", "column"), [("person", "EmployeeID"), ("customer", "CustomerID"), ("product", "ProductID")])
def test_revenue_of_each_is_price_times_quantity_less_discount(food: Workspace, data: Path, by: str, column: str) -> None:
    """Exactly, line by line, and so without freight, whether counted once an order or once a line."""
    names = {member.id: member.name for member in food.members(by)}
    expected: dict[str | None, Decimal] = {}
    for line in lines(data):
        name = names[line[column]]
        expected[name] = expected.get(name, Decimal(0)) + net(line)
    found = by_member(food.kpi("revenue", by=by, **ALL), "revenue")
    assert {name: amount for name, amount in found.items() if amount} == expected
