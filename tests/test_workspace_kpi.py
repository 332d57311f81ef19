"""Workspace.kpi on a company of six orders, whose figures can be added up by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoreline.errors import QueryError
from scoreline.workspace import KpiTable, Workspace
from tests.company import ORDERS, made


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("company") / "ws")


def found(table: KpiTable, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in table.to_pylist()]


FIRST = {"start": "2024-01", "end": "2024-03"}


def test_a_year_before(ws: Workspace) -> None:
    table = ws.kpi("revenue", **FIRST, compare="last-year")
    assert found(table, "period", "revenue", "revenue_last_year", "revenue_change", "revenue_change_percent") == [
        ("2024-01", 130, 100, 30, 30.0),
        ("2024-02", 70, 250, -180, -72.0),
        ("2024-03", 10, 0, 10, None),
    ]
    assert isinstance(table.to_pylist()[0]["revenue_change"], Decimal)


def test_the_period_before_by_member(ws: Workspace) -> None:
    """Everybody stands there who has something in either period; a ratio's missing side has no change."""
    table = ws.kpi("revenue", "average_order_value", by="person", start="2024-02", end="2024-02", compare="previous")
    assert found(table, "person", "revenue", "revenue_previous", "revenue_change") == [("Ann", 0, 130, -130), ("Bob, Jr.", 70, 0, 70)]
    assert found(table, "average_order_value", "average_order_value_previous", "average_order_value_change") == [
        (None, 130.0, None),
        (70.0, None, None),
    ]


def test_a_customer_of_the_year_before_only_is_shown(ws: Workspace) -> None:
    table = ws.kpi("revenue", by="customer", start="2024-02", end="2024-02", compare="last-year")
    assert found(table, "customer", "revenue", "revenue_last_year") == [("C1", 70, 0), ("C2", 0, 200), ("C3", 0, 50)]


def test_what_is_not_covered_has_no_change(ws: Workspace) -> None:
    table = ws.kpi("revenue", start="2023-02", end="2023-02", compare="last-year")
    assert found(table, "revenue", "revenue_change") == [(250, None)]
    assert table.comparison is not None
    assert table.comparison.states.column("revenue").to_pylist() == ["missing"]


def test_a_day_without_counterpart(ws: Workspace) -> None:
    table = ws.kpi("revenue", per="day", start="2024-02-28", end="2024-03-01", compare="last-year")
    assert found(table, "period", "revenue", "revenue_last_year") == [("2024-02-28", 0, 0), ("2024-02-29", 70, None), ("2024-03-01", 0, 0)]


def test_to_date_and_its_year_before(ws: Workspace) -> None:
    """130, 200, 210 against 100, 350, 350."""
    table = ws.kpi("revenue", **FIRST, to_date="year", compare="last-year")
    assert found(table, "period", "window", "revenue", "revenue_last_year") == [
        ("2024-01", "year to date", 130, 100),
        ("2024-02", "year to date", 200, 350),
        ("2024-03", "year to date", 210, 350),
    ]
    days = ws.kpi("order_count", per="day", start="2024-03-04", end="2024-03-06", to_date="quarter")
    assert found(days, "order_count") == [(2,), (3,), (3,)]


def test_rolling_and_cumulative(ws: Workspace) -> None:
    """Buyers are counted anew for each window: c1 twice in the quarter is one customer."""
    rolling = ws.kpi("revenue", "average_order_value", **FIRST, rolling=2)
    assert found(rolling, "revenue", "average_order_value") == [(130, 130.0), (200, 100.0), (80, 40.0)]
    added = ws.kpi("revenue", **FIRST, cumulative=True, compare="previous")
    assert found(added, "revenue", "revenue_previous") == [(130, 0), (200, 130), (210, 200)]
    assert found(ws.kpi("revenue", start="2023-12", end="2024-02", rolling=12), "revenue") == [(350,), (380,), (200,)]


def test_windows_reach_outside_what_is_covered(ws: Workspace) -> None:
    table = ws.kpi("revenue", start="2023-01", end="2023-02", rolling=2)
    assert table.uncovered == {("revenue", "2023-01")}


def test_filters(ws: Workspace) -> None:
    assert found(ws.kpi("revenue", per="year", where={"segment": "SMB"}), "revenue") == [(150,), (200,)]
    assert found(ws.kpi("revenue", per="year", where={"segment": "SMB,Large"}), "revenue") == [(350,), (210,)]
    assert found(ws.kpi("revenue", per="year", where={"segment": ["SMB"], "team": "South"}), "revenue") == [(50,), (70,)]
    assert found(ws.kpi("revenue", per="year", where={"person": "Bob, Jr."}), "revenue") == [(50,), (80,)]
    by_team = ws.kpi("revenue", per="year", start="2024", end="2024", by="team", where={"segment": "SMB"})
    assert found(by_team, "team", "revenue") == [("North", 130), ("South", 70)]
    assert found(ws.kpi("revenue", **FIRST, where={"customer": "c1"}, compare="previous"), "revenue_previous") == [(0,), (130,), (70,)]


def test_todays_owner(ws: Workspace) -> None:
    """On the last covered day Bob looks after c1, so Ann keeps only what c2 bought."""
    table = ws.kpi("revenue", by="person", per="year", start="2023", end="2023", owner="today")
    assert found(table, "person", "owner", "revenue") == [("Ann", "today", 200), ("Bob, Jr.", "today", 150)]


def test_targets_of_the_mart(ws: Workspace) -> None:
    """January has a target, February only a norm, March a level without an end: revenue adds up, so that one is not for a month."""
    table = ws.kpi("revenue", by="person", **FIRST, compare="target")
    ann = [row for row in table.to_pylist() if row["person"] == "Ann"]
    assert [(row["revenue_target"], row["revenue_change"]) for row in ann] == [(120, 10), (80, -80), (None, None)]
    two = ws.kpi("revenue", by="person", start="2024-02", end="2024-02", to_date="year", compare="target").to_pylist()
    assert [row["revenue_target"] for row in two] == [200, None]


def test_a_ratio_beside_its_target_and_somebody_without_any_sale(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "matrix.yaml"
    row = "{kpi: average_order_value, weight: 1, base: 10, norm: 50, target: 65.5}"
    file.write_text(f'matrices:\n  - {{member: "Bob, Jr.", period: 2024-02, rows: [{row}]}}\n', "utf-8")
    ws.apply_matrices(file)
    when = {"by": "person", "start": "2024-02", "end": "2024-02"}
    table = ws.kpi("average_order_value", compare="target", **when)
    assert found(table, "average_order_value_target", "average_order_value_change") == [(None, None), (65.5, 4.5)]
    for name, revenue in (("Ann", 0), ("Bob, Jr.", 70)):
        assert found(ws.kpi("revenue", where={"person": name}, **when), "person", "revenue") == [(name, revenue)]


def test_a_matrix_goes_before_the_mart(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "matrix.yaml"
    row = "{kpi: revenue, weight: 1, base: 10, norm: 50, target: 65.5}"
    file.write_text(f"matrices:\n  - {{member: Ann, period: 2024-02, rows: [{row}]}}\n", "utf-8")
    ws.apply_matrices(file)
    table = ws.kpi("revenue", "order_count", by="person", start="2024-02", end="2024-02", compare="target")
    assert found(table, "revenue_target", "order_count_target") == [(Decimal("65.5"), None), (None, None)]
    assert found(ws.kpi("revenue", start="2024-02", end="2024-02", compare="target"), "revenue_target") == [(None,)]


def test_all_kpis(ws: Workspace) -> None:
    """What the data does not allow is not there; what refuses the cut is left out and named."""
    table = ws.kpi(**FIRST)
    assert {"revenue", "order_count", "retention_rate"} <= set(table.kpis)
    assert not {"win_rate", "visits"} & set(table.kpis)
    assert table.notes[0] == "Left out, since they need a cut of their own: sales_by_contact_method (contact_method)."
    by_product = ws.kpi(**FIRST, by="category")
    assert set(by_product.kpis) < set(table.kpis)
    assert by_product.notes[0].startswith("Left out, since they cannot be cut so: ")
    assert set(table.kpis) - set(by_product.kpis) == set(by_product.notes[0].partition(": ")[2].rstrip(".").split(", "))
    assert "sales_by_contact_method" in ws.kpi(**FIRST, by="contact_method").kpis


def test_weeks_that_reach_outside_are_told(ws: Workspace) -> None:
    notes = ws.kpi("revenue", per="week", start="2024-01", end="2024-02").notes
    assert notes[:1] == ("2024-W09 ends on 2024-03-03, after 2024-02.",)
    assert ws.kpi("revenue", per="week", start="2024-W01", end="2024-W09").notes == notes[1:]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"compare": "last-yaer"}, 'Did you mean "last-year"'),
        ({"owner": "tody"}, 'Did you mean "today"'),
        ({"where": {"segment": "Smb"}}, "It has: Large, SMB."),
        ({"where": {"segmnt": "SMB"}}, 'Did you mean "segment"'),
        ({"where": {"category": "x"}}, "no category"),
        ({"where": {"segment": []}}, "names nobody"),
        ({"rolling": 3, "cumulative": True}, "--rolling and --cumulative contradict"),
        ({"rolling": 1}, "no rolling window"),
        ({"to_date": "month"}, "no part of a month to date"),
        ({"to_date": "decade"}, "is not a period length"),
        ({"by": "customer", "compare": "target"}, "not agreed by customer"),
        ({"by": ("person", "team"), "compare": "target"}, "not agreed by person and team"),
        ({"where": {"segment": "SMB"}, "compare": "target"}, "for all of a member's work"),
        ({"start": "2023-01", "end": "2024-03", "cumulative": True, "compare": "last-year"}, "more than a year"),
        ({"start": "2024-03", "end": "2024-01"}, "The first period lies after the last"),
    ],
    ids=lambda value: str(value),
)
def test_what_is_refused(ws: Workspace, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(QueryError) as refused:
        ws.kpi("revenue", **asked)
    assert words in refused.value.text


def test_a_retail_calendar(tmp_path: Path) -> None:
    """2024 of a 4-5-4 calendar begins on Sunday, 4 February: o4 of 10 January is in 2023-P12, o5 and o6 in 2024-P01 and P02."""
    chosen = {"calendar": "4-5-4", "fiscal_year_start": 2, "fiscal_year_named": "start"}
    ws = made(tmp_path / "ws", **chosen)
    months = ws.kpi("revenue", "order_count", start="2023-P11", end="2024-P01", compare="last-year")
    assert found(months, "period", "revenue", "order_count") == [("2023-P11", 0, 0), ("2023-P12", 130, 1), ("2024-P01", 70, 1)]
    assert found(months, "revenue_last_year") == [(None,), (100,), (250,)]
    weeks = ws.kpi("order_count", per="week", start="2024-W04", end="2024-W05")
    assert found(weeks, "period", "order_count") == [("2024-W04", 1), ("2024-W05", 1)]
    to_date = ws.kpi("revenue", start="2024-P01", end="2024-P01", to_date="year")
    assert found(to_date, "revenue") == [(70,)]
    total = sum(row["revenue"] for row in ws.kpi("revenue", per="quarter", start="2022-Q4", end="2024-Q1").to_pylist())
    assert total == sum(amount for *_, amount in ORDERS)
    with pytest.raises(QueryError, match="2024-P02"):
        ws.kpi("revenue", start="2024-02")
