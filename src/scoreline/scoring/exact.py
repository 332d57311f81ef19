"""Exact arithmetic for scores: everything is computed in fractions and turned into decimals at the end."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scoreline.errors import QueryError
from scoreline.planning.exact import decimal, rounded

__all__ = ["Number", "decimal", "exact", "rounded"]

Number = Decimal | float | int


@lru_cache(maxsize=2**16, typed=True)  # typed: 1e23 equals a Decimal whose fraction is another
def exact(number: Number) -> Fraction:
    """The number as a fraction. A float means the shortest decimal that reads back as it: 0.1 is one tenth."""
    if not math.isfinite(number):
        raise QueryError(f"The fact is {number}, which is not a number.", do="Look at the KPI's formula and data.")
    return Fraction(repr(float(number))) if isinstance(number, float) else Fraction(number)
