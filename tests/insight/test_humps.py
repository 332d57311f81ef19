"""One heap or two."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoreline.insight.humps import UNIFORM, humps

NORMAL = [statistics.NormalDist(100, 15).inv_cdf((place + 0.5) / 200) for place in range(200)]


def test_the_normal_distribution_is_one_heap() -> None:
    found = humps(NORMAL)
    assert found and not found.two
    assert found.coefficient == pytest.approx(1 / 3, abs=0.03)


def test_the_uniform_distribution_stands_at_the_border() -> None:
    found = humps([float(place) for place in range(20_000)])
    assert found and found.coefficient == pytest.approx(UNIFORM, abs=0.001)


def test_those_who_reach_it_and_those_who_gave_up_are_two_heaps() -> None:
    gave_up = [value / 4 for value in NORMAL[::4]]
    found = humps([*NORMAL[::4], *gave_up])
    assert found and found.two


def test_two_points_of_equal_weight_give_one() -> None:
    found = humps([0.0] * 5_000 + [1.0] * 5_000)
    assert found and found.coefficient == pytest.approx(1, abs=0.01)


def test_few_or_equal_values_tell_nothing() -> None:
    assert humps([1.0, 2.0] * 4) is None
    assert humps([80.0] * 50) is None


@given(st.lists(st.integers(0, 300), min_size=10, max_size=60), st.sampled_from([-2.0, 0.5, 3.0]), st.integers(-50, 50))
def test_the_unit_does_not_matter(values: list[int], factor: float, shift: int) -> None:
    assume(len(set(values)) > 1)
    one, other = humps([float(value) for value in values]), humps([factor * value + shift for value in values])
    assert one and other and one.coefficient == pytest.approx(other.coefficient, rel=1e-6)
