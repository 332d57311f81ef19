"""The tiny company: what was worked out by hand against the check queries, and against the product."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.checks.cells import KPIS, Checks, Value
from tests.checks.tiny_expected import Expected, expected


def agrees(value: Value, wanted: Fraction | None) -> bool:
    """Decimals and counts exactly; floats to 1e-9 of the value."""
    if value is None or wanted is None:
        return value is None and wanted is None
    if isinstance(value, float):
        return abs(value - float(wanted)) <= 1e-9 * max(1.0, abs(float(wanted)))
    return Fraction(value) == wanted


def show(wanted: Expected, value: Value) -> str:
    """One difference as a line."""
    hoped = None if wanted.value is None else float(wanted.value)
    return f"{wanted.kpi} {wanted.cut} {wanted.member} {wanted.period}: by hand {hoped}, got {value}"


def test_every_kpi_has_expectations() -> None:
    assert {line.kpi for line in expected()} == set(KPIS)


@pytest.mark.parametrize("kpi", KPIS)
def test_check_query_gives_what_the_hand_gave(kpi: str, tiny_checks: Checks) -> None:
    wrong = []
    lines = sorted((line for line in expected() if line.kpi == kpi), key=lambda line: line.cut)
    for cut, group in itertools.groupby(lines, key=lambda line: line.cut):
        cells = list(group)
        found = tiny_checks.values(kpi, cut, sorted({c.member for c in cells}), sorted({c.period for c in cells}))
        wrong += [show(c, found[c.member, c.period]) for c in cells if not agrees(found[c.member, c.period], c.value)]
    assert not wrong, "\n".join(wrong)


def test_decimals_are_compared_exactly() -> None:
    assert agrees(Decimal("0.10"), Fraction(1, 10))
    assert not agrees(Decimal("0.1001"), Fraction(1, 10))
    assert not agrees(0, None)
