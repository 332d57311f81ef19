"""The comparison itself can fail."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.checks.comparing import agrees


def test_money_exactly_and_ratios_nearly() -> None:
    assert agrees(Decimal("0.1000"), Fraction(1, 10))
    assert not agrees(Decimal("0.1001"), Fraction(1, 10))
    assert agrees(100 / 3, Fraction(100, 3))
    assert not agrees(33.3333333, Fraction(100, 3))


def test_nothing_is_not_zero() -> None:
    assert agrees(None, None)
    assert not agrees(0, None)
    assert not agrees(None, 0)
