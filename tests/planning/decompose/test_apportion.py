"""Sharing an amount out in whole numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.planning.decompose.apportion import NoRoomError, apportion


def test_the_first_of_equal_remainders_goes_first() -> None:
    assert apportion(100, [1, 1, 1]) == [34, 33, 33]


def test_a_pin_holds_and_the_others_take_up_the_difference() -> None:
    assert apportion(100, [1, 1, 2], [70, 0, 0], [70, None, None]) == [70, 10, 20]


def test_a_bound_that_is_not_reached_changes_nothing() -> None:
    assert apportion(100, [1, 3], [20, 0], [None, 80]) == [25, 75]


@pytest.mark.parametrize(
    ("total", "weights", "low", "high"),
    [
        (10, [1, 1], [6, 5], [None, None]),  # too much is asked for
        (10, [1, 1], [0, 0], [4, 5]),  # too little may be taken
        (10, [0, 0], [0, 0], [None, None]),  # nobody has weight
        (10, [0, 1], [0, 0], [None, 9]),
    ],
)
def test_what_cannot_be_shared_is_refused(total: int, weights: list[int], low: list[int], high: list[int | None]) -> None:
    with pytest.raises(NoRoomError):
        apportion(total, weights, low, high)


@given(st.integers(0, 12), st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5), st.integers(0, 8)), min_size=1, max_size=4))
def test_there_is_an_answer_wherever_bounds_allow_one(total: int, rows: list[tuple[int, int, int]]) -> None:
    """Against trying all of them: with weights above 0, bounds alone decide."""
    weights, low, wide = zip(*rows, strict=True)
    high = [least + more for least, more in zip(low, wide, strict=True)]
    possible = any(sum(cells) == total for cells in itertools.product(*(range(a, b + 1) for a, b in zip(low, high, strict=True))))
    try:
        found = apportion(total, weights, low, high)
    except NoRoomError:
        assert not possible
    else:
        assert sum(found) == total
        assert all(a <= cell <= b for a, cell, b in zip(low, found, high, strict=True))


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_every_part_lies_within_a_unit_of_its_share(total: int, weights: list[int]) -> None:
    found, whole = apportion(total, weights), sum(weights)
    assert sum(found) == total
    assert all(abs(cell * whole - total * weight) < whole for cell, weight in zip(found, weights, strict=True))
