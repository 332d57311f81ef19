"""How a value stands against another: the difference, in value and percent, and whether it is for the better."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine.facts import Fact


@dataclass(frozen=True)
class Change:
    """A difference between two known facts; `percent` is None where the earlier one is not above 0. Percentages differ in points."""

    value: float
    percent: float | None
    better: bool | None


def change(now: Fact, before: Fact, direction: str) -> Change | None:
    """The change between two facts; None unless both are known."""
    if not (now.known and before.known) or now.value is None or before.value is None:
        return None
    difference = Decimal(str(now.value)) - Decimal(str(before.value))
    base = Decimal(str(before.value))
    better = None if direction not in ("up", "down") or not difference else (difference > 0) == (direction == "up")
    return Change(float(difference), float(100 * difference / base) if base > 0 else None, better)
