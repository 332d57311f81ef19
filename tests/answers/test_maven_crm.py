"""Maven Analytics, "CRM Sales Opportunities": the figures printed about it. All of its deals were decided in 2017."""

from __future__ import annotations

import csv
import statistics
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.engine.facts import FactState
from scoreline.engine.result import KpiTable
from scoreline.insight.standing import Verdict
from scoreline.workspace import Workspace
from tests.answers.printed import as_printed, by_member, whole

pytestmark = pytest.mark.data


def year(maven: Workspace, *kpis: str, by: str | None = None) -> KpiTable:
    return maven.kpi(*kpis, by=by, per="year", start="2017", end="2017")


COMPANY = [
    ("won_count", "4,238"),
    ("lost_count", "2,473"),
    ("engaging_count", "1,589"),
    ("prospecting_count", "500"),
    ("revenue", "10,005,534"),
    ("average_order_value", "2,361"),
    ("win_rate", "63.15"),
    ("win_share", "48.16"),  # of all deals, open ones too: printed as a win rate elsewhere
    ("sales_cycle_mean", "51.8"),
    ("sales_cycle", "57"),
    ("decision_cycle_mean", "47.99"),
    ("open_pipeline", "4,966,215"),
]


@pytest.mark.parametrize(("kpi", "printed"), COMPANY)
def test_figures_of_the_company(maven: Workspace, kpi: str, printed: str) -> None:
    assert as_printed(whole(year(maven, kpi), kpi), printed) == printed


def test_whole_figures_are_whole(maven: Workspace) -> None:
    """Money and days printed without decimals have none, so nothing was rounded away above."""
    table = year(maven, "revenue", "open_pipeline", "sales_cycle")
    found = [whole(table, kpi) for kpi in table.kpis]
    assert found == [Decimal("10005534"), Decimal("4966215"), 57.0]


def test_closing_dates_lie_in_2017_only(maven: Workspace) -> None:
    """What the year gives is what the company has: every deal is won, lost or open in it."""
    table = year(maven, "won_count", "lost_count", "open_count")
    assert sum(whole(table, kpi) for kpi in table.kpis) == 8800


@pytest.mark.parametrize(
    ("kpi", "printed"),
    [
        ("win_rate", {"West": "63.94", "Central": "62.56", "East": "63.02"}),
        ("revenue", {"West": "3,568,647", "Central": "3,346,293", "East": "3,090,594"}),
    ],
)
def test_figures_of_the_regions(maven: Workspace, kpi: str, printed: dict[str, str]) -> None:
    found = by_member(year(maven, kpi, by="team"), kpi)
    assert {name: as_printed(found[name], figure) for name, figure in printed.items()} == printed
    assert set(found) == set(printed)


def test_central_and_west_are_not_swapped(maven: Workspace, data: Path) -> None:
    """Each region has the revenue of its own agents, as the file of agents names them."""
    agents = by_member(year(maven, "revenue", by="person"), "revenue")
    with (data / "maven_crm" / "sales_teams.csv").open(encoding="utf-8-sig", newline="") as file:
        regions: dict[str | None, Decimal] = {}
        for line in csv.DictReader(file):
            region = line["regional_office"]
            regions[region] = regions.get(region, Decimal(0)) + agents[line["sales_agent"]]
    assert by_member(year(maven, "revenue", by="team"), "revenue") == regions


def test_first_quarter_wins_82_07_percent(maven: Workspace) -> None:
    table = maven.kpi("win_rate", per="quarter", start="2017-Q1", end="2017-Q1")
    assert as_printed(whole(table, "win_rate"), "82.07") == "82.07"


def test_second_quarter_sells_3_086_111(maven: Workspace) -> None:
    assert whole(maven.kpi("revenue", per="quarter", start="2017-Q2", end="2017-Q2"), "revenue") == Decimal("3086111")


def test_quarters_make_the_year(maven: Workspace) -> None:
    quarters = maven.kpi("revenue", per="quarter", start="2017-Q1", end="2017-Q4").to_pylist()
    assert [row["period"] for row in quarters] == ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"]
    assert sum(row["revenue"] for row in quarters) == Decimal("10005534")


def test_darcel_schlecht_sells_1_153_214(maven: Workspace) -> None:
    assert by_member(year(maven, "revenue", by="person"), "revenue")["Darcel Schlecht"] == Decimal("1153214")


def test_gtx_pro_sells_3_510_578(maven: Workspace) -> None:
    assert by_member(year(maven, "revenue", by="product"), "revenue")["GTX Pro"] == Decimal("3510578")


def test_deals_that_say_gtxpro_are_of_gtx_pro(maven: Workspace) -> None:
    table = year(maven, "won_count", "lost_count", "open_count", by="product")
    counts = [by_member(table, kpi) for kpi in table.kpis]
    assert sum(count["GTX Pro"] for count in counts) == 1480
    assert all("GTXPro" not in count and None not in count for count in counts)


def test_1_425_open_deals_have_no_account(maven: Workspace) -> None:
    assert by_member(year(maven, "open_count", by="customer"), "open_count")[None] == 1425


def test_five_agents_have_no_deals_and_so_no_win_rate(maven: Workspace) -> None:
    """No deals are 0 deals; a share of no deals is undefined, not 0."""
    table = year(maven, "won_count", "lost_count", "open_count", "win_rate", by="person")
    managers = {member.name for member in maven.directory.in_role("manager")}
    idle = [
        row
        for row, line in enumerate(table.to_pylist())
        if line["person"] not in managers and line["won_count"] == line["lost_count"] == line["open_count"] == 0
    ]
    assert len(idle) == 5
    assert {table.fact(row, "win_rate").state for row in idle} == {FactState.UNDEFINED}


def test_pipeline_before_the_last_day_is_not_known(maven: Workspace) -> None:
    """The file keeps no history of stages: the pipeline of an earlier day is missing, neither 0 nor today's."""
    table = maven.kpi("open_pipeline", per="quarter", start="2017-Q3", end="2017-Q3")
    fact = table.fact(0, "open_pipeline")
    assert (fact.value, fact.state) == (None, FactState.MISSING)


@pytest.mark.parametrize(
    ("kpi", "part", "rows"),
    [("win_rate", "won_deals", 4238), ("win_rate", "closed_deals", 6711), ("open_count", "open_deals", 2089)],
)
def test_a_figure_leads_to_its_rows(maven: Workspace, kpi: str, part: str, rows: int) -> None:
    assert maven.why_rows(kpi, None, "2017", part, limit=1).total == rows


def test_levels_and_ranks_of_the_agents(maven: Workspace, data: Path) -> None:
    """The median of each agent's months, and the places by it, as the file of deals has them; nobody's win rate stands out."""
    months: dict[str, list[int]] = {agent: [0] * 12 for agent in (member.name for member in maven.insights.in_role("agent"))}
    with (data / "maven_crm" / "sales_pipeline.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if line["deal_stage"] == "Won":
                months[line["sales_agent"]][int(line["close_date"].split("/")[0]) - 1] += int(line["close_value"])
    levels = {agent: statistics.median(Decimal(value) for value in values) for agent, values in months.items()}
    found = maven.insights.standing(maven.insights.in_role("agent"), "revenue", "win_rate")
    revenue = {item.member.name: item for item in found if item.kpi == "revenue"}
    assert {agent: item.level for agent, item in revenue.items()} == levels
    places = {agent: 1 + sum(other > level for other in levels.values()) for agent, level in levels.items()}
    assert {agent: item.rank and item.rank.place for agent, item in revenue.items()} == places
    assert (places["Darcel Schlecht"], revenue["Darcel Schlecht"].verdict) == (1, Verdict.STRENGTH)
    rates = [item for item in found if item.kpi == "win_rate"]
    assert {item.known for item in rates} == {0, 10}
    assert {item.verdict for item in rates} == {Verdict.LIKE_PEERS, Verdict.TOO_FEW}
