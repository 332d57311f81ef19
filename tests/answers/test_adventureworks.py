"""Microsoft's AdventureWorks: the figures printed about it, and Microsoft's own sums in its tables of sellers and territories."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.workspace import Workspace
from tests.answers.printed import added, as_printed, by_member

pytestmark = pytest.mark.data

# All days of the files; no single period is as long, so that figures of the whole are sums over days.
ALL = {"per": "day", "start": "2011-05-31", "end": "2014-06-30"}
# The days over which Microsoft's SalesYTD were summed, the last one included.
YEAR_TO_DATE = {"per": "day", "start": "2013-05-30", "end": "2014-05-30"}


def tab_separated(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file, delimiter="\t")


def headers(data: Path) -> Iterator[dict[str, str]]:
    with gzip.open(data / "adventureworks" / "SalesOrderHeader.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def names(ws: Workspace, kind: str) -> dict[str, str]:
    return {member.id: member.name for member in ws.members(kind)}


@pytest.mark.parametrize(
    ("kpi", "printed"),
    [
        ("revenue", "109,846,381.40"),
        ("order_count", "31,465"),
        ("sales_volume", "274,914"),
        ("online_revenue", "29,358,677.22"),
        ("offline_revenue", "80,487,704.18"),
        ("new_customers", "19,119"),
    ],
)
def test_figures_of_the_company(bikes: Workspace, kpi: str, printed: str) -> None:
    assert as_printed(added(bikes.kpi(kpi, **ALL), kpi), printed) == printed


def test_an_order_brings_3_491_07(bikes: Workspace) -> None:
    table = bikes.kpi("revenue", "order_count", **ALL)
    assert as_printed(added(table, "revenue") / added(table, "order_count"), "3,491.07") == "3,491.07"


def test_average_order_value_of_every_year_is_that_of_the_file(bikes: Workspace, data: Path) -> None:
    """To the last bit: the exact sum as a double, divided once."""
    years: dict[str, list[Decimal]] = {}
    for order in headers(data):
        years.setdefault(order["OrderDate"][:4], []).append(Decimal(order["SubTotal"]))
    found = {row["period"]: row["average_order_value"] for row in bikes.kpi("average_order_value", per="year").to_pylist()}
    assert found == {year: float(sum(amounts)) / len(amounts) for year, amounts in years.items()}


def test_microsofts_figures_of_17_sellers(bikes: Workspace, data: Path) -> None:
    """Exactly, to Microsoft's four decimals. Orders without a seller are the online ones and belong to nobody."""
    name = names(bikes, "person")
    printed = {name[line[0]]: Decimal(line[5]) for line in tab_separated(data / "adventureworks" / "SalesPerson.csv")}
    found = by_member(bikes.kpi("revenue", by="person", **YEAR_TO_DATE), "revenue")
    assert {member: amount for member, amount in found.items() if member is not None} == printed
    assert len(printed) == 17
    assert found[None] == added(bikes.kpi("online_revenue", **YEAR_TO_DATE), "online_revenue")


def test_microsofts_figures_of_10_territories(bikes: Workspace, data: Path) -> None:
    name = names(bikes, "location")
    printed = {name[line[0]]: Decimal(line[4]) for line in tab_separated(data / "adventureworks" / "SalesTerritory.csv")}
    assert by_member(bikes.kpi("revenue", by="location", **YEAR_TO_DATE), "revenue") == printed
    assert len(printed) == 10


@pytest.mark.parametrize("day", ["2013-05-30", "2014-05-30"])
def test_both_ends_of_microsofts_span_sold_something(bikes: Workspace, day: str) -> None:
    """So the figures above would not come out with a span one day shorter."""
    assert added(bikes.kpi("revenue", per="day", start=day, end=day), "revenue") > 0


def test_every_customer_bought_what_the_file_says(bikes: Workspace, data: Path) -> None:
    """19,119 of the 19,820 customers bought something, each exactly the sum of their orders' SubTotal.

    The files hold parts of 2011 and 2014: who bought nothing in a part has no figure for that year.
    """
    name = names(bikes, "customer")
    sold: dict[str | None, Decimal] = {}
    for order in headers(data):
        customer = name[order["CustomerID"]]
        sold[customer] = sold.get(customer, Decimal(0)) + Decimal(order["SubTotal"])
    found: dict[str | None, Decimal] = {}
    for row in bikes.kpi("revenue", by="customer", per="year").to_pylist():
        if row["revenue"] is not None:
            found[row["customer"]] = found.get(row["customer"], Decimal(0)) + row["revenue"]
    assert len(found) == 19119
    assert found == sold


def test_revenue_is_total_due_less_tax_and_freight(bikes: Workspace, data: Path) -> None:
    """The 123.22 million that are also printed as revenue are TotalDue."""
    sums = {name: sum(Decimal(order[name]) for order in headers(data)) for name in ("TotalDue", "TaxAmt", "ShippingCost")}
    assert as_printed(sums["TotalDue"] / 1_000_000, "123.22") == "123.22"
    revenue = added(bikes.kpi("revenue", **ALL), "revenue")
    assert revenue + sums["TaxAmt"] + sums["ShippingCost"] == sums["TotalDue"]
