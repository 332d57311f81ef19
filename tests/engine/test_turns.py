"""Threads take turns at the connection: DuckDB refuses a statement while another one's rows are being read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import scoreline
from scoreline.engine import why
from scoreline.engine.engine import Engine
from scoreline.engine.members import Member
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.periods import parse
from tests.engine.tables import Tables, ask, engine
from tests.engine.turns import watch
from tests.mart.staging import at, stage

JANUARY = parse("2025-01")
ANN = Member("person", "Ann", "ann", "s")


@pytest.fixture
def on() -> Engine:
    """An engine over lines whose credit is shared, and quotas."""
    day, month = dt.date(2025, 1, 15), {"valid_from": JANUARY.start, "valid_to": JANUARY.end}
    line = {"id": "l", "order_id": "o", "owner_id": "ann", "amount": Decimal(10), "ordered_on": day, "status": "complete"}
    quota = {"member_kind": "person", "member_id": "ann", "kpi": "revenue", "norm": Decimal(50), "is_quota": True, **month}
    tables = Tables(
        {
            "people": [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}],
            "orders": [{"id": "o", "owner_id": "ann", "ordered_on": day, "status": "complete"}],
            "order_lines": [line],
            "levels": [quota],
            "credits": [{"id": "c", "order_id": "o", "person_id": "bob", "kind": "share", "share": Decimal("0.5")}],
        }
    )
    made = engine(tables)
    watch(made)
    return made


@pytest.mark.parametrize(
    "ask_it",
    [
        lambda on: ask(on, "revenue", "quota_attainment", by=("person",), per="month", start="2025-01", end="2025-01"),
        lambda on: why.explain(on, "revenue", ANN, JANUARY),
        lambda on: why.explain(on, "quota_attainment", None, JANUARY),
        lambda on: why.rows(on, "revenue", ANN, JANUARY, "sold", 10, 0),
    ],
    ids=("numbers", "why", "why of a quota", "rows"),
)
def test_every_statement_waits_for_its_turn(on: Engine, ask_it: Callable[[Engine], object]) -> None:
    assert ask_it(on)


def test_so_does_a_workspace_that_looks_what_there_is_to_ask(tmp_path: Path) -> None:
    made = scoreline.init(tmp_path / "ws")
    line = {"id": "l", "order_id": "o", "quantity": 1, "amount": 10, "unit_cost": 4}
    rows = {"orders": [{"id": "o", "ordered_at": at("2025-01-15 12:00")}], "order_lines": [line], "products": []}
    publish(made.mart, stage(tmp_path, rows, covers=Span(JANUARY.start, JANUARY.end)), time_zone="UTC")
    ws = scoreline.open(made.path)
    watch(ws.engine)
    assert ws.last_period() == JANUARY
    assert ws.kpi("gross_margin").table["gross_margin"].to_pylist() == [6]
