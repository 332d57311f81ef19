"""Two sources, one loaded to the end of February and one to the end of March: what is known of each, and of both together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import scoreline
from scoreline.cli.kpi_sheet import sheet
from scoreline.engine.facts import FactState
from scoreline.engine.result import KpiTable
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.workspace import Workspace
from tests.mart.staging import at, stage

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
START = dt.date(2024, 1, 1)
MISSING, VALUE, ZERO = FactState.MISSING, FactState.VALUE, FactState.ZERO
FIRST = {"start": "2024-01", "end": "2024-03"}
TILL = {"start": "2024-02", "end": "2024-03"}


def company(source: str, people: Iterable[str], sales: Iterable[tuple[str, str, int]]) -> dict[str, list[dict[str, Any]]]:
    """Who sold for how much on which day: an order of one line for each."""
    found = [(f"o{place}", *sale) for place, sale in enumerate(sales)]
    return {
        "people": [{"id": id, "name": f"{id} of {source}"} for id in people],
        "teams": [{"id": "t", "name": f"Team of {source}"}],
        "memberships": [{"person_id": id, "team_id": "t", "valid_from": dt.date(2020, 1, 1)} for id in people],
        "customers": [{"id": "c", "name": f"Customer of {source}", "segment": "SMB"}],
        "orders": [{"id": id, "owner_id": who, "customer_id": "c", "ordered_at": at(f"{day} 12:00")} for id, who, day, _ in found],
        "order_lines": [{"id": id, "order_id": id, "quantity": 1, "amount": amount} for id, _, _, amount in found],
    }


SHOP = company("shop", ("ann", "ida"), [("ann", "2024-01-10", 10), ("ann", "2024-02-10", 20)])
CRM = company("crm", ("bob",), [("bob", "2024-01-11", 100), ("bob", "2024-02-11", 200), ("bob", "2024-03-11", 300)])


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("sources")
    made = scoreline.init(folder / "ws")
    publish(made.mart, stage(folder, SHOP, source="shop", covers=Span(START, MARCH)), time_zone="UTC")
    publish(made.mart, stage(folder, CRM, source="crm", covers=Span(START, APRIL)), time_zone="UTC")
    office = {name: rows for name, rows in company("office", ("eve",), ()).items() if not name.startswith("order")}
    publish(made.mart, stage(folder, office, source="office"), time_zone="UTC")
    return scoreline.open(made.path)


def states(table: KpiTable, kpi: str) -> dict[str, list[FactState]]:
    found: dict[str, list[FactState]] = {}
    for name, fact in zip(table.table[table.by[0]].to_pylist(), table.facts(kpi), strict=True):
        found.setdefault(name, []).append(fact.state)
    return found


def test_a_person_is_known_on_the_days_of_the_source(ws: Workspace) -> None:
    table = ws.kpi("revenue", "order_count", by="person", **FIRST)
    assert states(table, "revenue") == states(table, "order_count") == {
        "ann of shop": [VALUE, VALUE, MISSING],
        "bob of crm": [VALUE, VALUE, VALUE],
        "eve of office": [MISSING, MISSING, MISSING],
        "ida of shop": [ZERO, ZERO, MISSING],
    }  # fmt: skip
    assert table.table["revenue"].to_pylist()[:6] == [10, 20, None, 100, 200, 300], "what is not known is not 0"
    assert table.states["revenue"].to_pylist()[:3] == ["value", "value", "missing"]
    assert [table.fact(row, "revenue").state for row in (2, 5)] == [MISSING, VALUE]
    assert ("revenue", "2024-03") in table.partial() and not table.uncovered


def test_so_is_a_team_a_customer_and_several_cuts(ws: Workspace) -> None:
    wanted = [VALUE, VALUE, MISSING]
    assert states(ws.kpi("revenue", by="team", **FIRST), "revenue")["Team of shop"] == wanted
    assert states(ws.kpi("revenue", by="customer", **FIRST), "revenue")["Customer of shop"] == wanted
    assert states(ws.kpi("revenue", by=["segment", "person"], **FIRST), "revenue")["SMB"] == [*wanted, VALUE, VALUE, VALUE]


def test_the_whole_company_has_a_value_and_a_note(ws: Workspace) -> None:
    for by in (None, "segment"):
        table = ws.kpi("revenue", by=by, **FIRST)
        assert [fact.value for fact in table.facts("revenue")] == [110, 220, 300]
        assert [fact.state for fact in table.facts("revenue")] == [VALUE] * 3
        (note,) = (note for note in table.notes if "order lines" in note)
        assert note.startswith("order lines of shop only from 2024-01-01 to 2024-02-29: ")
    assert not any("shop" in note for note in ws.kpi("revenue", start="2024-01", end="2024-02").notes)


def test_a_filter_keeps_the_records_of_a_source_and_its_days(ws: Workspace) -> None:
    only = ws.kpi("revenue", **FIRST, where={"person": "ann"})
    assert [fact.state for fact in only.facts("revenue")] == [VALUE, VALUE, MISSING]
    both = ws.kpi("revenue", **FIRST, where={"person": ["ann", "bob"]})
    assert [(fact.value, fact.state) for fact in both.facts("revenue")] == [(110, VALUE), (220, VALUE), (300, MISSING)]
    assert [fact.state for fact in ws.kpi("revenue", **FIRST, where={"person": "bob"}).facts("revenue")] == [VALUE] * 3


def test_the_period_before_and_the_year_before_are_held_to_the_same_days(ws: Workspace) -> None:
    growth = ws.kpi("revenue_growth", by="person", per="month", **TILL)
    assert states(growth, "revenue_growth")["ann of shop"] == [VALUE, MISSING]
    assert states(growth, "revenue_growth")["bob of crm"] == [VALUE, VALUE]
    table = ws.kpi("revenue", by="person", start="2024-03", end="2024-03", compare="previous")
    assert table.comparison is not None
    assert states(table, "revenue")["ann of shop"] == [MISSING]
    assert table.table["person"].to_pylist()[0] == "ann of shop"
    assert table.comparison.values["revenue"].to_pylist()[0] == 20 and table.comparison.states["revenue"].to_pylist()[0] == "value"
    assert table.comparison.changes["revenue"].to_pylist()[:2] == [None, 100]
    april = ws.kpi("revenue", by="person", start="2024-04", end="2024-04", compare="previous")
    assert april.comparison is not None
    assert april.comparison.states["revenue"].to_pylist()[:2] == ["missing", "value"]


def test_a_share_of_the_whole_is_known_by_the_member(ws: Workspace, tmp_path: Path) -> None:
    made = scoreline.init(tmp_path / "ws")
    for source, tables, end in (("shop", SHOP, MARCH), ("crm", CRM, APRIL)):
        told = {**tables, "orders": [{**row, "contact_method": "call"} for row in tables["orders"]]}
        publish(made.mart, stage(tmp_path, told, source=source, covers=Span(START, end)), time_zone="UTC")
    table = scoreline.open(made.path).kpi("sales_by_contact_method", by=["person", "contact_method"], **FIRST)
    assert states(table, "sales_by_contact_method") == {"ann of shop": [VALUE, VALUE, MISSING], "bob of crm": [VALUE] * 3}


def test_why_says_so(ws: Workspace) -> None:
    why = ws.why("revenue", "ann", "2024-03")
    assert why.fact.state is MISSING
    assert {part.name: part.value for part in why.parts} == {"sold": None, "refunded": 0}, "nobody loaded refunds: they are optional"
    assert any("The data of shop covers order lines from 2024-01-01 to 2024-02-29" in note for note in why.notes)
    assert any("No order lines of office were loaded" in note for note in ws.why("revenue", "eve", "2024-03").notes)
    known = ws.why("revenue", "bob", "2024-03")
    assert (known.fact.value, known.fact.state, known.notes) == (300, VALUE, ("No refunds were loaded, so none enter into revenue.",))


def test_a_score_is_provisional(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "matrix.yaml"
    row = "{kpi: revenue, weight: 1, base: 1, norm: 2, target: 3}"
    file.write_text("matrices:\n" + "".join(f"  - {{member: {who}, period: 2024-03, rows: [{row}]}}\n" for who in ("ida", "bob")), "utf-8")
    ws.apply_matrices(file)
    assert ws.score("ida", "2024-03").total is None
    assert ws.score("ida", "2024-03").rows[0].state == "missing"
    assert ws.score("bob", "2024-03").total == Decimal(150)
    (fact,) = ws.facts(ws.member("ann"), ["revenue"], ws.period("2024-03")).values()
    assert fact.state is MISSING


def test_the_sheet_shows_a_dash(ws: Workspace) -> None:
    table = ws.kpi("revenue", by="person", **FIRST)
    shown = sheet(ws, table, table.to_pylist())
    assert shown.shown[2] == ["ann of shop", "2024-03", "–*"]
    assert shown.shown[5][:2] == ["bob of crm", "2024-03"] and "300" in shown.shown[5][2]


def test_declared_days_without_rows_are_zero(tmp_path: Path) -> None:
    made = scoreline.init(tmp_path / "ws")
    empty = {**SHOP, "orders": [], "order_lines": []}
    for source, tables in (("shop", empty), ("crm", CRM)):
        publish(made.mart, stage(tmp_path, tables, source=source, covers=Span(START, APRIL)), time_zone="UTC")
    table = scoreline.open(made.path).kpi("revenue", by="person", **FIRST)
    assert states(table, "revenue")["ann of shop"] == [ZERO] * 3


def test_a_deal_without_history_is_known_on_the_last_day_of_all_deals_only(tmp_path: Path) -> None:
    """Open deals are told as of one day: a source whose deals end earlier says nothing of it."""
    made = scoreline.init(tmp_path / "ws")
    for source, end in (("shop", MARCH), ("crm", APRIL)):
        tables = {
            "people": [{"id": "p", "name": f"p of {source}"}],
            "stages": [{"id": "s", "name": "open", "kind": "open", "probability": Decimal("0.5")}],
            "deals": [{"id": "d", "owner_id": "p", "stage_id": "s", "amount": 10, "opened_at": at("2024-01-05 12:00")}],
        }
        publish(made.mart, stage(tmp_path, tables, source=source, covers=Span(START, end)), time_zone="UTC")
    table = scoreline.open(made.path).kpi("weighted_pipeline", by="person", **FIRST)
    assert states(table, "weighted_pipeline") == {"p of crm": [MISSING, MISSING, VALUE], "p of shop": [MISSING, MISSING, MISSING]}


def test_one_source_needs_no_second_look(tmp_path: Path) -> None:
    made = scoreline.init(tmp_path / "ws")
    publish(made.mart, stage(tmp_path, SHOP, source="shop", covers=Span(START, MARCH)), time_zone="UTC")
    table = scoreline.open(made.path).kpi("revenue", by="person", **FIRST)
    assert not table.uncovered_by and table.uncovered == {("revenue", "2024-03")}
    assert states(table, "revenue") == {"ann of shop": [VALUE, VALUE, MISSING], "ida of shop": [ZERO, ZERO, MISSING]}
