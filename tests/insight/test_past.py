"""Level, spread and trend of past periods, against counting over all that might have been."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.insight.past import HALF, Past, Pool, median_but, quantile, sign_chance, trend
from tests.scoring.builders import MISSING, NOT_APPLICABLE, PARTIAL, UNDEFINED, ZERO, value

NUMBERS = st.integers(-50, 50).map(Fraction)
GAPPED = st.lists(st.none() | NUMBERS, min_size=6, max_size=14).filter(lambda all_: sum(one is not None for one in all_) >= 6)


def fractions(*numbers: int) -> list[Fraction | None]:
    return [Fraction(number) for number in numbers]


def test_a_period_without_a_value_is_left_out_and_counted() -> None:
    past = Past(Member("person", "Ann"), (value(3), ZERO, MISSING, PARTIAL, UNDEFINED, NOT_APPLICABLE, value(0.1)))
    assert past.values == (3, 0, None, None, None, None, Fraction(1, 10))
    assert past.known == (3, 0, Fraction(1, 10))
    assert past.without() == {FactState.MISSING: 2, FactState.UNDEFINED: 1, FactState.NOT_APPLICABLE: 1}


@given(st.lists(NUMBERS, min_size=2, max_size=20))
def test_quantiles_are_those_of_the_standard_library(values: list[Fraction]) -> None:
    assert [quantile(values, Fraction(n, 4)) for n in (1, 2, 3)] == quantiles(values, n=4, method="inclusive")


@given(st.lists(NUMBERS, min_size=2, max_size=12), st.data())
def test_the_median_of_the_others(values: list[Fraction], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(values) - 1))
    others = values[:place] + values[place + 1 :]
    assert median_but(sorted(values), values[place]) == median(others)
    assert median_but(sorted(values), None) == median(values)


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_the_chance_of_a_trend_is_counted_over_all_orders(numbers: list[int]) -> None:
    def score(order: tuple[int, ...]) -> int:
        pairs = [(order[i], order[j]) for i in range(6) for j in range(i + 1, 6)]
        return sum((after > before) - (after < before) for before, after in pairs)

    seen = abs(score(tuple(numbers)))
    every = [abs(score(order)) >= seen for order in permutations(numbers)]
    found = trend(fractions(*numbers))
    assert found is not None and found.chance == Fraction(sum(every), len(every))


@given(st.integers(-9, 9), NUMBERS, st.sets(st.integers(0, 11), max_size=4), NUMBERS)
def test_periods_without_a_value_and_one_odd_one_do_not_bend_a_line(slope: int, start: Fraction, gaps: set[int], odd: Fraction) -> None:
    line: list[Fraction | None] = [None if place in gaps else start + slope * place for place in range(12)]
    found = trend([*line, odd])
    assert found is not None and found.slope == slope


@given(GAPPED, st.integers(1, 9), NUMBERS)
def test_a_trend_scales_and_turns_round(values: list[Fraction | None], factor: int, more: Fraction) -> None:
    found = trend(values)
    scaled = trend([None if one is None else one * factor + more for one in values])
    turned = trend(values[::-1])
    assert found and scaled and turned
    assert (scaled.tau, scaled.chance) == (found.tau, found.chance) and scaled.slope == pytest.approx(found.slope * factor)
    assert (turned.tau, turned.chance, turned.slope) == (-found.tau, found.chance, -found.slope)


def test_what_is_clear() -> None:
    rising = trend(fractions(1, 2, 3, 4, 5, 6))
    assert rising is not None and (rising.way, rising.slope, rising.tau) == ("rising", Decimal(1), 1)
    assert rising.chance == Fraction(2, 720)
    noisy = trend(fractions(5, 1, 4, 2, 6, 3))
    assert noisy is not None and noisy.way == "no clear trend"
    level = trend(fractions(2, 2, 2, 2, 2, 2))
    assert level is not None and (level.way, level.chance) == ("no clear trend", 1)
    assert trend([*fractions(1, 2, 3, 4, 5), None, None]) is None


@given(st.integers(0, 6), st.integers(0, 6))
def test_the_sign_test_counts_over_all_outcomes(better: int, worse: int) -> None:
    count = better + worse
    far = [abs(2 * bin(outcome).count("1") - count) >= abs(better - worse) for outcome in range(2**count)]
    assert sign_chance(better, worse) == Fraction(sum(far), len(far))


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=4), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
def test_a_pool_counts_what_lies_between(all_: list[list[int]], low: int | None, high: int | None) -> None:
    pool = Pool([Past(Member("person", "Ann"), tuple(map(value, one))) for one in all_])
    within = [one for values in all_ for one in values if (low is None or low <= one) and (high is None or one <= high)]
    assert pool.count(*(None if end is None else Fraction(end) for end in (low, high))) == len(within)
    assert pool.people == len([values for values in all_ if values])


def test_half_is_the_median() -> None:
    assert quantile([Fraction(1), Fraction(2)], HALF) == Fraction(3, 2)
