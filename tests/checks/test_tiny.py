"""The tiny companies: what was worked out by hand against the check queries, and against the product."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.checks.answers import Answers
from tests.checks.cells import grain
from tests.checks.comparing import Value, agrees
from tests.checks.hand import SOURCES, Expected, expected
from tests.checks.queries import KPIS, Checks

ASKED = sorted({(company, line.kpi.partition(":")[0]) for company in SOURCES for line in expected(company)})


def groups(company: str, kpi: str) -> Iterator[tuple[tuple[str, ...], list[Expected]]]:
    """The expectations of a KPI, and of what stands beside it, by cut."""
    lines = sorted((line for line in expected(company) if line.kpi.partition(":")[0] == kpi), key=lambda line: line.cut)
    for cut, group in itertools.groupby(lines, key=lambda line: line.cut):
        yield cut, list(group)


def show(wanted: Expected, value: Value) -> str:
    """One difference as a line."""
    hoped = None if wanted.value is None else float(wanted.value)
    return f"{wanted.kpi} {wanted.cut} {wanted.member} {wanted.period}: by hand {hoped}, got {value}"


def test_every_kpi_has_expectations() -> None:
    assert {kpi for _, kpi in ASKED} == set(KPIS)


@pytest.mark.parametrize(("company", "kpi"), ASKED)
def test_check_query_gives_what_the_hand_gave(company: str, kpi: str, request: pytest.FixtureRequest) -> None:
    checks: Checks = request.getfixturevalue(f"{company}_checks")
    periods = sorted({line.period for line in expected(company)})  # the same for all, so that what stands at their ends is found once
    wrong = []
    for cut, cells in groups(company, kpi):
        checks.ask(sorted({c.member for c in cells}), periods, cut)
        found = checks.values(kpi, cut)
        wrong += [show(c, found[c.kpi][c.member, c.period]) for c in cells if not agrees(found[c.kpi][c.member, c.period], c.value)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("company", "kpi"), ASKED)
def test_product_gives_what_the_hand_gave(company: str, kpi: str, request: pytest.FixtureRequest) -> None:
    answers: Answers = request.getfixturevalue(f"{company}_answers")
    if kpi not in answers.cuts:
        return
    wrong = []
    for cut, cells in groups(company, kpi):
        if kpi not in answers.allowing(cut):
            wrong.append(f"{kpi} cannot be cut by {cut}")
            continue
        for cell in cells:
            # a member who has no row had nothing to count and nothing to divide by
            nothing = 0 if cell.value == 0 else None
            value = answers.cells(cell.kpi, cut, grain(cell.period)).get((cell.member, cell.period), nothing)
            wrong += [show(cell, value)] if not agrees(value, cell.value) else []
    assert not wrong, "\n".join(wrong)
