"""The tiny company: what was worked out by hand against the check queries, and against the product."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.checks.answers import Answers
from tests.checks.cells import KPIS, Checks, grain
from tests.checks.comparing import Value, agrees
from tests.checks.tiny_expected import Expected, expected


def groups(kpi: str) -> Iterator[tuple[tuple[str, ...], list[Expected]]]:
    """The expectations of a KPI by cut."""
    lines = sorted((line for line in expected() if line.kpi == kpi), key=lambda line: line.cut)
    for cut, group in itertools.groupby(lines, key=lambda line: line.cut):
        yield cut, list(group)


def show(wanted: Expected, value: Value) -> str:
    """One difference as a line."""
    hoped = None if wanted.value is None else float(wanted.value)
    return f"{wanted.kpi} {wanted.cut} {wanted.member} {wanted.period}: by hand {hoped}, got {value}"


def test_every_kpi_has_expectations(tiny_answers: Answers) -> None:
    assert {line.kpi for line in expected()} == set(KPIS) == set(tiny_answers.cuts.keys())


@pytest.mark.parametrize("kpi", KPIS)
def test_check_query_gives_what_the_hand_gave(kpi: str, tiny_checks: Checks) -> None:
    wrong = []
    for cut, cells in groups(kpi):
        tiny_checks.ask({c.member for c in cells}, {c.period for c in cells})
        found = tiny_checks.values(kpi, cut)
        wrong += [show(c, found[c.member, c.period]) for c in cells if not agrees(found[c.member, c.period], c.value)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kpi", KPIS)
def test_product_gives_what_the_hand_gave(kpi: str, tiny_answers: Answers) -> None:
    wrong = []
    for cut, cells in groups(kpi):
        for cell in cells:
            # a member who has no row had nothing to count and nothing to divide by
            nothing = 0 if cell.value == 0 else None
            value = tiny_answers.cells(kpi, cut, grain(cell.period)).get((cell.member, cell.period), nothing)
            wrong += [show(cell, value)] if not agrees(value, cell.value) else []
    assert not wrong, "\n".join(wrong)
