"""AdventureWorks' quarters of 2013 closed one after another, an order that comes late, and Maven's agents closed month by month."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from decimal import Decimal
from pathlib import Path

import pytest

import scoreline
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.workspace import Workspace
from tests.mart.staging import at, stage

pytestmark = pytest.mark.data

QUARTERS = [f"2013-Q{number}" for number in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def sellers(bikes: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of its own, in which everybody who sold in all quarters of 2013 has a matrix of revenue for each."""
    folder = tmp_path_factory.mktemp("closing") / "bikes"
    shutil.copytree(bikes.path, folder)
    ws = scoreline.open(folder)
    sold = ws.kpi("revenue", by="person", per="quarter", start="2013-Q1", end="2013-Q4").to_pylist()
    names = sorted({row["person"] for row in sold if row["person"] and row["revenue"]})
    always = [name for name in names if all(row["revenue"] for row in sold if row["person"] == name)]
    lines = ["matrices:"]
    for name in always:
        lines += [f"  - person: {name!r}", f"    period: [{', '.join(QUARTERS)}]", "    rows:"]
        lines += ["      - {kpi: revenue, weight: 1, base: 0, norm: 500000, target: 750000, method: ratio}"]
    (folder / "matrices.yaml").write_text("\n".join(lines), "utf-8")
    ws.apply_matrices(folder / "matrices.yaml", by="Stephen")
    assert len(always) > 10
    return ws


def test_quarters_are_closed_one_after_another(sellers: Workspace) -> None:
    people = [one.matrix.member for one in sellers.life.agreements("2013-Q1")]
    live = {quarter: sellers.scores(people, quarter) for quarter in QUARTERS}
    for number, quarter in enumerate(QUARTERS, 1):
        made = sellers.life.close(quarter, by="Amy", unsigned="an example of published data")
        assert len(made.results) == len(people)
        assert [one.period.label for one in sellers.life.closings()] == QUARTERS[:number]
    for quarter in QUARTERS:
        for before, after in zip(live[quarter], scoreline.open(sellers.path).scores(people, quarter), strict=True):
            assert (after.rows, after.total) == (before.rows, before.total)
            (row,) = after.rows
            assert isinstance(row.fact, Decimal) and row.attainment == row.fact / 5000
    assert sellers.trail.verify().problem == ""


def test_a_late_order_is_pending_and_restates_to_the_cent(sellers: Workspace, tmp_path: Path) -> None:
    """It is of the last day of the first quarter; the quarters are closed by the test before."""
    who = sellers.life.agreements("2013-Q1")[0].matrix.member
    frozen = sellers.score(who, "2013-Q1").rows[0].fact
    assert isinstance(frozen, Decimal)
    tables = {
        "orders": [{"id": "late", "owner_id": who.id, "ordered_at": at("2013-03-31 23:59")}],
        "order_lines": [{"id": "late", "order_id": "late", "quantity": 1, "amount": Decimal("1234.56")}],
    }
    covers = Span(dt.date(2011, 5, 31), dt.date(2014, 7, 1))
    publish(sellers.mart, stage(tmp_path, tables, source=who.source, covers=covers), time_zone="UTC")
    ws = scoreline.open(sellers.path)
    (found,) = ws.life.pending()
    assert (found.period.label, found.member, found.kpi) == ("2013-Q1", who, "revenue")
    assert (found.frozen.value, found.today.value) == (frozen, frozen + Decimal("1234.56"))
    assert [row.values["id"] for row in found.rows] == ["late"]
    assert ws.score(who, "2013-Q1").rows[0].fact == frozen
    made = ws.life.restate("2013-Q1", reason="the order was entered late", by="Amy")
    row = ws.score(who, "2013-Q1").rows[0]
    assert (row.fact, row.attainment) == (frozen + Decimal("1234.56"), (frozen + Decimal("1234.56")) / 5000)
    assert (made.version, ws.life.pending()) == (2, [])
    assert scoreline.open(ws.path, as_of=sellers.version).score(who, "2013-Q1").rows[0].fact == frozen


@pytest.fixture(scope="module")
def agents(maven: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of its own, in which each agent has a matrix for each month of 2017."""
    folder = tmp_path_factory.mktemp("closing") / "maven"
    shutil.copytree(maven.path, folder)
    (folder / "matrices.yaml").write_text(AGENTS, "utf-8")
    ws = scoreline.open(folder)
    ws.apply_matrices(folder / "matrices.yaml", by="Rocco")
    return ws


AGENTS = """
matrices:
  - role: agent
    periods: {from: 2017-01, to: 2017-12}
    rows:
      - {kpi: revenue, weight: 0.5, base: 0, norm: 25000, target: 40000}
      - {kpi: win_rate, weight: 0.5, base: 30, norm: 60, target: 70}
"""


def test_the_agents_months_of_2017_are_backtested_and_closed_in_under_10_seconds(agents: Workspace) -> None:
    """Where nobody decided a deal, the win rate is undefined and does not apply, as agreed: the other row carries its weight."""
    began = time.process_time()
    tried = agents.insights.backtest("2017-01", "2017-12", file=agents.path / "matrices.yaml")
    made = [agents.life.close(f"2017-{month:02}", by="Rocco", unsigned="an example") for month in range(1, 13)]
    taken = time.process_time() - began
    cards = [result.card for closing in made for result in closing.results]
    assert len(cards) == tried.trials == 12 * 35
    without = [card for card in cards if card.rows[1].state.value == "undefined"]
    assert len(without) == 120
    assert all(card.rows[0].applied_weight == 1 and not card.provisional for card in without)
    totals = [card.total for card in cards if card.total is not None]
    assert tried.spread and tried.spread.mean == pytest.approx(float(sum(totals) / len(totals)))
    assert taken < 10, f"{taken:.1f} s"
