"""What nobody ever noted is not known: costs, kinds of deals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import scoreline
from scoreline.engine.availability import Allowed
from scoreline.engine.facts import FactState
from scoreline.errors import DefinitionError
from scoreline.kpis import registry
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.workspace import Workspace
from tests.mart.staging import at, stage

YEAR = Span(dt.date(2024, 1, 1), dt.date(2025, 1, 1))
MARGINS = ("gross_margin", "gross_margin_rate", "margin_rate_6m")
LINE: dict[str, Any] = {"id": "l", "order_id": "o", "product_id": "p", "quantity": 2, "amount": 100}


def load(ws: Workspace, tables: dict[str, list[dict[str, Any]]], source: str = "shop") -> Workspace:
    publish(ws.mart, stage(ws.path, tables, source=source, covers=YEAR), time_zone="UTC")
    return scoreline.open(ws.path)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """A shop that knows no costs."""
    order = {"id": "o", "customer_id": "c", "ordered_at": at("2024-03-10 12:00")}
    tables = {"products": [{"id": "p", "name": "Pen"}], "customers": [{"id": "c", "name": "C"}], "orders": [order], "order_lines": [LINE]}
    return load(scoreline.init(tmp_path / "ws"), tables)


def states(ws: Workspace, *kpis: str) -> list[FactState]:
    table = ws.kpi(*kpis, start="2024-03", end="2024-03")
    return [table.fact(0, kpi).state for kpi in kpis]


def test_without_any_cost_margins_are_not_known(ws: Workspace) -> None:
    assert states(ws, "revenue", *MARGINS) == [FactState.VALUE, *[FactState.MISSING] * 3]
    allowed = {item.kpi: item for item in ws.availability()}
    for kpi in MARGINS:
        assert (allowed[kpi].allowed, allowed[kpi].missing) == (Allowed.NO, ("order_lines.unit_cost / products.unit_cost",))
    note = "No row has a value in order_lines.unit_cost or in products.unit_cost."
    assert ws.kpi("gross_margin", start="2024-03", end="2024-03").notes[0] == f"gross_margin: {note}"
    assert "gross_margin" not in ws.kpi(start="2024-03", end="2024-03").kpis


def test_one_cost_is_enough(ws: Workspace) -> None:
    found = load(ws, {"products": [{"id": "p", "name": "Pen", "unit_cost": 30}]})
    assert states(found, *MARGINS) == [FactState.VALUE] * 3
    assert found.kpi("gross_margin", start="2024-03", end="2024-03").to_pylist()[0]["gross_margin"] == 40


def test_a_column_that_the_mart_has_not_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "kpis" / "own.yaml"
    own.parent.mkdir()
    own.write_text("measures:\n  x: {from: orders, count: id, at: ordered_on, known_from: [orders.colour]}\n", "utf-8")
    with pytest.raises(DefinitionError, match=r'The mart has no column "orders\.colour"'):
        registry.with_own([own])
