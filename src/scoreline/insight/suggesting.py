"""Levels to propose: base, norm and target from a member's own past, the peers' and the trend. It is people who agree on levels.

    up       base   what 9 of 10 periods reached     down     the same, the other way round
             norm   what 6 of 10 reached             range    the norms hold the middle half of the periods,
             target what 2 of 10 reached                      the bases all but the outer tenth

Own quantiles are moved by half of the trend, where there clearly is one: trends seldom last. Then they are drawn towards the
peers, whose quantiles (the median of theirs) count as much as six periods of one's own: few periods of one's own tell little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from scoreline.engine.members import Member
from scoreline.insight.past import FEWEST, HALF, Past, median_but, quantile, trend
from scoreline.insight.standing import FEWEST_PEERS
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels
from scoreline.scoring.exact import decimal

PEERS_COUNT = 6
"""Peers count as much as so many periods of one's own."""
DIGITS = 3
"""Levels are rounded to so many digits that tell something, and to the unit's own step where that is coarser."""
SHARES = {
    Direction.UP: (Fraction(1, 10), Fraction(4, 10), Fraction(8, 10)),
    Direction.DOWN: (Fraction(9, 10), Fraction(6, 10), Fraction(2, 10)),
    Direction.RANGE: (Fraction(1, 20), Fraction(1, 4), Fraction(3, 4), Fraction(19, 20)),
}
"""The quantiles: base, norm and target, or low base, low norm, high norm and high base."""
_STEPS = {"count": "1", "ms": "1", "money": "0.01", "ratio": "0.01"}
_WORDS = {
    Direction.UP: "base, norm and target are what 9, 6 and 2 of 10 periods reached",
    Direction.DOWN: "base, norm and target are what 9, 6 and 2 of 10 periods reached",
    Direction.RANGE: "the norms hold the middle half of the periods, the bases nine tenths",
}


@dataclass(frozen=True)
class Scale:
    """How levels of a KPI may be written: in steps, not below `low` or above `high`."""

    step: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def mirrored(self) -> Scale:
        """The scale of the negated values."""
        return Scale(self.step, None if self.high is None else -self.high, None if self.low is None else -self.low)


@dataclass(frozen=True)
class Suggestion:
    """Levels for one member and KPI, None where there is too little to tell, and how they came about.

    `own` of the past periods had a value and count for `weight` (0 to 1), `peers` others for the rest. `moved` is what the trend adds.
    """

    member: Member
    kpi: str
    levels: AnyLevels | None
    own: int
    peers: int
    weight: Fraction
    moved: Decimal
    how: str


class Suggester:
    """Suggests levels of one KPI to members of one role, from the past periods of all of them."""

    def __init__(self, kpi: str, pasts: Sequence[Past], direction: Direction, unit: str) -> None:
        self.kpi, self.pasts, self.direction, self.unit = kpi, pasts, direction, unit

    def suggest(self, past: Past, ahead: int = 1) -> Suggestion:
        """Levels for the period that comes `ahead` periods after the last past one."""
        peers = len(self._able) - (len(past.known) >= FEWEST)
        enough = peers >= FEWEST_PEERS
        own = len(past.known)
        if own < FEWEST and not enough:
            how = f"{own} of {len(past.facts)} periods have a value, and {peers} peers have {FEWEST}: too few to tell."
            return Suggestion(past.member, self.kpi, None, own, peers, Fraction(0), Decimal(0), how)
        weight = Fraction(own, own + PEERS_COUNT) if enough else Fraction(1)
        moved = self._moved(past, ahead)
        points = [self._point(place, past, weight, moved) for place in range(len(SHARES[self.direction]))]
        scale = scale_of(self.unit, points, self._extremes)
        if _nothing(self.direction, points, scale):
            how = f"{own} of {len(past.facts)} periods have a value, but too many of them nothing at all to tell a norm; longer ones may."
            return Suggestion(past.member, self.kpi, None, own, peers, weight, decimal(moved), how)
        levels = fitted(self.direction, points, scale)
        return Suggestion(
            past.member, self.kpi, levels, own, peers, weight, decimal(moved), self._how(past, peers, weight, moved, scale.step)
        )

    def _point(self, place: int, past: Past, weight: Fraction, moved: Fraction) -> Fraction:
        share = SHARES[self.direction][place]
        own = quantile(past.known, share) if past.known else Fraction(0)
        left_out = own if len(past.known) >= FEWEST else None
        others = median_but(self._quantiles[place], left_out) if weight < 1 else Fraction(0)
        return weight * (own + moved) + (1 - weight) * others

    def _moved(self, past: Past, ahead: int) -> Fraction:
        """Half of a clear trend, from the middle of the past periods to the one that is planned, as many periods at most as there are."""
        moving = trend(past.values)
        if moving is None or not moving.clear:
            return Fraction(0)
        count = len(past.values)
        return Fraction(moving.slope) * min(Fraction(count - 1, 2) + ahead, Fraction(count)) * HALF

    @cached_property
    def _extremes(self) -> tuple[Fraction, ...]:
        values = [value for past in self.pasts for value in past.known]
        return (min(values), max(values)) if values else ()

    @cached_property
    def _able(self) -> list[Past]:
        return [past for past in self.pasts if len(past.known) >= FEWEST]

    @cached_property
    def _quantiles(self) -> list[list[Fraction]]:
        """For each level what everybody who has enough periods would have alone, in order."""
        return [sorted(quantile(past.known, share) for past in self._able) for share in SHARES[self.direction]]

    def _how(self, past: Past, peers: int, weight: Fraction, moved: Fraction, step: Decimal) -> str:
        counted = f"{len(past.known)} of {len(past.facts)} periods"
        whose = f"{counted} count for {_percent(weight)}, {peers} peers for {_percent(1 - weight)}" if weight < 1 else f"{counted} alone"
        moves = f"; half of a clear trend moves one's own by {'+' if moved > 0 else ''}{_rounded(moved, step)}" if moved else ""
        return f"{whose}; {_WORDS[self.direction]}{moves}."


def scale_of(unit: str, points: Sequence[Fraction], seen: Sequence[Fraction]) -> Scale:
    """How to write levels of this unit and size: not below 0 or, of percentages, above 100, where no value ever was."""
    finest = Decimal(_STEPS.get(unit, "0.1"))
    largest = max(map(abs, points))
    size = Decimal(f"{Decimal(1).scaleb(decimal(largest).adjusted() + 1 - DIGITS):f}") if largest else finest
    low = Decimal(0) if all(value >= 0 for value in seen) else None
    high = Decimal(100) if unit == "percent" and all(value <= 100 for value in seen) else None
    return Scale(max(finest, size), low, high)


def fitted(direction: Direction, points: Sequence[Fraction], scale: Scale) -> AnyLevels:
    """Levels in the order that the direction needs, rounded, a step apart at least, and within the scale's ends.

    `points` are base, norm and target, or low base, low norm, high norm and high base, in that order.
    """
    if direction is Direction.RANGE:
        return _around([_rounded(point, scale.step) for point in points], scale)
    sign = 1 if direction is Direction.UP else -1
    rising = _rising([sign * _rounded(point, scale.step) for point in points], scale if sign > 0 else scale.mirrored)
    return Levels(direction, *(sign * level + 0 for level in rising))


def _nothing(direction: Direction, points: Sequence[Fraction], scale: Scale) -> bool:
    """Whether the norm would be the worst that there is, so that it asks for nothing."""
    worst = {Direction.UP: scale.low, Direction.DOWN: scale.high}.get(direction)
    return worst is not None and _rounded(points[1], scale.step) == worst


def _rising(points: Sequence[Decimal], scale: Scale) -> tuple[Decimal, Decimal, Decimal]:
    norm = _between(points[1], None if scale.low is None else scale.low + scale.step, scale.high)
    base = _between(min(points[0], norm - scale.step), scale.low, None)
    return base, norm, _between(max(points[2], norm), None, scale.high)


def _around(points: Sequence[Decimal], scale: Scale) -> RangeLevels:
    lowest, highest = None if scale.low is None else scale.low + scale.step, None if scale.high is None else scale.high - scale.step
    low, high = (_between(point, lowest, highest) for point in points[1:3])
    base, top = min(points[0], low - scale.step), max(points[3], high + scale.step)
    return RangeLevels(_between(base, scale.low, None), low, high, _between(top, None, scale.high))


def _between(value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def _rounded(value: Fraction, step: Decimal) -> Decimal:
    return (decimal(value) / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.0f} %"
