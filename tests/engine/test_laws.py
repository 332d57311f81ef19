"""The engine against a plain loop over the rows: any company, any moves between teams, every kind of measure, every period."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline import periods
from scoreline.kpis import registry
from scoreline.periods import Grain
from tests.engine.tables import Tables, ask, cells, engine

OWN = """
measures:
  buyers: {from: orders, distinct: customer_id, at: ordered_on}
  open_value: {from: deals, sum: amount, during: [opened_on, closed_on]}
  open_count: {from: deals, count: id, during: [opened_on, closed_on]}
  middle: {from: deals, median: closed_on - opened_on, at: closed_on}
  placed: {from: orders, count: id, at: ordered_on}
  big: {from: deals, count: id, at: opened_on, where: amount > 500}
  value: {from: deals, sum: amount, at: opened_on}
kpis:
"""
_UNITS = {
    "buyers": "count",
    "open_value": "money",
    "open_count": "count",
    "middle": "days",
    "placed": "count",
    "big": "count",
    "value": "money",
}
for _name, _unit in _UNITS.items():
    OWN += f"  k_{_name}: {{title: T, dimension: process, question: Q?, formula: {_name}, unit: {_unit}, direction: up}}\n"
KPIS = [f"k_{name}" for name in _UNITS]

START, END = dt.date(2024, 11, 1), dt.date(2025, 4, 1)
_days = st.integers(0, 150).map(lambda days: START + dt.timedelta(days=days))
_person = st.sampled_from(["ann", "bob", None])


@st.composite
def _companies(draw: Any) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {
        "people": [{"id": name, "name": name.title()} for name in ("ann", "bob")],
        "teams": [{"id": "all", "name": "All", "kind": "company"}]
        + [{"id": team, "name": team.title(), "kind": "team", "parent_id": "all"} for team in ("north", "south")],
        "memberships": [],
        "orders": [],
        "deals": [],
    }
    for name in ("ann", "bob"):
        moves = sorted(draw(st.sets(_days, max_size=3)))
        for number, day in enumerate(moves):
            until = moves[number + 1] if number + 1 < len(moves) else None
            rows["memberships"].append(
                {"person_id": name, "team_id": draw(st.sampled_from(["north", "south"])), "valid_from": day, "valid_to": until}
            )
    for number in range(draw(st.integers(0, 12))):
        day, customer = draw(_days), draw(st.sampled_from(["x", "y", "z"]))
        rows["orders"].append(
            {
                "id": f"o{number}",
                "owner_id": draw(_person),
                "ordered_on": day,
                "ordered_at": day,
                "customer_id": customer,
                "status": "complete",
            }
        )
    for number in range(draw(st.integers(0, 12))):
        opened, length = draw(_days), draw(st.none() | st.integers(0, 60))
        closed = None if length is None else opened + dt.timedelta(days=length)
        amount = Decimal(draw(st.integers(0, 99999))) / 100
        rows["deals"].append(
            {"id": f"d{number}", "owner_id": draw(_person), "opened_on": opened, "closed_on": closed, "amount": amount, "stage_id": "s"}
        )
    return rows


def _member(rows: dict[str, list[dict[str, Any]]], by: str, owner: str | None, day: dt.date) -> str | None:
    if by == "company" or owner is None:
        return None
    if by == "person":
        return owner.title()
    for seat in rows["memberships"]:
        if seat["person_id"] == owner and seat["valid_from"] <= day and (seat["valid_to"] is None or day < seat["valid_to"]):
            return str(seat["team_id"]).title()
    return None


def _plain(rows: dict[str, list[dict[str, Any]]], by: str, period: periods.Period) -> dict[str, dict[str | None, Any]]:
    """Each KPI's values by member in one period, by a loop over the rows."""
    found: dict[str, dict[str | None, Any]] = {kpi: defaultdict(Decimal if "value" in kpi else int) for kpi in KPIS}
    buyers, lengths = defaultdict(set), defaultdict(list)
    last = period.end - dt.timedelta(days=1)
    for order in rows["orders"]:
        if period.start <= order["ordered_on"] < period.end:
            who = _member(rows, by, order["owner_id"], order["ordered_on"])
            found["k_placed"][who] += 1
            buyers[who].add(order["customer_id"])
    for deal in rows["deals"]:
        opened, closed = deal["opened_on"], deal["closed_on"]
        if period.start <= opened < period.end:
            who = _member(rows, by, deal["owner_id"], opened)
            found["k_value"][who] += deal["amount"]
            found["k_big"][who] += deal["amount"] > 500
        if opened <= last and (closed is None or closed > last):
            who = _member(rows, by, deal["owner_id"], last)
            found["k_open_value"][who] += deal["amount"]
            found["k_open_count"][who] += 1
        if closed is not None and period.start <= closed < period.end:
            lengths[_member(rows, by, deal["owner_id"], closed)].append((closed - opened).days)
    found["k_buyers"] = {who: len(names) for who, names in buyers.items()}
    found["k_middle"] = {who: float(statistics.median(days)) for who, days in lengths.items()}
    return found


@pytest.mark.parametrize("by", ["company", "person", "team"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_companies())
def test_every_cell_equals_a_loop_over_the_rows(tmp_path_factory: pytest.TempPathFactory, by: str, rows: dict[str, Any]) -> None:
    own = tmp_path_factory.getbasetemp() / "laws.yaml"
    own.write_text(OWN, "utf-8")
    on = engine(Tables(rows), registry.with_own([own]))
    for per in ("week", "month", "quarter"):
        table = ask(on, *KPIS, by=() if by == "company" else (by,), per=per, start="2024-11", end="2025-03")
        for kpi in KPIS:
            values = cells(table, kpi)
            seen = {key[:-1] for key in values}
            for period in periods.between(START, END, Grain(per)):
                expected = _plain(rows, by, period)[kpi]
                for who, value in expected.items():
                    key = () if by == "company" else (who,)
                    assert value == 0 or key in seen, (kpi, who, period.label)
                for key in seen:
                    empty = None if kpi == "k_middle" else 0
                    assert values[(*key, period.label)] == expected.get(key[0] if key else None, empty), (kpi, key, period.label)


@settings(max_examples=8, deadline=None)
@given(rows=_companies())
def test_a_kept_state_answers_as_the_rows_do(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("kept")
    own = folder / "laws.yaml"
    own.write_text(OWN, "utf-8")
    definitions = registry.with_own([own])
    question: dict[str, Any] = {"by": ("team",), "per": "month", "start": "2024-11", "end": "2025-03"}
    first = ask(engine(Tables(rows), definitions, kept=folder), *KPIS, **question)
    emptied = {name: [] if name in ("orders", "deals") else held for name, held in rows.items()}
    again = ask(engine(Tables(emptied), definitions, kept=folder), *KPIS, **question)
    assert again.to_pylist() == first.to_pylist()


def test_a_folder_that_cannot_be_written_keeps_nothing_and_answers(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    on = engine(Tables({"orders": [{"id": "o", "ordered_on": dt.date(2025, 1, 2), "status": "complete"}]}), kept=blocked / "states")
    assert cells(ask(on, "order_count", per="month", start="2025-01", end="2025-01"), "order_count") == {("2025-01",): 1}
