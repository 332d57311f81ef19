"""Every cell that the product gives, at every cut that a KPI allows, against the KPI's check query."""

from __future__ import annotations

import pytest

from tests.checks.answers import Answers
from tests.checks.comparing import agrees
from tests.checks.queries import KPIS, Checks

FINE = (
    (),
    *((name,) for name in ("person", "team", "team:region", "location", "product", "customer", "segment", "deal_kind")),
    *((name,) for name in ("channel", "campaign", "contact_method", "device", "page_kind", "page")),
)
COARSE = tuple((name,) for name in ("team:company", "location_kind", "location_region", "category", "industry", "country"))
"""What only says more coarsely what one of the others says."""
PAIRS = (("team", "category"), ("person", "segment"), ("location", "deal_kind"), ("channel", "device"), ("team", "contact_method"))
CUTS: tuple[tuple[str, ...], ...] = (*FINE, *COARSE)
ASKED: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    *((cut, ("week", "month", "quarter")) for cut in FINE),
    *((cut, ("quarter",)) for cut in COARSE),
    *((cut, ("month",)) for cut in PAIRS),
    (("team",), ("day",)),
    (("team",), ("year",)),
]
# The shop has no people.
SHOP = [(cut, grains) for cut, grains in ASKED if not any(name.startswith(("person", "team")) for name in cut)]


def name(asked: tuple[str, ...]) -> str:
    """Of a test."""
    return "+".join(asked) or "company"


def differences(answers: Answers, checks: Checks, cut: tuple[str, ...], grains: tuple[str, ...]) -> list[str]:
    """The cells that differ, a line each."""
    kpis = [kpi for kpi in answers.allowing(cut) if kpi in KPIS]
    grains = tuple(per for per in grains if per in answers.spans)
    if not kpis or not grains:
        return []
    own = {member for per in grains for member, _ in answers.cells(kpis[0], cut, per)}
    checks.ask(sorted(checks.members(cut) | own), [period for per in grains for period in answers.periods(per)], cut)
    wrong = []
    for kpi in kpis:
        for name, values in checks.values(kpi, cut).items():
            found = {cell: value for per in grains for cell, value in answers.cells(name, cut, per).items()}
            for cell, wanted in values.items():
                # a member without a row had nothing to count in the whole run
                value = found.get(cell, None if wanted is None else 0)
                if not agrees(value, wanted):
                    wrong.append(f"{name} by {cut} {cell}: check {wanted}, product {value if cell in found else 'has no row'}")
    return wrong


@pytest.mark.parametrize(("cut", "grains"), ASKED, ids=name)
def test_hanoi(cut: tuple[str, ...], grains: tuple[str, ...], hanoi_answers: Answers, hanoi_checks: Checks) -> None:
    wrong = differences(hanoi_answers, hanoi_checks, cut, grains)
    assert not wrong, f"{len(wrong)} cells differ:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize("cut", [(), ("person",), ("team",)], ids=name)
def test_contracts(cut: tuple[str, ...], contracts_answers: Answers, contracts_checks: Checks) -> None:
    wrong = differences(contracts_answers, contracts_checks, cut, ("month", "quarter"))
    assert not wrong, f"{len(wrong)} cells differ:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize(("cut", "grains"), SHOP, ids=name)
def test_berlin(cut: tuple[str, ...], grains: tuple[str, ...], berlin_answers: Answers, berlin_checks: Checks) -> None:
    wrong = differences(berlin_answers, berlin_checks, cut, grains)
    assert not wrong, f"{len(wrong)} cells differ:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize(("cut", "grains"), ASKED, ids=name)
def test_made_up_company(cut: tuple[str, ...], grains: tuple[str, ...], demo_answers: Answers, demo_checks: Checks) -> None:
    wrong = differences(demo_answers, demo_checks, cut, grains)
    assert not wrong, f"{len(wrong)} cells differ:\n" + "\n".join(wrong[:40])


def test_no_cut_is_left_out(hanoi_answers: Answers) -> None:
    allowed = {name for cuts in hanoi_answers.cuts.values() for name in cuts}
    assert {name.partition(":")[0] for cut in CUTS for name in cut} >= allowed
