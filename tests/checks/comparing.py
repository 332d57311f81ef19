"""When two values are the same: money and counts exactly, ratios to 1e-9, and nothing only to nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Value = Decimal | Fraction | float | int | None
RATIO = 1e-9


def agrees(value: Value, wanted: Value) -> bool:
    """Exact unless either is a float; then to 1e-9 of the wanted value, or of 1 where that is less."""
    if value is None or wanted is None:
        return value is None and wanted is None
    if isinstance(value, float) or isinstance(wanted, float):
        return abs(float(value) - float(wanted)) <= RATIO * max(1.0, abs(float(wanted)))
    return value == wanted or Fraction(value) == Fraction(wanted)
