"""Why a KPI changed, by segment: more or less of everything (volume), another mixture (mix), each at another rate (rate).

A total is volume x sum over segments of share x rate: revenue is quantity x share of each product x its price. A ratio is the same
without the volume: the win rate is the sum of each segment's share of the decided deals x its win rate. The parts sum to the
change exactly, segment by segment and factor by factor.

- The parts do not depend on an order, unless one is asked for: in the order volume, mix, rate they are price-volume-mix as
  accountants tell it (volume at the old average rate, rate on the new amounts).
- Of a ratio, the mix of a segment is counted against the average: a share that grew adds where its rate lies above it. This moves
  amounts between segments only; their sum stays as it is. Of a total, a segment's parts sum to its own change.
- A segment that is new or gone has no rate in one of the periods. It is taken to have had the same, so all of it is volume and mix.
- What a segment has without any volume (a refund in a month without a sale) has no rate: it stands apart, as `other`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoreline.errors import QueryError
from scoreline.insight.shapley import in_order, shares

FACTORS = ("volume", "mix", "rate")
ZERO = Fraction(0)


@dataclass(frozen=True)
class Amount:
    """What a segment has in one period: the part of the total, and the volume that it comes from (None where none is told)."""

    over: Fraction
    under: Fraction | None = None


@dataclass(frozen=True)
class Part:
    """A segment's part in the change. `before` and `after` are its total, or its rate where the KPI is one; None without volume."""

    segment: str
    before: Fraction | None
    after: Fraction | None
    volume: Fraction
    mix: Fraction
    rate: Fraction
    other: Fraction

    @property
    def sum(self) -> Fraction:
        """All that the segment adds to the change."""
        return self.volume + self.mix + self.rate + self.other


@dataclass(frozen=True)
class Change:
    """A change and its parts, which sum to `after` - `before`."""

    before: Fraction
    after: Fraction
    parts: tuple[Part, ...]
    ratio: bool

    def sum(self, factor: str) -> Fraction:
        """A factor's part in the change: volume, mix, rate or other, over all segments."""
        return sum((getattr(part, factor) for part in self.parts), ZERO)

    @property
    def reversal(self) -> bool:
        """Whether a ratio rose in every segment and fell in all (or fell in every one and rose): Simpson's paradox."""
        pairs = [(part.before, part.after) for part in self.parts if part.before is not None and part.after is not None]
        moves = [after - before for before, after in pairs]
        turned = self.after - self.before
        if not self.ratio or len(moves) < 2 or len(pairs) < len(self.parts):
            return False
        return (all(move > 0 for move in moves) and turned < 0) or (all(move < 0 for move in moves) and turned > 0)


def change(
    before: Mapping[str, Amount], after: Mapping[str, Amount], *, ratio: bool, scale: Fraction = Fraction(1), order: Sequence[str] = ()
) -> Change:
    """The change of a KPI between two periods, told by segment. `scale` is 100 for a percentage.

    All amounts have a volume, or none has. QueryError where a ratio is undefined in one period, or volumes cancel each other out.
    """
    segments = sorted({*before, *after})
    told = any(amount.under is not None for amount in (*before.values(), *after.values()))
    if not told:
        gone = Amount(ZERO)
        pairs = [(segment, scale * before.get(segment, gone).over, scale * after.get(segment, gone).over) for segment in segments]
        parts = tuple(Part(segment, start, end, end - start, ZERO, ZERO, ZERO) for segment, start, end in pairs)
        return Change(sum((start for _, start, _ in pairs), ZERO), sum((end for _, _, end in pairs), ZERO), parts, ratio)
    factors = _factors(order, ratio)
    one, other = (_Side.of(amounts, segments, ratio, scale) for amounts in (before, after))
    one, other = one.filled(other), other.filled(one)
    lines = [_line(segment, one, other, factors, bool(order)) for segment in segments]
    average = ZERO
    if ratio:
        average = sum(((one.share[s] + other.share[s]) / 2 * slope for s, (_, slope) in zip(segments, lines, strict=True)), ZERO)
    parts = tuple(
        Part(
            segment,
            one.shown[segment],
            other.shown[segment],
            found.get("volume", ZERO),
            found["mix"] - average * (other.share[segment] - one.share[segment]),
            found["rate"],
            other.rest[segment] - one.rest[segment],
        )
        for segment, (found, _) in zip(segments, lines, strict=True)
    )
    return Change(one.total, other.total, parts, ratio)


def _factors(order: Sequence[str], ratio: bool) -> Sequence[str]:
    known = FACTORS[1:] if ratio else FACTORS
    if order and sorted(order) != sorted(known):
        raise QueryError(f"The order names {', '.join(order)}.", do=f"Name each of {', '.join(known)} once, or leave the order out.")
    return order or known


@dataclass(frozen=True)
class _Side:
    """One period: volume, and each segment's share of it, rate, rest without volume, and the figure to show."""

    volume: Fraction
    share: Mapping[str, Fraction]
    rate: Mapping[str, Fraction | None]
    rest: Mapping[str, Fraction]
    shown: Mapping[str, Fraction | None]
    total: Fraction

    @classmethod
    def of(cls, amounts: Mapping[str, Amount], segments: Sequence[str], ratio: bool, scale: Fraction) -> _Side:
        under = {s: (amounts[s].under or ZERO) if s in amounts else ZERO for s in segments}
        over = {s: scale * amounts[s].over if s in amounts else ZERO for s in segments}
        volume = sum(under.values(), ZERO)
        if volume == 0 and (ratio or any(under.values())):
            raise QueryError("There is nothing to divide by in one of the periods.", do="Name two periods in which the KPI has a value.")
        divisor = volume if ratio else Fraction(1)
        rate = {s: over[s] / under[s] if under[s] else None for s in segments}
        rest = {s: ZERO if under[s] else over[s] / divisor for s in segments}
        share = {s: under[s] / volume if volume else ZERO for s in segments}
        shown = rate if ratio else over
        return cls(Fraction(1) if ratio else volume, share, rate, rest, shown, sum(over.values(), ZERO) / divisor)

    def filled(self, other: _Side) -> _Side:
        """The same with the other's rates and, without any volume, its shares where this has none."""
        rate = {s: found if found is not None else other.rate[s] for s, found in self.rate.items()}
        share = self.share if self.volume else other.share
        return _Side(self.volume, share, rate, self.rest, self.shown, self.total)


def _line(segment: str, one: _Side, other: _Side, factors: Sequence[str], ordered: bool) -> tuple[dict[str, Fraction], Fraction]:
    """A segment's part by factor, and by how much a point of its share changes the total."""
    rates = one.rate[segment] or ZERO, other.rate[segment] or ZERO
    split = in_order if ordered else shares

    def rest_of(changed: frozenset[str]) -> Fraction:
        return (one, other)["volume" in changed].volume * rates["rate" in changed]

    def value(changed: frozenset[str]) -> Fraction:
        return rest_of(changed) * (one, other)["mix" in changed].share[segment]

    def unit(changed: frozenset[str]) -> Fraction:
        """As if the segment had all of the mixture afterwards and nothing of it before."""
        return rest_of(changed) * ("mix" in changed)

    return split(factors, value), split(factors, unit)["mix"]
