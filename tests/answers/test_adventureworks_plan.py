"""A goal for the year after, split by what AdventureWorks' sellers did in 2013, against plain SQL straight over the files."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from scoreline.planning.decompose.plan import Plan
from scoreline.workspace import Workspace

pytestmark = pytest.mark.data

GOAL = Decimal("40000000.01")
FILE = f"""
goal: {{kpi: revenue, period: 2014, amount: {GOAL}}}
time: {{to: week, method: seasonality, holidays: US}}
members: {{levels: [person], method: last year}}
"""
SOLD = """
    SELECT {what} AS key, sum(CAST(SubTotal AS DECIMAL(18, 4))) FROM read_csv(?, all_varchar = true)
    WHERE OrderDate LIKE '2013-%' GROUP BY key
"""


def sold(data: Path, what: str) -> dict[str, Fraction]:
    """What was sold in 2013, by an expression over the file's columns."""
    with duckdb.connect() as con:
        rows = con.execute(SOLD.format(what=what), [str(data / "adventureworks" / "SalesOrderHeader.csv.gz")]).fetchall()
    return {key: Fraction(amount) for key, amount in rows if key}


@pytest.fixture(scope="module")
def plan(bikes: Workspace) -> Plan:
    path = bikes.path / "plan.yaml"
    path.write_text(FILE, "utf-8")
    return bikes.split_goal(path)


def test_sellers_and_quarters_sum_to_the_cent(plan: Plan) -> None:
    quarters = plan.times.at()
    sellers = plan.members.keys[1:]
    assert len(sellers) > 10
    assert sum(plan.amount(seller) for seller in sellers) == plan.amount("Company") == GOAL
    assert sum(plan.amount("Company", quarter) for quarter in quarters) == GOAL
    for seller in sellers:
        assert sum(plan.amount(seller, quarter) for quarter in quarters) == plan.amount(seller)
    for span in (*quarters, *plan.times.leaves):
        assert sum(plan.amount(seller, span) for seller in sellers) == plan.amount("Company", span)


def test_sellers_get_their_shares_of_2013(plan: Plan, bikes: Workspace, data: Path) -> None:
    """Each within a cent of the goal times the share in the file."""
    names = {f"{member.id}.0": member.name for member in bikes.members("person")}
    shares = {names[seller]: amount for seller, amount in sold(data, "SalesPersonID").items() if names[seller] in plan.members.numbers}
    assert set(shares) == set(plan.members.keys[1:])
    for seller, amount in shares.items():
        assert abs(Fraction(plan.amount(seller)) - Fraction(GOAL) * amount / sum(shares.values())) < Fraction(1, 100)


def test_quarters_get_their_shares_of_2013(plan: Plan, data: Path) -> None:
    """The season is that of the whole company, online orders too."""
    shares = sold(data, "'2014-Q' || quarter(CAST(OrderDate AS DATE))")
    for quarter in plan.times.at():
        exact = Fraction(GOAL) * shares[quarter.label] / sum(shares.values())
        assert abs(Fraction(plan.amount("Company", quarter)) - exact) < Fraction(1, 100)
