"""How many decimals a column of figures is shown with: one number for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoreline.reports.formats import Formats, Number

_DIGITS = {"count": 0, "percent": 1, "days": 1, "months": 1, "hours": 1, "minutes": 1, "ms": 0, "score": 1, "ratio": 2}


def digits(unit: str, values: Iterable[Number | None], formats: Formats) -> int:
    """The decimals that a column of this unit is shown with."""
    if unit == "money":
        return formats.money_digits(values)
    if unit == "count":  # people share records
        return 2 if any(value is not None and value % 1 for value in values) else 0
    return _DIGITS.get(unit, 2)
