"""Splits with pins and joiners, by example."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction

import pytest

from scoreline.errors import PlanError
from scoreline.planning.decompose.split import Question, Values, split
from scoreline.planning.decompose.tree import Tree, tree
from tests.planning.decompose.trees import adds_up

COMPANY = tree({"Company": None, "East": "Company", "West": "Company", "Anna": "East", "Ben": "East", "Cleo": "West", "Dan": "West"})
YEAR = tree({"2017": None, "Q1": "2017", "Q2": "2017", "Q3": "2017", "Q4": "2017"})
ONE = Fraction(1)


def asked(
    amount: int = 800, pins: dict[tuple[str, str], int] | None = None, weights: dict[str, int] | None = None, joins: int | None = None
) -> Question:
    held = {(COMPANY.numbers[who], YEAR.numbers[when]): pin for (who, when), pin in (pins or {}).items()}
    given = [Fraction((weights or {}).get(key, 1)) for key in COMPANY.keys]
    ramps = {} if joins is None else {COMPANY.numbers["Anna"]: [Fraction(quarter >= joins) for quarter in range(4)]}
    return Question(amount, COMPANY, YEAR, given, [ONE] * 4, held, ramps)


def row(values: Values, who: str) -> list[int]:
    return values[COMPANY.numbers[who]]


def test_even() -> None:
    values = split(asked())
    assert row(values, "Company") == [800, 200, 200, 200, 200]
    assert row(values, "East") == [400, 100, 100, 100, 100]
    assert row(values, "Dan") == [200, 50, 50, 50, 50]


def test_a_pinned_cell_is_taken_up_by_its_row_and_its_column() -> None:
    values = split(asked(pins={("Anna", "Q1"): 80}))
    assert row(values, "Anna") == [200, 80, 40, 40, 40]
    assert row(values, "Ben") == [200, 20, 60, 60, 60]
    assert row(values, "East") == [400, 100, 100, 100, 100]


def test_pinned_sums_hold_on_both_sides() -> None:
    values = split(asked(pins={("Anna", "2017"): 300, ("Company", "Q4"): 500, ("West", "Q4"): 100}))
    assert (row(values, "Anna")[0], row(values, "Company")[4], row(values, "West")[4]) == (300, 500, 100)
    assert adds_up(asked(), values)


def test_what_is_pinned_below_lifts_what_stands_above() -> None:
    """Anna alone has 300 in Q1, more than East's 100; Ben has nothing then, and the company's other team and quarters take up the rest."""
    values = split(asked(pins={("Anna", "Q1"): 300}))
    assert row(values, "Anna")[1] == row(values, "East")[1] == row(values, "Company")[1] == 300
    assert adds_up(asked(), values)


def test_sums_give_way_where_cells_leave_no_other() -> None:
    """Anna has all of East's 100 in Q1 to Q3, so that she has more than half of East's year."""
    values = split(asked(pins={("Anna", quarter): 100 for quarter in ("Q1", "Q2", "Q3")}))
    assert row(values, "Anna")[1:4] == [100, 100, 100]
    assert row(values, "East") == [400, 100, 100, 100, 100]


def test_a_joiner_has_nothing_before_the_first_day() -> None:
    """Anna counts in two of four quarters: the others carry what she does not."""
    values = split(asked(joins=2))
    assert row(values, "Anna")[1:3] == [0, 0]
    assert row(values, "Ben")[1:3] == row(values, "East")[1:3]
    assert row(values, "East")[1] < row(values, "West")[1]
    assert row(values, "Company") == [800, 200, 200, 200, 200]
    assert adds_up(asked(), values)


REFUSED = {
    "more than its parent": ({("Anna", "Q1"): 90, ("East", "Q1"): 80}, {}, "Anna in Q1 (90): This is more than East in Q1 has, 80."),
    "more than the goal": ({("Anna", "Q1"): 900}, {}, "Anna in Q1 (900): This is more than Company in 2017 has, 800."),
    "together more": (
        {("Anna", "Q1"): 50, ("Ben", "Q1"): 50, ("East", "Q1"): 80},
        {},
        "Anna in Q1 (50), Ben in Q1 (50): These make at least 100 of East in Q1, which is 80.",
    ),
    "all pinned, too little": (
        {("Anna", "Q1"): 50, ("Ben", "Q1"): 10, ("East", "Q1"): 80},
        {},
        "All parts of East in Q1 are pinned, to 60 in all, but it is 80.",
    ),
    "two sums": (
        {("East", "Q1"): 50, ("West", "Q1"): 50, **{("Company", quarter): 200 for quarter in ("Q2", "Q3", "Q4")}},
        {},
        "All parts of Company in 2017 are pinned, to 700 in all, but it is 800.",
    ),
    "another goal": ({("Company", "2017"): 700}, {}, "Company in 2017 is pinned to 700, but the goal is 800."),
    "nobody has weight": ({}, {"Anna": 0, "Ben": 0}, "East in 2017 is 400, and none of its parts has any weight to take it."),
    "the free one has no weight": (
        {("Anna", "2017"): 100, ("East", "2017"): 400},
        {"Ben": 0},
        "East in 2017 is 400, which its parts cannot make up beside their pins: Anna in 2017 (100).",
    ),
    "less than 0": ({("Anna", "Q1"): -1}, {}, "Anna in Q1 is -1, less than 0."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_pins_that_cannot_hold_are_refused_by_name(name: str) -> None:
    pins, weights, what = REFUSED[name]
    with pytest.raises(PlanError) as caught:
        split(asked(pins=pins, weights=weights))
    assert what in caught.value.text


def test_a_member_whose_own_sum_is_pinned_keeps_it_where_another_pin_moves_the_periods() -> None:
    """Ben's sum of 1 must fall into Q1, which has no weight: the company's periods give way, and Anna's sum does not."""
    halves = tree({"Year": None, "Q1": "Year", "Q2": "Year"})
    pair = tree({"Company": None, "Anna": "Company", "Ben": "Company"})
    values = split(Question(3, pair, halves, [ONE] * 3, [Fraction(0), ONE], pins={(1, 0): 2, (2, 2): 0}))
    assert values == [[3, 1, 2], [2, 0, 2], [1, 1, 0]]


def test_pinning_somebody_to_what_they_have_moves_nobody() -> None:
    """Of 2 by 1 : 1 : 4 the first gets the unit that rounding leaves, and keeps it when the second is pinned to 0."""
    three = tree({"Company": None, "Anna": "Company", "Ben": "Company", "Cleo": "Company"})
    question = Question(2, three, tree({"Year": None, "All": "Year"}), [ONE, ONE, ONE, Fraction(4)], [ONE])
    assert split(replace(question, pins={(2, 0): 0})) == split(question)


def test_a_period_before_everyone_joins_is_refused() -> None:
    alone = tree({"Company": None, "Anna": "Company"})
    with pytest.raises(PlanError, match="Q1: Nobody is there"):
        split(Question(100, alone, YEAR, [ONE] * 2, [ONE] * 4, ramps={1: [Fraction(0), ONE, ONE, ONE]}))


def _large() -> tuple[Tree, Tree]:
    company: dict[str, str | None] = {"Company": None}
    for region in range(10):
        company[f"R{region}"] = "Company"
        for team in range(100):
            company[f"T{region}.{team}"] = f"R{region}"
            company |= {f"P{region}.{team}.{person}": f"T{region}.{team}" for person in range(10)}
    year: dict[str, str | None] = {"Year": None}
    for quarter in range(4):
        year[f"Q{quarter}"] = "Year"
        for month, weeks in enumerate((4, 4, 5)):
            year[f"M{quarter}.{month}"] = f"Q{quarter}"
            year |= {f"W{quarter}.{month}.{week}": f"M{quarter}.{month}" for week in range(weeks)}
    return tree(company), tree(year)


def test_ten_thousand_members_by_52_weeks_take_less_than_two_seconds() -> None:
    """With regions, teams, quarters and months between: 11,011 members by 69 periods, and as one flat table."""
    members, times = _large()
    flat = tree({"Company": None} | {f"P{number}": "Company" for number in range(10_000)})
    weeks = tree({"Year": None} | {f"W{number}": "Year" for number in range(52)})
    for company, year in ((members, times), (flat, weeks)):
        weights = [Fraction(1 + number * 37 % 101) for number in range(len(company.keys))]
        season = [Fraction(1 + number * 13 % 29) for number in range(len(year.leaves))]
        question = Question(98_765_432_101, company, year, weights, season)
        start = time.process_time()
        values = split(question)
        assert time.process_time() - start < 2
        assert adds_up(question, values)


def test_joiners_of_one_day_differ_only_in_size() -> None:
    """Ben and Cleo, 1 : 2, begin in Q2: each has the share of what both have, to the unit, and nothing before."""
    four = tree({"Company": None, "Anna": "Company", "Ben": "Company", "Cleo": "Company"})
    quarters = tree({"Year": None} | {f"Q{number}": "Year" for number in (1, 2, 3, 4)})
    ramp = [Fraction(0), Fraction(1, 2), ONE, ONE]
    weights = [Fraction(6), Fraction(3), ONE, Fraction(2)]
    _, anna, ben, cleo = split(Question(1003, four, quarters, weights, [ONE] * 4, ramps={2: ramp, 3: ramp}))
    assert ben[1] == cleo[1] == 0 < anna[1]
    assert all(abs(one * 2 - other) <= 2 for one, other in zip(ben, cleo, strict=True))
    assert ben[2] * 2 < ben[3] * Fraction(3, 2)
