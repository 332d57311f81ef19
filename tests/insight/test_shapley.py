"""Parts that sum to the whole, in whatever order they are told."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from scoreline.insight.shapley import in_order, shares

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
FACTORS = ("a", "b", "c")


@st.composite
def games(draw: st.DrawFn) -> Callable[[frozenset[str]], Fraction]:
    subsets = [frozenset(name for name, bit in zip(FACTORS, bits, strict=True) if bit) for bits in _bits(len(FACTORS))]
    values = {subset: draw(numbers) for subset in subsets}
    return lambda changed: values[changed]


def _bits(count: int) -> list[tuple[bool, ...]]:
    return [tuple(bool(number >> place & 1) for place in range(count)) for number in range(2**count)]


@given(games())
def test_the_parts_sum_to_the_change_exactly(value: Callable[[frozenset[str]], Fraction]) -> None:
    whole = value(frozenset(FACTORS)) - value(frozenset())
    assert sum(shares(FACTORS, value).values()) == whole
    assert all(sum(in_order(order, value).values()) == whole for order in permutations(FACTORS))


@given(games())
def test_they_are_the_mean_over_all_orders(value: Callable[[frozenset[str]], Fraction]) -> None:
    told = [in_order(order, value) for order in permutations(FACTORS)]
    assert shares(FACTORS, value) == {name: sum((parts[name] for parts in told), Fraction(0)) / len(told) for name in FACTORS}


@given(games(), st.permutations(FACTORS))
def test_the_order_of_telling_does_not_matter(value: Callable[[frozenset[str]], Fraction], order: list[str]) -> None:
    assert shares(order, value) == shares(FACTORS, value)


@given(numbers, numbers)
def test_what_changes_nothing_has_no_part(start: Fraction, end: Fraction) -> None:
    assert shares(("works", "idle"), lambda changed: end if "works" in changed else start) == {"works": end - start, "idle": 0}


def test_without_factors_there_are_no_parts() -> None:
    assert shares((), lambda _: Fraction(1)) == {}
