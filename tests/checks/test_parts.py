"""The parts of a ratio are what the check queries say they are, for the whole company."""

from __future__ import annotations

import pytest

from tests.checks.answers import Answers
from tests.checks.catalogue import IDS
from tests.checks.cells import COMPANY, days
from tests.checks.comparing import agrees
from tests.checks.parts import named, ratio, worth
from tests.checks.queries import Checks

PERIODS = {
    "hanoi": ("2024-W09", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-Q1"),
    "berlin": ("2020-W53", "2021-01", "2021-02", "2021-03", "2021-04"),
    "demo": ("2024-07", "2025-Q3"),
}
# No ratio of two figures, or none that is told without a cut.
OTHERS = {"customer_lifetime_value", "clv_to_cac", "sales_by_contact_method", "exit_rate", "net_promoter_score", "relationship_length"}


@pytest.mark.parametrize("company", PERIODS)
def test_parts_agree(company: str, request: pytest.FixtureRequest) -> None:
    answers: Answers = request.getfixturevalue(f"{company}_answers")
    checks: Checks = request.getfixturevalue(f"{company}_checks")
    checks.ask([COMPANY], PERIODS[company], ())
    wrong = []
    for kpi in answers.allowing(()):
        made = answers.ws.registry.formulas[kpi]
        shape = ratio(made)
        wanted = checks.answers(kpi, ())
        if kpi in OTHERS or not next(iter(wanted.values())).ratio:
            continue
        assert shape is not None, f"{kpi} is no ratio"
        for period in PERIODS[company]:
            why = answers.ws.why(kpi, None, period)
            values = {part.name: part.value for part in why.parts}
            parts = {leaf: values[named(leaf)] for leaf in answers.leaves(kpi)}
            check = wanted[COMPANY, period]
            for name, node, value in (("numerator", shape.above, check.numerator), ("denominator", shape.below, check.denominator)):
                if name == "numerator" and (not shape.plain or check.value is None):
                    continue
                found = worth(node, parts, days(period))
                if not agrees(found, value) and not (not found and not value):
                    wrong.append(f"{kpi} {period} {name}: check {value}, product {found}")
    assert not wrong, "\n".join(wrong)


def test_most_ratios_are_compared(hanoi_answers: Answers) -> None:
    formulas = hanoi_answers.ws.registry.formulas
    assert sum(1 for kpi in IDS if kpi in formulas and ratio(formulas[kpi])) > len(IDS) / 2
