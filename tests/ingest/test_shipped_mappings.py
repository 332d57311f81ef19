"""The shipped mappings over the real data: what is staged adds up to the published figures."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoreline.ingest import StagingResult, read_mapping, stage

pytestmark = pytest.mark.data
Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], StagingResult]:
    root = os.environ.get("SCORELINE_DATA")
    results: dict[str, StagingResult] = {}

    def result(name: str) -> StagingResult:
        if not root or not (Path(root) / name).is_dir():
            pytest.skip(f"SCORELINE_DATA names no folder that holds {name}")
        if name not in results:
            work = tmp_path_factory.mktemp(name)
            results[name] = stage(Path(root) / name, read_mapping(name), workdir=work, time_zone="UTC", currency="USD", refused_limit=0)
        return results[name]

    return result


def asking(result: StagingResult) -> Iterator[Ask]:
    with duckdb.connect(str(result.staged.database), read_only=True) as con:

        def ask(sql: str) -> Any:
            found = con.execute(sql).fetchall()
            return found[0][0] if len(found) == 1 and len(found[0]) == 1 else found

        yield ask


@pytest.fixture
def maven(staged: Callable[[str], StagingResult]) -> Iterator[Ask]:
    yield from asking(staged("maven_crm"))


@pytest.fixture
def works(staged: Callable[[str], StagingResult]) -> Iterator[Ask]:
    yield from asking(staged("adventureworks"))


@pytest.fixture
def wind(staged: Callable[[str], StagingResult]) -> Iterator[Ask]:
    yield from asking(staged("northwind"))


@pytest.mark.parametrize("name", ["maven_crm", "adventureworks", "northwind"])
def test_nothing_is_refused_and_every_reference_holds(name: str, staged: Callable[[str], StagingResult]) -> None:
    result = staged(name)
    assert result.refusals == ()
    assert [str(unknown) for unknown in result.unknown_references] == []


def test_maven_stages(maven: Ask) -> None:
    counts = dict(maven("SELECT stage_id, count(*) FROM deals GROUP BY 1"))
    assert counts == {"won": 4238, "lost": 2473, "engaging": 1589, "prospecting": 500}


def test_maven_revenue(maven: Ask) -> None:
    assert maven("SELECT sum(amount) FROM order_lines") == 10_005_534
    by_team = dict(
        maven(
            "SELECT team_id, sum(amount) FROM order_lines l JOIN orders o ON o.id = l.order_id "
            "JOIN memberships m ON m.person_id = o.owner_id AND role = 'agent' GROUP BY 1"
        )
    )
    assert by_team == {"West": 3_568_647, "Central": 3_346_293, "East": 3_090_594}
    assert maven("SELECT sum(amount) FROM order_lines WHERE product_id = 'GTX Pro'") == 3_510_578
    sold = "SELECT sum(amount) FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.owner_id = 'Darcel Schlecht'"
    assert maven(sold) == 1_153_214


def test_maven_pipeline_at_list_price(maven: Ask) -> None:
    assert maven("SELECT sum(amount) FROM deals WHERE stage_id IN ('engaging', 'prospecting')") == 4_966_215
    assert maven("SELECT count(*) FROM deals WHERE customer_id IS NULL") == 1425


def test_maven_cycle(maven: Ask) -> None:
    days = "date_diff('day', opened_at, closed_at)"
    ((mean, median),) = maven(f"SELECT round(avg({days}), 1), median({days}) FROM deals WHERE stage_id = 'won'")
    assert (mean, median) == (51.8, 57)


def test_maven_mends_names(maven: Ask) -> None:
    assert maven("SELECT count(*) FROM customers WHERE industry = 'technolgy' OR country = 'Philipines'") == 0
    assert maven("SELECT count(*) FROM customers WHERE industry = 'technology'") > 0
    assert maven("SELECT count(*) FROM people") == 41


def test_adventureworks_totals(works: Ask) -> None:
    assert round(works("SELECT sum(amount) FROM order_lines"), 2) == Decimal("109846381.40")
    assert works("SELECT count(*) FROM orders") == 31_465
    assert works("SELECT sum(quantity) FROM order_lines") == 274_914
    assert works("SELECT count(DISTINCT customer_id) FROM orders") == 19_119
    methods = works("SELECT contact_method, round(sum(amount), 2) FROM order_lines l JOIN orders o ON o.id = order_id GROUP BY 1")
    assert dict(methods) == {"online": Decimal("29358677.22"), "field": Decimal("80487704.18")}


def test_adventureworks_lines_equal_the_subtotals(works: Ask) -> None:
    root = Path(os.environ["SCORELINE_DATA"]) / "adventureworks" / "SalesOrderHeader.csv.gz"
    source = f"SELECT SalesOrderID::VARCHAR AS id, SubTotal::DECIMAL(18,4) AS total FROM read_csv('{root}')"
    lines = "SELECT order_id AS id, sum(amount) AS total FROM order_lines GROUP BY 1"
    assert works(f"SELECT count(*) FROM ({source}) s FULL JOIN ({lines}) l USING (id) WHERE s.total IS DISTINCT FROM l.total") == 0


def test_adventureworks_sellers_and_territories_to_the_cent(works: Ask) -> None:
    """Microsoft's own sums over one year: 17 sellers and 10 territories."""
    folder = Path(os.environ["SCORELINE_DATA"]) / "adventureworks"
    year = "ordered_at >= TIMESTAMPTZ '2013-05-30 00:00Z' AND ordered_at < TIMESTAMPTZ '2014-05-31 00:00Z'"
    for file, column, index in (("SalesPerson.csv", "owner_id", 5), ("SalesTerritory.csv", "location_id", 4)):
        rows = [line.split("\t") for line in (folder / file).read_text().splitlines()]
        expected = {row[0]: round(Decimal(row[index]), 2) for row in rows if Decimal(row[index])}
        sums = works(f"SELECT o.{column}, sum(amount) FROM order_lines JOIN orders o ON o.id = order_id WHERE {year} GROUP BY 1")
        found = {key: round(value, 2) for key, value in sums if key}
        assert found == expected


def test_adventureworks_quotas_follow_each_other(works: Ask) -> None:
    assert works("SELECT count(*) FROM levels WHERE is_quota AND member_kind = 'person'") == 163
    gaps = "SELECT valid_to, lead(valid_from) OVER (PARTITION BY member_id ORDER BY valid_from) AS following FROM levels"
    assert works(f"SELECT count(*) FROM ({gaps}) WHERE valid_to <> coalesce(following, DATE '2014-06-01')") == 0


def test_adventureworks_teams(works: Ask) -> None:
    history = works("SELECT valid_from, valid_to FROM memberships WHERE person_id = '275' ORDER BY 1")
    assert history == [(dt.date(2011, 5, 31), dt.date(2012, 11, 30)), (dt.date(2012, 11, 30), None)]
    assert works("SELECT list(person_id ORDER BY person_id) FROM memberships WHERE role = 'manager'") == ["274", "285", "287"]
    assert dict(works("SELECT kind, count(*) FROM teams GROUP BY 1")) == {"company": 1, "region": 3, "team": 10}
    assert works("SELECT list(DISTINCT category ORDER BY category) FROM products WHERE category IS NOT NULL") == [
        "Accessories", "Bikes", "Clothing", "Components"]  # fmt: skip


def test_northwind(wind: Ask) -> None:
    ((net, gross),) = wind("SELECT round(sum(amount), 2), round(sum(amount + discount), 2) FROM order_lines")
    assert (net, gross) == (Decimal("1265793.04"), Decimal("1354458.59"))
    assert wind("SELECT count(*) FROM orders") == 830
    assert wind("SELECT count(*) FROM order_lines") == 2155
    assert dict(wind("SELECT team_id, count(*) FROM memberships GROUP BY 1")) == {"team 2": 5, "team 5": 4}
