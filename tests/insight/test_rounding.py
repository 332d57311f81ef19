"""Rounded parts that still sum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.errors import ScorelineError
from scoreline.insight.rounding import half_up, rounded

parts = st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=997), max_size=12)


@given(parts, st.integers(0, 3))
def test_they_sum_to_the_rounded_sum_and_stay_within_a_step(values: list[Fraction], places: int) -> None:
    total, step = half_up(sum(values, Fraction(0)), places), Fraction(1, 10**places)
    found = rounded(values, total, places)
    assert sum(found) == total
    assert all(abs(Fraction(shown) - value) < step for shown, value in zip(found, values, strict=True))
    assert all(shown == 0 for shown, value in zip(found, values, strict=True) if value == 0)


@given(st.fractions(min_value=-1000, max_value=1000), st.fractions(min_value=-1000, max_value=1000))
def test_they_sum_to_the_difference_of_two_rounded_ends(before: Fraction, after: Fraction) -> None:
    total = half_up(after, 1) - half_up(before, 1)
    if after != before:
        assert sum(rounded([after - before], total, 1)) == total


def test_thirds() -> None:
    assert rounded([Fraction(1, 3)] * 3, Decimal(1), 1) == [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]


def test_a_half_goes_away_from_zero() -> None:
    assert [half_up(Fraction(number, 2), 0) for number in (1, 3, -1, -3)] == [1, 2, -1, -2]


def test_another_total_is_refused() -> None:
    with pytest.raises(ScorelineError, match="cannot be shown"):
        rounded([Fraction(1)], Decimal(9), 0)
