"""The page of saved plans: members down, periods across, sums as they are, pins marked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from scoreline.engine.members import COMPANY, Member
from scoreline.periods import Grain, parse
from scoreline.planning.decompose.plan import Goal
from scoreline.planning.decompose.saved import SavedPlan, plan_from, times_plain
from scoreline.planning.decompose.slices import of_calendar
from scoreline.state.plans import PlanHead
from tests.web.fake import FakeWorkspace
from tests.web.test_pages import text

YEAR = parse("2026")
WHO = (COMPANY, Member("team", "North", "t1", "demo"), Member("person", "Anna", "p00", "demo"), Member("person", "Boris", "p01", "demo"))
AT = dt.datetime(2025, 11, 3, 9, tzinfo=dt.UTC)


def saved(version: int = 2) -> SavedPlan:
    """1,200.00 by months: Anna 60, Boris 40 a month, but Anna is pinned to 120 in the first quarter."""
    amounts = {"Anna": [40] * 3 + [60] * 9, "Boris": [60] * 3 + [40] * 9}
    held = [[sum(pair) * 100 for pair in zip(*amounts.values(), strict=True)]] * 2 + [[n * 100 for n in row] for row in amounts.values()]
    members = [("Company", -1), ("North", 0), ("Anna", 1), ("Boris", 1)]
    plan = plan_from(Goal("revenue", Decimal(1200), Decimal("0.01")), YEAR, times_plain(of_calendar(YEAR, Grain.MONTH)), members, held)
    asked: dict[str, Any] = {
        "time": {"method": "working days"},
        "members": {"method": "last year"},
        "pins": [{"member": "Anna", "period": "2026-Q1", "amount": 120}],
    }
    return SavedPlan(plan, WHO, asked, version, AT, "Olga", "the board", "plan.yaml")


@pytest.fixture
def planned(workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch) -> FakeWorkspace:
    """A workspace with two versions of one plan."""
    heads = tuple(PlanHead("revenue", COMPANY, YEAR, one, Decimal(1200), AT, "Olga", "the board", "plan.yaml", "") for one in (1, 2))
    plans = SimpleNamespace(list=lambda: heads, get=lambda _kpi, _period, of, version: saved(version))
    monkeypatch.setattr(FakeWorkspace, "plans", plans, raising=False)
    return workspace


def test_a_plan_is_shown_with_its_sums_pins_and_methods(planned: FakeWorkspace, client: Client) -> None:
    said = text(client, "/plan/")
    assert "The plan: Revenue, Whole company, 2026" in said and "Version 2, saved on Nov 3, 2025, 09:00 by Olga: the board" in said
    assert "Whole company $1,200 $300 $300 $300 $300 North $1,200 $300" in said
    assert "Anna $660 $120 pinned $180 $180 $180 Boris $540 $180 $120 $120 $120" in said
    assert "Over time: by working days. Over members: by last year's shares. 1 amount is pinned." in said
    assert "scoreline plan split plan.yaml --against saved" in said


def test_months_and_earlier_versions_can_be_chosen(planned: FakeWorkspace, client: Client) -> None:
    said = text(client, "/plan/?per=month&version=1")
    assert "Jan 2026 Feb 2026" in said and "Anna $660 $40 $40 $40 $60" in said
    assert "You are reading version 1. Version 2 stands now." in said
    assert "is not a choice for per" in text(client, "/plan/?per=week", 404)


def test_a_part_of_a_plan_is_its_member_and_those_below(planned: FakeWorkspace, client: Client) -> None:
    said = text(client, "/plan/?of=North")
    assert "North $1,200" in said and "Whole company $1,200" not in said and "Show from the top" in said
    assert "There is no" in text(client, "/plan/?of=South", 404)


def test_without_plans_the_page_says_how_to_make_one(workspace: FakeWorkspace, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeWorkspace, "plans", SimpleNamespace(list=tuple), raising=False)
    said = text(client, "/plan/")
    assert "No plan is saved yet" in said and "scoreline plan apply plan.yaml --as NAME --reason TEXT" in said
