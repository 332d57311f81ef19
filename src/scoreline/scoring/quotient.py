"""Quotients of two decimals. Sums and products of decimals have an end, so they are done digit by digit; the division comes last, once.

Exact as fractions are, in a tenth of the time.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from scoreline.planning.exact import divided
from scoreline.scoring.exact import Number, exact

ENDLESS = Context(prec=10**6)
"""No sum or product of facts and levels has so many digits."""
_ONE = Decimal(1)


class Quotient:
    """`over / under`, where `under` is above 0. Compared with others exactly."""

    __slots__ = ("over", "under")

    def __init__(self, over: Decimal, under: Decimal = _ONE) -> None:
        self.over, self.under = (over, under) if under > 0 else (ENDLESS.minus(over), ENDLESS.minus(under))

    def __lt__(self, other: Quotient) -> bool:
        return ENDLESS.multiply(self.over, other.under) < ENDLESS.multiply(other.over, self.under)

    @property
    def decimal(self) -> Decimal:
        """It as a decimal of 28 digits, exact where it ends before."""
        (over, part), (under, other) = self.over.as_integer_ratio(), self.under.as_integer_ratio()
        return divided(over * other, under * part)

    @property
    def fraction(self) -> Fraction:
        """It as a fraction."""
        return Fraction(self.over) / Fraction(self.under)


def plain(number: Number) -> Decimal:
    """The number as a decimal. A float means the shortest decimal that reads back as it. QueryError where it is none."""
    if isinstance(number, Decimal) and number.is_finite():
        return number
    exact(number)  # refuses what is not finite
    return Decimal(repr(float(number))) if isinstance(number, float) else Decimal(number)


def times(one: Decimal, other: Decimal) -> Decimal:
    """Their product, with every digit."""
    return ENDLESS.multiply(one, other)


def less(one: Decimal, other: Decimal) -> Decimal:
    """Their difference, with every digit."""
    return ENDLESS.subtract(one, other)


def plus(one: Decimal, other: Decimal) -> Decimal:
    """Their sum, with every digit."""
    return ENDLESS.add(one, other)
