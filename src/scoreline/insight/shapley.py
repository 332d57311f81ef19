"""Splitting a change among the factors that made it, so that the parts sum to it and no order of telling matters.

The part of a factor is what it adds when it changes after some of the others, on average over all orders in which they could
change (L. S. Shapley, A value for n-person games, 1953). Fractions keep it exact. A fixed order gives the accountants' way of
telling: each factor changes after those before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations

Value = Callable[[frozenset[str]], Fraction]
"""What results when these factors have changed and the others have not."""


def shares(factors: Sequence[str], value: Value) -> dict[str, Fraction]:
    """The part of each factor in value(all) - value(none), independent of their order. The work doubles with each factor."""
    every = {frozenset(some): value(frozenset(some)) for size in range(len(factors) + 1) for some in combinations(factors, size)}
    count = len(factors)
    found = dict.fromkeys(factors, Fraction(0))
    for before, start in every.items():
        if len(before) == count:
            continue
        weight = Fraction(math.factorial(len(before)) * math.factorial(count - len(before) - 1), math.factorial(count))
        for factor in factors:
            if factor not in before:
                found[factor] += weight * (every[before | {factor}] - start)
    return found


def in_order(factors: Sequence[str], value: Value) -> dict[str, Fraction]:
    """The part of each factor where they change one after another, in the order given."""
    found: dict[str, Fraction] = {}
    before: frozenset[str] = frozenset()
    for factor in factors:
        found[factor] = value(before | {factor}) - value(before)
        before |= {factor}
    return found
