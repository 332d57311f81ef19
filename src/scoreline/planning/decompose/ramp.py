"""Joiners: how much of a member counts when, while ramping up; a team counts with those who are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul
from typing import TypeVar

from scoreline.errors import PlanError
from scoreline.planning.decompose.tree import Tree

PRECISION = 2**64
"""How many parts a weight is divided into where joiners scale it."""


@dataclass(frozen=True)
class Presence:
    """Weights of members by period. `ramped` has the members who join or have joiners below them, with their sums per period, in the same
    whole parts as `plain`, those of all others.

    A member's part of its parent in a period is in proportion to its weight times how much of it counts there, so that what joiners do not
    carry yet is carried by all others.
    """

    time_weight: Sequence[Fraction]
    base: Sequence[Fraction]
    plain: Sequence[int]
    ramped: Mapping[int, Sequence[int]]

    def weight(self, member: int, time: int) -> Fraction:
        """A member's weight among its siblings in a period."""
        return self.base[member] * self.ramped.get(member, self.plain)[time]

    def along(self, member: int, parent: int, times: Sequence[int], columns: Sequence[int]) -> list[int]:
        """A member's weights over periods in which all below its parent together have `columns`."""
        if member not in self.ramped and parent not in self.ramped:
            return list(columns)
        own, whole = self.ramped.get(member, self.plain), self.ramped.get(parent, self.plain)
        shares = (own[time] * PRECISION // whole[time] if whole[time] else PRECISION for time in times)
        return [column * share for column, share in zip(columns, shares, strict=True)]


def presence(
    members: Tree, times: Tree, weights: Sequence[Fraction], time_weights: Sequence[Fraction], ramps: Mapping[int, Sequence[Fraction]]
) -> Presence:
    """The presence of all members. PlanError where a period has weight and nobody is there."""
    leaf_weights = dict(zip(times.leaves, time_weights, strict=True))
    factors = _factors(members, weights, ramps)
    top = factors.get(0, [PRECISION] * len(times.leaves))
    for leaf, factor in zip(times.leaves, top, strict=True):
        if not factor and leaf_weights[leaf]:
            raise PlanError("Nobody is there.", where=times.keys[leaf], do="Name somebody who is, or take the period out of the goal.")
    effective = [
        weight if factor in (0, PRECISION) else Fraction(int(weight * PRECISION * PRECISION / factor), PRECISION)
        for weight, factor in zip(time_weights, top, strict=True)
    ]
    common = lcm(*(weight.denominator for weight in effective))
    whole = [weight.numerator * (common // weight.denominator) for weight in effective]
    plain = _summed(times, [weight * PRECISION for weight in whole])
    ramped = {
        member: _summed(times, [weight * factor for weight, factor in zip(whole, found, strict=True)]) for member, found in factors.items()
    }
    return Presence(_summed(times, list(time_weights)), weights, plain, ramped)


def _factors(members: Tree, weights: Sequence[Fraction], ramps: Mapping[int, Sequence[Fraction]]) -> dict[int, list[int]]:
    """How much of each ramped member counts in each leaf of the periods: of a team, the weighted mean of those below it.

    In parts of a power of two, so that denominators do not grow with every sum.
    """
    found = {member: [int(factor * PRECISION) for factor in factors] for member, factors in ramps.items()}
    for member in reversed(members.inner):
        joining = [child for child in members.children[member] if child in found]
        whole = sum(weights[child] for child in members.children[member])
        if joining and whole:
            shares = {child: int(weights[child] * PRECISION / whole) for child in members.children[member]}
            others = PRECISION * (sum(shares.values()) - sum(shares[child] for child in joining))
            columns = zip(*(found[child] for child in joining), strict=True)
            parts = [shares[child] for child in joining]
            found[member] = [(others + sum(map(mul, parts, column))) // PRECISION for column in columns]
    return found


Weight = TypeVar("Weight", int, Fraction)


def _summed(times: Tree, leaves: Sequence[Weight]) -> list[Weight]:
    """The sum of its leaves for every period."""
    found = [leaves[0] * 0] * len(times.keys)
    for leaf, value in zip(times.leaves, leaves, strict=True):
        found[leaf] = value
    for time in range(len(times.keys) - 1, 0, -1):
        found[times.parents[time]] += found[time]
    return found
