"""Fractions back to decimals: exact arithmetic ends here. And how large a number may be written."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

_CONTEXT = Context(prec=28)
_WHOLE = 24
BOUND = Decimal(10) ** _WHOLE
"""Numbers that somebody writes stay below it: with their decimals they then fit the 28 digits that are reckoned and shown with."""
WITHIN = f"Write a number of at most {_WHOLE} digits before the point."
"""What to do about one that is larger."""


def decimal(number: Fraction) -> Decimal:
    """The fraction as a decimal of 28 digits, exact where it ends before."""
    return divided(number.numerator, number.denominator)


def divided(over: int, under: int) -> Decimal:
    """A quotient of whole numbers as a decimal of 28 digits, exact where it ends before."""
    return _CONTEXT.divide(Decimal(over), Decimal(under))


def rounded(number: Decimal) -> Decimal:
    """A decimal of more digits as one of 28."""
    return _CONTEXT.plus(number)
