"""Levels of who was on leave, and of who left: in cards, quarters, closings and restatements."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import scoreline
from scoreline.mart.publish import publish
from scoreline.workspace import Workspace
from tests import company
from tests.mart.staging import at, stage
from tests.workspace.conftest import MATRICES, agree

LEAVE = {"id": "a1", "person_id": "ann", "from": dt.date(2024, 2, 12), "to": dt.date(2024, 2, 19)}
"""5 of the 21 working days of February."""


def load(ws: Workspace, staged: Path, **more: list[dict[str, Any]]) -> Workspace:
    """The company with other tables, published as the next version."""
    staged.mkdir()
    publish(ws.mart, stage(staged, {**company.tables(), **more}, covers=company.COVERED), time_zone="UTC")
    return scoreline.open(ws.path)


@pytest.fixture
def acme(made: Path, tmp_path: Path) -> Workspace:
    """Ann on leave for a week of February; Bob left on 1 March."""
    folder = tmp_path / "acme"
    shutil.copytree(made, folder)
    people = [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob, Jr.", "left_on": dt.date(2024, 3, 1)}]
    ws = load(scoreline.open(folder), tmp_path / "second", people=people, absences=[LEAVE])
    (folder / "matrices.yaml").write_text(MATRICES, "utf-8")
    ws.apply_matrices(folder / "matrices.yaml", by="Kate")
    return ws


def test_a_week_of_leave_takes_a_week_off_the_levels(acme: Workspace) -> None:
    card = acme.score("Ann", "2024-02")
    revenue = card.rows[0]
    assert (revenue.base, revenue.full_norm, revenue.full_target) == (0, 100, 150)
    assert revenue.norm == Decimal(1600) / 21
    assert card.notes[-1].text == "16 of 21 working days: the levels of Revenue, Orders are for these, with the full ones beside."
    assert acme.score("Ann", "2024-01").rows[0].full_norm is None
    quarter = acme.score("Ann", "2024-Q1").rows[0]
    assert quarter.norm is not None and isinstance(quarter.norm, Decimal)
    assert (abs(quarter.norm - 200 - Decimal(1600) / 21) < Decimal("1e-20"), quarter.full_norm) == (True, 300)


def test_who_left_has_a_quarter_of_the_months_before(acme: Workspace) -> None:
    assert acme.score("Bob, Jr.", "2024-03").total is None
    assert acme.score("Bob, Jr.", "2024-Q1").rows[0].norm == 200


def test_targets_beside_facts_are_those_of_the_cards(acme: Workspace) -> None:
    """Bob left after two of the three months, and of Ann's second month a week is missing."""
    for period, per in (("2024-02", "month"), ("2024-Q1", "quarter")):
        table = acme.kpi("revenue", by="person", per=per, start=period, end=period, compare="target")
        beside = {row["person"]: row["revenue_target"] for row in table.to_pylist()}
        for name in ("Ann", "Bob, Jr."):
            target = acme.score(name, period).rows[0].target
            assert target is not None and beside[name] == pytest.approx(target, abs=Decimal("0.0001"))


def test_the_settings_may_leave_levels_as_they_were_agreed(acme: Workspace) -> None:
    with (acme.path / "scoreline.toml").open("a", encoding="utf-8") as file:
        file.write('\n[working_days]\nas_agreed = ["revenue"]\nclosed = [2024-02-20, 2024-02-13]\n')
    rows = scoreline.open(acme.path).score("Ann", "2024-02").rows
    assert (rows[0].norm, rows[0].full_norm) == (100, None)
    assert (rows[1].norm, rows[1].full_norm) == (Decimal(15) / 19, 1)


def test_a_closing_freezes_the_levels_of_its_time(acme: Workspace, tmp_path: Path) -> None:
    """The leave turns out longer after the closing, and an order comes late: the restatement has the order, and the levels of then."""
    agree(acme, "2024-02")
    before = acme.score("Ann", "2024-02")
    closed = acme.life.close("2024-02", by="Kate")
    assert closed.card(before.member.key) == before
    (read,) = acme.life.closings("2024-02")
    assert [(one.matrix, one.scored_by) for one in read.results] == [(one.matrix, one.scored_by) for one in closed.results]
    assert read.results[0].matrix != read.results[0].scored_by
    late = {"id": "o7", "owner_id": "ann", "customer_id": "c1", "ordered_at": at("2024-02-28 12:00")}
    tables = company.tables()
    ws = load(
        acme,
        tmp_path / "third",
        absences=[{**LEAVE, "to": dt.date(2024, 2, 26)}],
        orders=[*tables["orders"], late],
        order_lines=[*tables["order_lines"], {"id": "o7", "order_id": "o7", "quantity": 1, "amount": 40}],
    )
    assert {(one.member.name, one.kpi) for one in ws.life.pending("2024-02")} == {("Ann", "revenue"), ("Ann", "order_count")}
    again = ws.life.restate("2024-02", reason="A late order", by="Kate").card(before.member.key)
    assert again is not None
    assert [(row.norm, row.full_norm, row.fact) for row in again.rows] == [
        (before.rows[0].norm, before.rows[0].full_norm, 40),
        (before.rows[1].norm, 1, 1),
    ]
    assert [note.id for note in again.notes] == ["total.prorated"]
