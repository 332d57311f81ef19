"""Quota attainment of every AdventureWorks seller, against plain SQL straight over the files: nobody printed these figures."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from scoreline.engine.facts import FactState
from scoreline.workspace import Workspace
from tests.answers.printed import known

pytestmark = pytest.mark.data

SQL = (Path(__file__).parent / "quotas.sql").read_text("utf-8")
KPIS = ("quota_attainment", "quota_fact", "quota_amount")
Answer = tuple[float, Decimal, Decimal]


@pytest.fixture(scope="module")
def expected(data: Path) -> dict[tuple[str, dt.date], tuple[Decimal, Decimal]]:
    """Seller and last day -> the quota, and what was sold in its time."""
    with duckdb.connect() as con:
        rows = con.execute(SQL, {"folder": str(data / "adventureworks")}).fetchall()
    return {(seller, last): (quota, sold) for seller, last, quota, sold in rows}


@pytest.fixture(scope="module")
def found(bikes: Workspace) -> dict[tuple[str, dt.date], Answer]:
    """Seller and day -> attainment, what was sold, and the quota, where the attainment is defined."""
    table = bikes.kpi(*KPIS, by="person", per="day", start="2011-05-31", end="2014-06-30")
    states = table.states.column("quota_attainment").to_pylist()
    answers = {}
    for row, state in enumerate(states):
        if state != FactState.UNDEFINED.value:
            attainment, sold, quota = (known(table, row, kpi) for kpi in KPIS)
            seller = table.ids.column("person id")[row].as_py()
            day = dt.date.fromisoformat(table.table.column("period")[row].as_py())
            answers[seller, day] = (attainment, sold, quota)
    return answers


def test_there_are_163_quotas_of_17_sellers(found: dict[tuple[str, dt.date], Answer]) -> None:
    assert len(found) == 163
    assert len({seller for seller, _ in found}) == 17


def test_each_quota_ends_on_its_day_with_its_revenue(
    found: dict[tuple[str, dt.date], Answer], expected: dict[tuple[str, dt.date], tuple[Decimal, Decimal]]
) -> None:
    """Exactly: money is never a double."""
    assert {key: (quota, sold) for key, (_, sold, quota) in found.items()} == expected


def test_attainment_of_each_quota(
    found: dict[tuple[str, dt.date], Answer], expected: dict[tuple[str, dt.date], tuple[Decimal, Decimal]]
) -> None:
    """To the last bit: a percentage is the formula, 100 * sold / quota, over the exact amounts as doubles."""
    assert {key: attainment for key, (attainment, _, _) in found.items()} == {
        key: 100 * float(sold) / float(quota) for key, (quota, sold) in expected.items()
    }


def test_each_sellers_last_quota_runs_to_the_end_of_may(found: dict[tuple[str, dt.date], Answer]) -> None:
    last = {seller: max(day for other, day in found if other == seller) for seller, _ in found}
    assert set(last.values()) == {dt.date(2014, 5, 31)}
