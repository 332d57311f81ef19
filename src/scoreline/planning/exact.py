"""Fractions back to decimals: exact arithmetic ends here."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

_CONTEXT = Context(prec=28)


def decimal(number: Fraction) -> Decimal:
    """The fraction as a decimal of 28 digits, exact where it ends before."""
    return divided(number.numerator, number.denominator)


def divided(over: int, under: int) -> Decimal:
    """A quotient of whole numbers as a decimal of 28 digits, exact where it ends before."""
    return _CONTEXT.divide(Decimal(over), Decimal(under))


def rounded(number: Decimal) -> Decimal:
    """A decimal of more digits as one of 28."""
    return _CONTEXT.plus(number)
