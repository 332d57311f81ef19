"""Saved plans: the same again from JSON, and levels of any period that is made of their parts."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import COMPANY, Member
from scoreline.errors import PlanError
from scoreline.periods import Calendar, Grain, between, parse
from scoreline.planning.decompose.plan import Goal, Plan
from scoreline.planning.decompose.saved import SavedPlan, amounts, level, plan_from, times_plain, told
from scoreline.planning.decompose.slices import Times, of_calendar
from scoreline.planning.decompose.split import Question, split
from scoreline.planning.decompose.tree import tree

YEAR = parse("2026")
WEEKS = of_calendar(YEAR, Grain.WEEK)
MONTHS = of_calendar(YEAR, Grain.MONTH)
ANNA, BEN = Member("person", "Anna", "1", "crm"), Member("person", "Ben", "2", "crm")


def saved(amount: int = 100_000, times: Times = WEEKS, weights: tuple[int, int] = (1, 2), at: int = 1, kpi: str = "revenue") -> SavedPlan:
    people = tree({"Company": None, "Anna": "Company", "Ben": "Company"})
    shares = [Fraction(sum(weights)), *map(Fraction, weights)]
    values = split(Question(amount, people, times.tree, shares, [Fraction(span.days) for span in times.leaves]))
    plan = Plan(Goal(kpi, Decimal(amount) / 100, Decimal("0.01")), people, times, values)
    return SavedPlan(plan, (COMPANY, ANNA, BEN), {}, 1, dt.datetime(2026, 1, at, tzinfo=dt.UTC), "Olga", "the board", "plan.yaml")


@given(st.integers(0, 10**9), st.integers(1, 50), st.integers(1, 50))
def test_a_plan_comes_back_from_its_plain_form(amount: int, one: int, other: int) -> None:
    made = saved(amount, weights=(one, other))
    times = json.loads(json.dumps(times_plain(WEEKS)))
    members = list(zip(made.plan.members.keys, made.plan.members.parents, strict=True))
    assert plan_from(made.plan.goal, YEAR, times, members, amounts(made.plan)) == made.plan


@given(st.integers(0, 10**6), st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]))
def test_levels_of_any_length_add_up_to_the_goal(amount: int, grain: Grain) -> None:
    """Weeks at the edges of the year lie in two plans: those within this one, and what is clipped, make up the year."""
    made = saved(amount)
    whole = [period for period in between(YEAR.start, YEAR.end, grain) if YEAR.start <= period.start and period.end <= YEAR.end]
    levels = {who: [level([made], "revenue", who, period).amount for period in whole] for who in (COMPANY, ANNA, BEN)}
    assert levels[COMPANY] == [one + other for one, other in zip(levels[ANNA], levels[BEN], strict=True)]
    if grain is not Grain.WEEK:
        assert sum(levels[COMPANY]) == made.plan.goal.amount


def test_the_shortest_plan_holds_then_the_one_saved_last() -> None:
    quarter = saved(7000, of_calendar(parse("2026-Q1"), Grain.MONTH))
    early, late = saved(12_000, MONTHS), saved(24_000, MONTHS, at=2)
    plans = [late, early, quarter]
    assert level(plans, "revenue", COMPANY, parse("2026-Q1")).amount == 70
    assert level(plans, "revenue", COMPANY, parse("2026")).amount == 240
    assert level([early, late], "revenue", COMPANY, parse("2026")).amount == 240


@pytest.mark.parametrize(
    ("kpi", "member", "period", "said"),
    [
        ("revenue", ANNA, "2027-01", "revenue of Anna, 2027-01: No saved plan covers it"),
        ("visits", ANNA, "2026-01", "visits of Anna, 2026-01: No saved plan covers it"),
        (
            "revenue",
            Member("person", "Cleo", "3", "crm"),
            "2026-01",
            "revenue of Cleo, 2026-01: The member is not in revenue of Company, 2026",
        ),
        ("revenue", ANNA, "2026-W10", "revenue of Anna, 2026-W10: 2026-03-02 to 2026-03-08 is not made of parts of the plan"),
        ("revenue", ANNA, "2026-W01", "revenue of Anna, 2026-W01: No saved plan covers it"),
    ],
)
def test_what_no_plan_tells_is_refused_with_the_place(kpi: str, member: Member, period: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        level([saved(times=MONTHS)], kpi, member, parse(period))


def test_the_fingerprint_tells_amounts_members_and_times_apart_and_not_names() -> None:
    one = saved()
    married = SavedPlan(one.plan, (COMPANY, Member("person", "Anne", "1", "crm"), BEN), {}, 2, one.at, "Kate", "", "")
    others = [
        saved(100_001), saved(weights=(2, 1)), saved(times=MONTHS), saved(kpi="visits"),
        saved(times=of_calendar(parse("2025"), Grain.WEEK)), saved(times=of_calendar(parse("2026", Calendar(first_month=2)), Grain.WEEK)),
    ]  # fmt: skip
    assert married.fingerprint == one.fingerprint
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == len(others) + 1


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"amount": Decimal("1.50"), 2026: [dt.date(2026, 1, 2), True, None]}, {"amount": "1.5", "2026": ["2026-01-02", True, None]}),
        ((1, "a"), [1, "a"]),
    ],
)
def test_what_a_file_says_is_kept_in_jsons_own_kinds(value: Any, plain: Any) -> None:
    assert told(value) == plain
