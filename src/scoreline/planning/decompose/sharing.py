"""How much of a goal belongs to each member: weights of all nodes of the members' tree, by method; and what joiners carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
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


def presence(
    times: Times,
    first_day: dt.date | None = None,
    steps: Sequence[Fraction] = (),
    away: Iterable[tuple[dt.date, dt.date]] = (),
    works: Callable[[dt.date], bool] = lambda _: True,
) -> Weights:
    """How much a member counts in each leaf of the periods, by the days of it that are worked; by all its days where none is.

    Before `first_day` a joiner counts nothing, then by the month, then in full: `steps` are the shares of the first months, counted from
    the first day to the same day of the next month. On days `away` (the first one, and the first one back) nobody counts.
    """
    begins = first_day or times.whole.start
    ends = [_months_later(begins, number + 1) for number in range(len(steps))] if first_day else []
    spans = [span for span in away if span[0] < times.whole.end and times.whole.start < span[1]]

    def share(day: dt.date) -> Fraction:
        if day < begins or any(first <= day < back for first, back in spans):
            return Fraction(0)
        return next((step for step, end in zip(steps, ends, strict=False) if day < end), Fraction(1))

    full, found = ends[-1] if ends else begins, []
    for span in times.leaves:
        if span.end <= begins or (full <= span.start and not any(first < span.end and span.start < back for first, back in spans)):
            found.append(Fraction(span.end > begins))
            continue
        every = list(days(span.start, span.end))
        counted = [day for day in every if works(day)] or every
        found.append(sum((share(day) for day in counted), Fraction(0)) / len(counted))
    return found


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; its last where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    after = dt.date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    last = (after - dt.timedelta(days=1)).day
    return dt.date(index // 12, index % 12 + 1, min(day.day, last))
