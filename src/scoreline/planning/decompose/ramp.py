"""Joiners: how much of a member counts when, while ramping up; a team counts with those who are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoreline.errors import PlanError
from scoreline.planning.decompose.tree import Tree

PRECISION = 2**64
"""How many parts a weight is divided into where joiners scale it."""


@dataclass(frozen=True)
class Presence:
    """Weights of members by period. `ramped` has the members who join or have joiners below them, with their sums per period.

    A member's part of its parent in a period is in proportion to its weight times how much of it counts there, so that what joiners do not
    carry yet is carried by all others.
    """

    time_weight: Sequence[Fraction]
    base: Sequence[Fraction]
    plain: Sequence[Fraction]
    ramped: Mapping[int, Sequence[Fraction]]

    def weight(self, member: int, time: int) -> Fraction:
        """A member's weight among its siblings in a period."""
        return self.base[member] * self.ramped.get(member, self.plain)[time]

    def along(self, member: int, parent: int, times: Sequence[int], columns: Sequence[int]) -> list[int]:
        """A member's weights over periods in which all below its parent together have `columns`."""
        if member not in self.ramped and parent not in self.ramped:
            return list(columns)
        own, whole = self.ramped.get(member, self.plain), self.ramped.get(parent, self.plain)
        shares = (own[time] / whole[time] if whole[time] else Fraction(1) for time in times)
        return [column * int(share * PRECISION) for column, share in zip(columns, shares, strict=True)]


def presence(
    members: Tree, times: Tree, weights: Sequence[Fraction], time_weights: Sequence[Fraction], ramps: Mapping[int, Sequence[Fraction]]
) -> Presence:
    """The presence of all members. PlanError where a period has weight and nobody is there."""
    leaf_weights = dict(zip(times.leaves, time_weights, strict=True))
    factors = _factors(members, weights, ramps)
    top = factors.get(0, [Fraction(1)] * len(times.leaves))
    for leaf, factor in zip(times.leaves, top, strict=True):
        if not factor and leaf_weights[leaf]:
            raise PlanError("Nobody is there.", where=times.keys[leaf], do="Name somebody who is, or take the period out of the goal.")
    effective = [weight if factor in (0, 1) else _near(weight / factor) for weight, factor in zip(time_weights, top, strict=True)]
    plain = _summed(times, effective)
    ramped = {
        member: _summed(times, [weight * factor for weight, factor in zip(effective, found, strict=True)])
        for member, found in factors.items()
    }
    return Presence(_summed(times, list(time_weights)), weights, plain, ramped)


def _factors(members: Tree, weights: Sequence[Fraction], ramps: Mapping[int, Sequence[Fraction]]) -> dict[int, list[Fraction]]:
    """How much of each ramped member counts in each leaf of the periods: of a team, the weighted mean of those below it."""
    found = {member: [_near(factor) for factor in factors] for member, factors in ramps.items()}
    for member in reversed(members.inner):
        below = members.children[member]
        if not any(child in found for child in below):
            continue
        size = len(next(found[child] for child in below if child in found))
        whole = sum(weights[child] for child in below)
        one = [Fraction(1)] * size
        if whole:
            parts = [(_near(weights[child] / whole), found.get(child, one)) for child in below if weights[child]]
            found[member] = [_near(sum((share * factors[leaf] for share, factors in parts), Fraction(0))) for leaf in range(size)]
    return found


def _near(value: Fraction) -> Fraction:
    """The value in parts of a power of two, so that denominators do not grow with every sum."""
    return Fraction(int(value * PRECISION), PRECISION)


def _summed(times: Tree, leaves: Sequence[Fraction]) -> list[Fraction]:
    """The sum of its leaves for every period."""
    found = [Fraction(0)] * len(times.keys)
    for leaf, value in zip(times.leaves, leaves, strict=True):
        found[leaf] = value
    for time in range(len(times.keys) - 1, 0, -1):
        found[times.parents[time]] += found[time]
    return found
