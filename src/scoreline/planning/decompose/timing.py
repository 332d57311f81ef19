"""How much of a goal belongs to each period: weights of the leaves of the periods, by method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from scoreline.errors import PlanError
from scoreline.periods import Grain, Period, at
from scoreline.planning.decompose.slices import Times

Weights = list[Fraction]


def even(times: Times) -> Weights:
    """Quarters, months and phases alike; weeks and days by their days, since weeks are cut at the edges of months."""
    return _shared(times, lambda node: Fraction(times.spans[node].days if times.spans[node].grain in _SHORT else 1))


def by_hand(times: Times, given: Mapping[str, Decimal]) -> Weights:
    """By weights given for periods: for all parts of a whole or for none, which are then even. PlanError naming what lacks."""
    unknown = [label for label in given if label not in times.tree.numbers]
    if unknown:
        raise PlanError(f'"{unknown[0]}" is no period of the plan of {times.whole.label}.', do=f"It has {_some(times)}.")
    for node in times.tree.inner:
        below = [times.tree.keys[child] for child in times.tree.children[node]]
        lacking = [label for label in below if label not in given]
        if lacking and len(lacking) < len(below):
            raise PlanError(f"{lacking[0]} has no weight, and other parts of {times.tree.keys[node]} have.", do="Give it one.")
        if not lacking and not any(given[label] for label in below):
            raise PlanError(f"All parts of {times.tree.keys[node]} have weight 0.", do="Give one of them another.")

    def weight(node: int) -> Fraction:
        span = times.spans[node]
        return Fraction(given[span.label]) if span.label in given else Fraction(span.days if span.grain in _SHORT else 1)

    return _shared(times, weight)


def by_days(times: Times, worked: Sequence[int]) -> Weights:
    """By working days. PlanError where there are none."""
    if not any(worked):
        raise PlanError(f"{times.whole.label} has no working day.", do="Look at weekend, holidays and closed.")
    return [Fraction(days) for days in worked]


def seasons(times: Times) -> dict[int, Grain]:
    """The nodes whose history is looked up: months, in a calendar of whole weeks its weeks, or the shortest periods there are."""
    short = Grain.WEEK if times.whole.calendar.retail else Grain.MONTH
    order = list(Grain)
    found = {}
    for node, span in enumerate(times.spans):
        below = times.tree.children[node]
        if below and times.spans[below[0]].grain is span.grain:
            raise PlanError("Periods of your own have no season.", do="Choose another method, or the calendar's periods.")
        ends = not below or order.index(times.spans[below[0]].grain) < order.index(short)
        if order.index(span.grain) >= order.index(short) and ends:
            found[node] = span.grain
    if not found:
        raise PlanError(f"{times.whole.label} is too short for a season.", do="Split it by working days.")
    return found


def before(times: Times, node: int, years: int) -> list[Period]:
    """The same period in each of the last years, the year before first; a week 53 has none where that year had none."""
    span = times.spans[node]
    found, period = list[Period](), at(span.start, span.grain, times.whole.calendar).year_before()
    for _ in range(years):
        if period is None:
            break
        found.append(period)
        period = period.year_before()
    return found


def by_season(times: Times, history: Mapping[int, Sequence[Decimal]], worked: Sequence[int]) -> Weights:
    """By history: `history` has the facts of the periods that `before` names, for every node of `seasons`.

    A period weighs the mean of its facts, one without any (week 53) as the one before it. Within it, weeks and days weigh their
    working days. PlanError for a negative mean, and where all are 0.
    """
    weight = Fraction(0)
    held: dict[int, Fraction] = {}
    for node in sorted(history, key=lambda node: times.spans[node].start):
        facts = history[node]
        weight = Fraction(sum(facts, Decimal(0))) / len(facts) if facts else weight
        if weight < 0:
            raise PlanError(f"Its history is {float(weight):g}, less than 0.", where=times.spans[node].label, do="Choose another method.")
        held[node] = weight
    if not any(held.values()):
        raise PlanError(f"The history of {times.whole.label} is 0 throughout.", do="Choose another method.")
    found = []
    for leaf, count in zip(times.tree.leaves, worked, strict=True):
        node = next(node for node in times.tree.line(leaf) if node in held)
        leaves = [place for place, other in enumerate(times.tree.leaves) if node in times.tree.line(other)]
        whole = sum(worked[place] for place in leaves)
        days = sum(times.leaves[place].days for place in leaves)
        part = Fraction(count, whole) if whole else Fraction(times.spans[leaf].days, days)
        found.append(held[node] * part)
    return found


_SHORT = (Grain.DAY, Grain.WEEK)


def _shared(times: Times, weight: Callable[[int], Fraction]) -> Weights:
    """The leaves' shares of the whole, where each part's share of its parent is by its weight among its siblings."""
    shares = [Fraction(1)] * len(times.spans)
    for node in times.tree.inner:
        weights = {child: weight(child) for child in times.tree.children[node]}
        whole = sum(weights.values())
        for child, value in weights.items():
            shares[child] = shares[node] * value / whole
    return [shares[leaf] for leaf in times.tree.leaves]


def _some(times: Times) -> str:
    labels = times.tree.keys[1:]
    return ", ".join(labels[:6]) + (" and so on" if len(labels) > 6 else "")
