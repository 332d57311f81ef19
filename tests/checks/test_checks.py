"""Every cell that the product gives, at every cut that a KPI allows, against the KPI's check query."""

from __future__ import annotations

import pytest

from tests.checks.answers import Answers
from tests.checks.cells import Checks
from tests.checks.comparing import agrees

CUTS: tuple[tuple[str, ...], ...] = (
    (),
    *((name,) for name in ("person", "team", "team:region", "team:company")),
    *((name,) for name in ("location", "location_kind", "location_region", "product", "category")),
    *((name,) for name in ("customer", "segment", "industry", "country", "deal_kind")),
)
PAIRS = (("team", "category"), ("person", "segment"), ("location", "deal_kind"))
GRAINS = ("week", "month", "quarter")
ASKED = [(cut, per) for cut in CUTS for per in GRAINS] + [(cut, "month") for cut in PAIRS] + [(("team",), "day"), (("team",), "year")]


def differences(answers: Answers, checks: Checks, cut: tuple[str, ...], per: str) -> list[str]:
    """The cells that differ, a line each."""
    wrong = []
    kpis = answers.allowing(cut)
    checks.ask(sorted(checks.members(cut) | {member for member, _ in answers.cells(kpis[0], cut, per)}), answers.periods(per))
    for kpi in kpis:
        found = answers.cells(kpi, cut, per)
        for cell, wanted in checks.values(kpi, cut).items():
            # a member without a row had nothing to count in the whole run
            value = found.get(cell, None if wanted is None else 0)
            if not agrees(value, wanted):
                wrong.append(f"{kpi} by {cut} {cell}: check {wanted}, product {value if cell in found else 'has no row'}")
    return wrong


@pytest.mark.parametrize(("cut", "per"), ASKED, ids=lambda asked: asked if isinstance(asked, str) else "+".join(asked) or "company")
def test_tiny_company(cut: tuple[str, ...], per: str, tiny_answers: Answers, tiny_checks: Checks) -> None:
    wrong = differences(tiny_answers, tiny_checks, cut, per)
    assert not wrong, f"{len(wrong)} cells differ:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize(("cut", "per"), ASKED, ids=lambda asked: asked if isinstance(asked, str) else "+".join(asked) or "company")
def test_made_up_company(cut: tuple[str, ...], per: str, demo_answers: Answers, demo_checks: Checks) -> None:
    wrong = differences(demo_answers, demo_checks, cut, per)
    assert not wrong, f"{len(wrong)} cells differ:\n" + "\n".join(wrong[:40])


def test_no_cut_is_left_out(tiny_answers: Answers) -> None:
    allowed = {name for cuts in tiny_answers.cuts.values() for name in cuts}
    assert {name.partition(":")[0] for cut in CUTS for name in cut} == allowed
