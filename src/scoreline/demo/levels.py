"""Base, norm and target from history: what a member reached in the twelve months before, and how far apart the months lay."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DEEP, HIGH, STRETCH = 2.2, 1.0, 1.02
"""Base lies 2.2 and target 1 usual deviation from the norm; the norm asks for 2 % more than was."""
PEERS = 1.5
"""Peers count as much as this many months of one's own, so that a newcomer starts with what is usual in the role."""


@dataclass(frozen=True)
class Shape:
    """How a KPI's levels are made: which way is better, the step that levels are rounded to, and the limit of a percentage."""

    down: bool = False
    step: str = "1"
    most: float | None = None


SHAPES = {
    "revenue": Shape(step="100"),
    "opportunity_value": Shape(step="100"),
    "average_order_value": Shape(step="5"),
    "items_per_order": Shape(step="0.1"),
    "sales_cycle": Shape(down=True),
    "win_rate": Shape(most=100),
    "win_rate_value": Shape(most=100),
    "retention_rate": Shape(step="0.1", most=100),
    "collection_rate": Shape(step="0.5", most=100),
}


@dataclass(frozen=True)
class Usual:
    """What is usual among peers: the mean, and one member's typical deviation from month to month as a share of the mean."""

    mean: float
    spread: float


def usual(histories: Sequence[Sequence[float]]) -> Usual | None:
    """What is usual among members, from the months of each; None where hardly anything is known."""
    long = [months for months in histories if len(months) >= 4 and sum(months) > 0]
    if not long:
        return None
    spreads = [statistics.stdev(months) / statistics.fmean(months) for months in long]
    return Usual(statistics.fmean(map(statistics.fmean, long)), statistics.median(spreads))


def levels(kpi: str, months: Sequence[float], peers: Usual, season: float = 1) -> tuple[Decimal, Decimal, Decimal]:
    """Base, norm and target, rounded, from a member's own months and the peers. `season` scales a sum to the month that is planned."""
    shape = SHAPES.get(kpi, Shape())
    step = Decimal(shape.step)
    mean = (sum(months) + PEERS * peers.mean) / (len(months) + PEERS)
    sign = -1 if shape.down else 1
    norm = mean * season * (1 + sign * (STRETCH - 1))
    spread = norm * peers.spread
    if shape.most is not None:
        norm = min(norm, shape.most - float(step))
    middle = max(_rounded(norm, step), 2 * step)
    if shape.down:
        return middle + max(step, _rounded(DEEP * spread, step)), middle, max(Decimal(0), middle - max(step, _rounded(HIGH * spread, step)))
    base = max(Decimal(0), middle - max(step, _rounded(DEEP * spread, step)))
    target = middle + max(step, _rounded(HIGH * spread, step))
    return base, middle, target if shape.most is None else min(target, Decimal(str(shape.most)))


def _rounded(value: float, step: Decimal) -> Decimal:
    return (Decimal(value) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
