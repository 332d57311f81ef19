"""Plans in decimals, and what moves between two."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreline.errors import PlanError
from scoreline.periods import Grain, parse
from scoreline.planning.decompose.plan import Goal, Move, Plan, moves, places
from scoreline.planning.decompose.slices import of_calendar
from scoreline.planning.decompose.split import Question, split
from scoreline.planning.decompose.tree import tree

COMPANY = tree({"Company": None, "Anna": "Company", "Ben": "Company"})
YEAR = of_calendar(parse("2026"), Grain.WEEK)


def planned(amount: str, pins: dict[tuple[str, str], str] | None = None) -> Plan:
    goal = Goal("revenue", Decimal(amount), Decimal("0.01"))
    held = {(COMPANY.numbers[who], YEAR.tree.numbers[when]): goal.units(Decimal(pin)) for (who, when), pin in (pins or {}).items()}
    days = [Fraction(span.days) for span in YEAR.leaves]
    return Plan(goal, COMPANY, YEAR, split(Question(goal.units(goal.amount), COMPANY, YEAR.tree, [Fraction(1)] * 3, days, held)))


@settings(deadline=None, max_examples=20)
@given(st.decimals(0, 10**9, places=2))
def test_weeks_and_months_alike_add_up_to_the_year_to_the_cent(amount: Decimal) -> None:
    plan = planned(str(amount))
    for grain in (Grain.QUARTER, Grain.MONTH, Grain.WEEK):
        parts = [plan.amount("Anna", span) for span in plan.times.at(grain)]
        assert sum(parts) == plan.amount("Anna")
    assert plan.amount("Anna") + plan.amount("Ben") == plan.amount("Company") == amount


def test_a_preview_says_who_moves_by_how_much() -> None:
    before, after = planned("800.00"), planned("800.00", {("Anna", "2026"): "500.00"})
    assert moves(before, after, [YEAR.spans[0]]) == [
        Move("Anna", "2026", Decimal("400.00"), Decimal("500.00")),
        Move("Ben", "2026", Decimal("400.00"), Decimal("300.00")),
    ]
    assert [move.by for move in moves(before, after, [YEAR.spans[0]])] == [100, -100]


def test_nothing_moves_between_equal_plans() -> None:
    assert moves(planned("800.00"), planned("800.00"), YEAR.spans) == []


def test_whoever_goes_is_in_the_preview_too() -> None:
    before = planned("10.00")
    alone = tree({"Company": None, "Anna": "Company"})
    after = Plan(before.goal, alone, YEAR, [before.values[0], before.values[0]])
    assert moves(before, after, [YEAR.spans[0]]) == [
        Move("Anna", "2026", Decimal("5.00"), Decimal("10.00")),
        Move("Ben", "2026", Decimal("5.00"), None),
    ]


def test_half_a_cent_is_no_amount() -> None:
    with pytest.raises(PlanError, match=r"10\.005 is no multiple of 0\.01"):
        planned("10.005")


def test_an_unknown_member_is_refused() -> None:
    with pytest.raises(PlanError, match='Did you mean "Ben"'):
        planned("1.00").amount("Bem")


@pytest.mark.parametrize(
    ("step", "amounts", "shown"),
    [("0.01", ("1.00", "2.50"), 2), ("0.01", ("1.00", None), 0), ("0.5", ("0.5",), 1), ("100", ("300",), 0), ("1", (), 0)],
)
def test_amounts_have_the_decimals_of_the_smallest_unit_or_none(step: str, amounts: tuple[str | None, ...], shown: int) -> None:
    assert places(Decimal(step), [None if amount is None else Decimal(amount) for amount in amounts]) == shown
