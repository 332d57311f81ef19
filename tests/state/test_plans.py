"""Plans that are saved, each version beside those before."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from scoreline.engine.members import COMPANY, Member
from scoreline.errors import AuditError, PeriodError, PlanError
from scoreline.periods import Grain, parse
from scoreline.planning.decompose.plan import Goal, Plan
from scoreline.planning.decompose.saved import Draft
from scoreline.planning.decompose.slices import of_calendar
from scoreline.planning.decompose.split import Question
from scoreline.planning.decompose.split import split as split_units
from scoreline.planning.decompose.tree import tree
from scoreline.state import audit, plans
from tests.state.conftest import run

ANNA, BEN = Member("person", "Anna", "1", "crm"), Member("person", "Ben 张", "2", "crm")
YEAR = parse("2026")


def draft(amount: str = "1000", weight: int = 1, top: Member = COMPANY) -> Draft:
    """Anna and Ben, and the months of 2026."""
    people, times = tree({"Company": None, "Anna": "Company", "Ben 张": "Company"}), of_calendar(YEAR, Grain.MONTH)
    goal = Goal("revenue", Decimal(amount), Decimal("0.01"))
    weights = [Fraction(1 + weight), Fraction(weight), Fraction(1)]
    values = split_units(Question(goal.units(goal.amount), people, times.tree, weights, [Fraction(1)] * 12))
    return Draft(Plan(goal, people, times, values), (top, ANNA, BEN), {"goal": {"amount": amount}, "pins": []})


def test_versions_stand_beside_each_other_and_in_the_audit_trail(home: Path) -> None:
    assert plans.newest(home) == () and plans.heads(home) == ()
    first = plans.apply(home, draft(), over=0, reason="the board", by="Olga", origin="plan.yaml")
    second = plans.apply(home, draft(weight=3), over=1, reason="Anna has the larger region", by="Kate")
    assert plans.newest(home) == (second,) == plans.newest(home, kpi="revenue", top=COMPANY, period=YEAR)
    assert plans.version(home, "revenue", COMPANY, YEAR, 1) == first
    assert plans.version(home, "revenue", COMPANY, YEAR, 3) is None
    assert [(one.version, one.by, one.reason, one.origin, one.amount) for one in plans.heads(home)] == [
        (1, "Olga", "the board", "plan.yaml", 1000), (2, "Kate", "Anna has the larger region", "", 1000),
    ]  # fmt: skip
    *_, entry = audit.trail(home)
    assert (entry.kind, entry.about, entry.by, entry.why) == (
        "plan", "the plan of revenue of Company, 2026", "Kate", "Anna has the larger region",
    )  # fmt: skip
    before, after = (json.loads(text or "{}") for text in (entry.before, entry.after))
    assert (before["version"], before["fingerprint"]) == (1, first.fingerprint)
    assert (after["version"], after["fingerprint"]) == (2, second.fingerprint)


def test_whoever_stands_at_the_top_may_be_renamed(home: Path) -> None:
    plans.apply(home, draft(top=Member("team", "West", "7", "crm")), over=0, reason="the board", by="Olga")
    for over, name in ((1, "East"), (2, "Zoo")):
        renamed = Member("team", name, "7", "crm")
        saved = plans.apply(home, draft(weight=over + 2, top=renamed), over=over, reason="another view", by="Olga")
        assert plans.newest(home) == (saved,) == plans.newest(home, top=renamed)
    assert [one.version for one in plans.heads(home)] == [1, 2, 3]


def test_what_cannot_be_saved_saves_nothing(home: Path) -> None:
    plans.apply(home, draft(), over=0, reason="the board", by="Olga")
    entries = audit.trail(home)
    with pytest.raises(PlanError, match="revenue of Company, 2026: You looked at version 0, but Olga saved version 1 meanwhile"):
        plans.apply(home, draft(weight=3), over=0, reason="another view", by="Kate")
    with pytest.raises(PlanError, match=r"There is no version 7: the newest is version 1\. .*--over 1"):
        plans.apply(home, draft(), over=7, reason="another view", by="Kate")
    with pytest.raises(PlanError, match="It is the same as version 1"):
        plans.apply(home, draft(), over=1, reason="again", by="Kate")
    with pytest.raises(PlanError, match="A plan needs a reason"):
        plans.apply(home, draft(weight=3), over=1, reason=" ", by="Kate")
    with pytest.raises(PeriodError, match="It must be known who acts"):
        plans.apply(home, draft(weight=3), over=1, reason="another view", by=" ")
    assert audit.trail(home) == entries
    assert [one.version for one in plans.heads(home)] == [1]


def test_amounts_that_were_changed_by_hand_are_found(home: Path) -> None:
    plans.apply(home, draft(), over=0, reason="the board", by="Olga")
    held = json.dumps([1] * 12, separators=(",", ":"))
    run(home, f"UPDATE plan_part SET amounts = '{held}' WHERE position = 1")
    with pytest.raises(AuditError, match="revenue of Company, 2026, version 1: Its amounts are not those that were saved"):
        plans.newest(home)
