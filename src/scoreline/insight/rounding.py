"""Parts that are shown rounded and still sum to the total that is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from scoreline.errors import ScorelineError


def half_up(value: Fraction, places: int) -> Decimal:
    """The value with that many decimals; a half goes away from zero."""
    steps = abs(value) * 10**places
    whole = math.floor(steps + Fraction(1, 2))
    return (Decimal(whole) if value >= 0 else -Decimal(whole)).scaleb(-places)


def rounded(parts: Sequence[Fraction], total: Decimal, places: int) -> list[Decimal]:
    """The parts with that many decimals, so that they sum to `total`: each is within one step of its own figure.

    All are rounded down, and those with the largest remainders get the steps that are left; equal remainders go by place. What is
    exactly zero stays so. `total` must be the sum of the parts within a step for each part that is not zero.
    """
    steps = [part * 10**places for part in parts]
    found = [math.floor(step) for step in steps]
    left = int(total.scaleb(places)) - sum(found)
    ranked = sorted((place for place, step in enumerate(steps) if step), key=lambda place: (found[place] - steps[place], place))
    if not -len(ranked) <= left <= 2 * len(ranked):
        raise ScorelineError(f"Parts that sum to {float(sum(parts))} cannot be shown as parts of {total}.")
    while left:
        step = 1 if left > 0 else -1
        for place in ranked if step > 0 else reversed(ranked):
            if left:
                found[place] += step
                left -= step
    return [Decimal(value).scaleb(-places) for value in found]


def table(parts: Sequence[Sequence[Fraction]], total: Decimal, places: int) -> list[list[Decimal]]:
    """Lines of parts rounded together, so that all of them sum to `total`."""
    width = len(parts[0]) if parts else 0
    flat = rounded([part for row in parts for part in row], total, places)
    return [flat[place : place + width] for place in range(0, len(flat), width)] if width else [[] for _ in parts]
