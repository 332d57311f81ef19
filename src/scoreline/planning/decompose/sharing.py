"""How much of a goal belongs to each member: weights of all nodes of the members' tree, by method; and what joiners carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from scoreline.errors import PlanError, nearest
from scoreline.planning.decompose.slices import Times, days
from scoreline.planning.decompose.tree import Tree

Weights = list[Fraction]


def even(members: Tree) -> Weights:
    """All parts of a whole alike: every team of a region, every person of a team."""
    return [Fraction(1)] * len(members.keys)


def head_count(members: Tree) -> Weights:
    """Every person alike: a team weighs as many as it has."""
    return summed(members, {leaf: Fraction(1) for leaf in members.leaves})


def by_amounts(members: Tree, amounts: Mapping[str, Decimal], what: str) -> Weights:
    """By an amount for each single member (last year's fact, a potential); a team weighs the sum of its own.

    PlanError for one who has none or a negative one: `what` says what it is.
    """
    known(members, amounts)
    for leaf in members.leaves:
        if members.keys[leaf] not in amounts:
            raise PlanError(f"{what} is not known.", where=members.keys[leaf], do="Give it a weight.")
    return summed(members, {leaf: Fraction(amounts[members.keys[leaf]]) for leaf in members.leaves})


def by_hand(members: Tree, given: Mapping[str, Decimal]) -> Weights:
    """By weights given for members: for all parts of a whole or for none, which are then even. PlanError naming what lacks."""
    known(members, given)
    weights = even(members)
    for node in members.inner:
        below = members.children[node]
        lacking = [members.keys[child] for child in below if members.keys[child] not in given]
        if lacking and len(lacking) < len(below):
            raise PlanError(f"It has no weight, and others below {members.keys[node]} have.", where=lacking[0], do="Give it one.")
        for child in below if not lacking else ():
            weights[child] = Fraction(given[members.keys[child]])
    return weights


def known(members: Tree, names: Mapping[str, object]) -> None:
    """PlanError, with the nearest name, for a name that is not in the plan."""
    for name in names:
        if name not in members.numbers:
            raise PlanError(f'There is no "{name}" in the plan. {nearest(name, members.keys)}'.strip(), do="Write it as the plan does.")


def summed(members: Tree, leaves: Mapping[int, Fraction]) -> Weights:
    """The weights of leaves, and of every other node the sum of those below it."""
    found = [leaves.get(node, Fraction(0)) for node in range(len(members.keys))]
    for node in range(len(members.keys) - 1, 0, -1):
        found[members.parents[node]] += found[node]
    return found


def ramp(times: Times, first_day: dt.date, steps: Sequence[Fraction]) -> Weights:
    """How much a joiner counts in each leaf of the periods: nothing before the first day, then by the month, then in full.

    `steps` are the shares of the first months, counted from the first day to the same day of the next month; a slice counts by
    its days.
    """
    ends = [_months_later(first_day, number + 1) for number in range(len(steps))]

    def share(day: dt.date) -> Fraction:
        if day < first_day:
            return Fraction(0)
        return next((step for step, end in zip(steps, ends, strict=True) if day < end), Fraction(1))

    return [sum((share(day) for day in days(span.start, span.end)), Fraction(0)) / span.days for span in times.leaves]


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; its last where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    after = dt.date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    last = (after - dt.timedelta(days=1)).day
    return dt.date(index // 12, index % 12 + 1, min(day.day, last))
