"""Rows of a matrix file whose norm is what a saved plan has: `norm: plan`, with base and target in percent of it.

  - {kpi: revenue, weight: 0.6, base: 80%, norm: plan, target: 120%}

The norm is the plan's amount of that member and period, to its smallest unit. Base and target are rounded to that unit too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Period

WORD = "plan"


@dataclass(frozen=True)
class Planned:
    """What a plan has for a member and period, and the smallest unit of it."""

    amount: Decimal
    step: Decimal


PlannedOf = Callable[[str, Member, Period], Planned]
"""What the saved plan of a KPI has for a member and period. PlanError where there is none."""


def is_planned(values: Mapping[str, Any]) -> bool:
    """Whether a row's norm is the plan's."""
    return bool(values.get("norm") == WORD)


def filled(values: Mapping[str, Any], planned: Planned) -> dict[str, Any]:
    """The row with the plan's numbers in place of the word and of percentages. MatrixError where the plan has nothing to reach."""
    if not planned.amount:
        raise MatrixError("The plan has nothing to reach there.", do="Leave the row out in that period: changes:, with remove: true.")
    found = dict(values) | {"norm": planned.amount}
    for name in ("base", "target"):
        if isinstance(percent := found.get(name), str):
            found[name] = _part(percent, planned, name)
    return found


def _part(percent: str, planned: Planned, name: str) -> Decimal:
    try:
        share = Decimal(percent.strip().removesuffix("%").strip())
    except InvalidOperation:
        share = None
    if share is None or not share.is_finite() or not percent.strip().endswith("%"):
        raise MatrixError(f'{name} is "{percent}".', do=f"Write a number, or a percentage of the plan: {name}: 80%.")
    units = Fraction(planned.amount) * Fraction(share) / 100 / Fraction(planned.step)
    return math.floor(units + Fraction(1, 2)) * planned.step
