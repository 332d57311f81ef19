"""How much of a goal belongs to each member, by each method; and what joiners carry."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from scoreline.errors import PlanError
from scoreline.periods import Grain, parse
from scoreline.planning.decompose import sharing
from scoreline.planning.decompose.slices import of_calendar
from scoreline.planning.decompose.tree import tree

COMPANY = tree({"Company": None, "East": "Company", "West": "Company", "Anna": "East", "Ben": "East", "Cleo": "West"})
"""In order: Company, East, West, Anna, Ben, Cleo."""


def test_even_by_team_and_head_count_by_person() -> None:
    assert sharing.even(COMPANY) == [1] * 6
    assert sharing.head_count(COMPANY) == [3, 2, 1, 1, 1, 1]


def test_teams_weigh_what_their_people_did() -> None:
    done = {"Anna": Decimal("10.50"), "Ben": Decimal(0), "Cleo": Decimal(20)}
    assert sharing.by_amounts(COMPANY, done, "revenue of 2025") == [Fraction(61, 2), Fraction(21, 2), 20, Fraction(21, 2), 0, 20]


def test_by_hand_and_what_is_left_to_be_even() -> None:
    assert sharing.by_hand(COMPANY, {"East": Decimal(3), "West": Decimal(2)}) == [1, 3, 2, 1, 1, 1]


def test_a_ramp_counts_by_months_from_the_first_day_and_slices_by_days() -> None:
    """From 16 February: 13 days at a quarter; March 15 days at a quarter and 16 at a half; in full from 16 May."""
    months = of_calendar(parse("2026"), Grain.MONTH)
    found = sharing.presence(months, dt.date(2026, 2, 16), [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)])
    assert found[:3] == [0, Fraction(13, 28) / 4, (Fraction(15, 4) + 8) / 31]
    assert found[4] == (Fraction(15) * 3 / 4 + 16) / 31
    assert found[5:] == [1] * 7


def test_a_ramp_from_the_31st_ends_with_shorter_months() -> None:
    months = of_calendar(parse("2026"), Grain.MONTH)
    assert sharing.presence(months, dt.date(2026, 1, 31), [Fraction(0)])[:3] == [0, Fraction(1, 28), 1]


REFUSED = {
    "an unknown name": (lambda: sharing.by_hand(COMPANY, {"Ann": Decimal(1)}), 'There is no "Ann" in the plan. Did you mean "Anna"?'),
    "nothing known": (lambda: sharing.by_amounts(COMPANY, {"Anna": Decimal(1)}, "The potential"), "Ben: The potential is not known."),
    "one of two": (lambda: sharing.by_hand(COMPANY, {"Anna": Decimal(1)}), "Ben: It has no weight, and others below East have."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_gives_no_weights_is_refused(name: str) -> None:
    make, what = REFUSED[name]
    with pytest.raises(PlanError) as caught:
        make()
    assert what in caught.value.text
