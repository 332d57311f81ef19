"""What a run of past periods tells: level, spread and trend.

All is robust, so that one odd month moves nothing, and exact. A period without a value is left out; it is never taken as 0.

    level    the median of the periods that have a value
    spread   the middle half of them: from the lower to the upper quartile
    trend    the slope of Theil and Sen, and the test of Mann and Kendall whether there is one at all

P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, Journal of the American Statistical Association 63
(1968), 1379-1389. The test counts over all orders that the values might have come in, ties included, so it holds for few values too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.scoring.exact import decimal, exact

FEWEST = 6
"""Nothing is told from fewer periods with a value."""
CHANCE = Fraction(1, 20)
"""What chance alone would show more often than this is not taken for more than chance."""
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Past:
    """One member's facts of a KPI in past periods, oldest first. Periods outside of the role, or on leave, are not applicable."""

    member: Member
    facts: tuple[Fact, ...]

    @cached_property
    def values(self) -> tuple[Fraction | None, ...]:
        """The values, None where a period has none: missing, undefined, not applicable."""
        return tuple(exact(fact.value) if fact.known and fact.value is not None else None for fact in self.facts)

    @cached_property
    def known(self) -> tuple[Fraction, ...]:
        """The values that there are."""
        return tuple(value for value in self.values if value is not None)

    def without(self) -> dict[FactState, int]:
        """How many periods have no value, by reason."""
        return Counter(fact.state for fact, value in zip(self.facts, self.values, strict=True) if value is None)


class Pool:
    """All values of some members' past periods, in order."""

    def __init__(self, pasts: Sequence[Past]) -> None:
        self.values = sorted(value for past in pasts for value in past.known)
        self.people = sum(1 for past in pasts if past.known)

    def count(self, low: Fraction | None, high: Fraction | None) -> int:
        """How many values lie from `low` to `high`, both included; None for no end."""
        first = 0 if low is None else bisect_left(self.values, low)
        last = len(self.values) if high is None else bisect_right(self.values, high)
        return max(0, last - first)


@dataclass(frozen=True)
class Trend:
    """`slope` is in the KPI's unit a period; `tau` from -1 (always falling) to 1; `chance` how often chance alone shows as much."""

    slope: Decimal
    tau: float
    chance: Fraction

    @property
    def clear(self) -> bool:
        """Whether there is a trend at all."""
        return self.chance <= CHANCE

    @property
    def way(self) -> str:
        """In words."""
        if not self.clear:
            return "no clear trend"
        return "rising" if self.tau > 0 else "falling"


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which a share lies, straight between the two nearest (type 7 of Hyndman and Fan). At least one value."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def median_but(ordered: Sequence[Fraction], left_out: Fraction | None) -> Fraction:
    """The median of values in order, one that is equal to `left_out` left out. At least one must be left."""
    count, gap = len(ordered), len(ordered)
    if left_out is not None:
        count, gap = count - 1, bisect_left(ordered, left_out)
    low, high = ((count - 1) // 2, count // 2)
    return (ordered[low + (low >= gap)] + ordered[high + (high >= gap)]) / 2


def trend(values: Sequence[Fraction | None]) -> Trend | None:
    """The trend of values in order of time; None with fewer than `FEWEST`."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < FEWEST:
        return None
    slopes = [(after - before) / (later - first) for (first, before), (later, after) in combinations(known, 2)]
    rising, falling = sum(slope > 0 for slope in slopes), sum(slope < 0 for slope in slopes)
    return Trend(decimal(quantile(slopes, HALF)), (rising - falling) / len(slopes), _chance(falling, rising, [value for _, value in known]))


def sign_chance(better: int, worse: int) -> Fraction:
    """How often so uneven a count, either way, comes of chance where both are as likely: the sign test."""
    count, far = better + worse, abs(better - worse)
    row, found = 1, 0
    for number in range(count + 1):
        found += row if abs(2 * number - count) >= far else 0
        row = row * (count - number) // (number + 1)
    return Fraction(found, 2**count)


def _chance(falling: int, rising: int, values: Sequence[Fraction]) -> Fraction:
    orders = _orders(tuple(sorted(Counter(values).values())))
    far = abs(rising - falling)
    return Fraction(sum(count for pairs, count in enumerate(orders) if abs(len(orders) - 1 - 2 * pairs) >= far), sum(orders))


@lru_cache(maxsize=1024)
def _orders(groups: tuple[int, ...]) -> tuple[int, ...]:
    """In how many orders of values, of which groups are equal, 0, 1, 2 ... pairs fall: the Gaussian multinomial coefficients."""
    counts, size = [1], 0
    for group in groups:
        for number in range(1, group + 1):
            size += 1
            longer = [*counts, *[0] * size]
            for place in range(len(longer) - 1, size - 1, -1):
                longer[place] -= longer[place - size]
            for place in range(number, len(longer)):
                longer[place] += longer[place - number]
            counts = longer[: len(counts) + size - number]
    return tuple(counts)
