"""A cut that a KPI does not declare is refused, and so is a KPI without the cut that it needs."""

from __future__ import annotations

import pytest

from scoreline.errors import QueryError
from tests.checks.answers import Answers
from tests.checks.catalogue import IDS

_TEXT = """
person team location location_kind location_region product category customer segment industry country deal_kind channel campaign
contact_method device page_kind page
"""
DIMENSIONS = tuple(_TEXT.split())
MONTH = "2024-03"
NEEDS = {"sales_by_contact_method": {"contact_method"}, "exit_rate": {"page", "page_kind"}}
# What would count a record more than once, or belongs to nobody: no owner buys a page, no article has a quota.
NEVER = {
    "order_count": {"product", "category", "device", "page", "page_kind", "channel", "campaign"},
    "average_order_value": {"product", "category", "channel"},
    "revenue": {"channel", "campaign", "device", "page"},
    "quota_reach": {"product", "customer", "location", "channel"},
    "relative_market_share": set(DIMENSIONS),
    "traffic_share": set(DIMENSIONS),
    "visits": {"person", "team", "location", "product", "page", "page_kind"},
    "visitors": {"person", "team", "product", "page"},
    "pages_per_visit": {"product", "page", "page_kind"},
    "revenue_per_visit": {"channel", "device", "campaign", "person"},
    "retention_rate": {"product", "location", "deal_kind", "channel"},
    "customer_acquisition_cost": {"person", "team", "customer", "product"},
    "cost_per_lead": {"person", "team", "customer"},
    "clv_to_cac": set(DIMENSIONS),
    "customer_lifetime_value": {"product", "location", "channel"},
    "net_promoter_score": {"product", "channel", "deal_kind"},
    "assessment": {"customer", "product", "location"},
}


@pytest.mark.parametrize("kpi", IDS)
def test_undeclared_cuts_are_refused(hanoi_answers: Answers, kpi: str) -> None:
    ws = hanoi_answers.ws
    if kpi not in hanoi_answers.cuts:
        return
    declared = hanoi_answers.cuts[kpi]
    assert declared <= set(DIMENSIONS)
    needed = sorted(NEEDS.get(kpi, set()))[:1]
    for name in sorted(set(DIMENSIONS) - declared):
        with pytest.raises(QueryError, match=name):
            ws.kpi(kpi, by=[*needed, name], per="month", start=MONTH, end=MONTH)


@pytest.mark.parametrize("kpi", sorted(NEVER))
def test_some_cuts_are_never_declared(hanoi_answers: Answers, kpi: str) -> None:
    assert hanoi_answers.cuts.get(kpi, frozenset()).isdisjoint(NEVER[kpi])


@pytest.mark.parametrize("kpi", sorted(NEEDS))
def test_a_needed_cut_is_asked_for(hanoi_answers: Answers, kpi: str) -> None:
    if kpi not in hanoi_answers.cuts:
        return
    assert set(hanoi_answers.ws.registry.kpi(kpi).needs_cut) == NEEDS[kpi]
    for by in ([], ["customer"]):
        with pytest.raises(QueryError):
            hanoi_answers.ws.kpi(kpi, by=by, per="month", start=MONTH, end=MONTH)


def test_an_unknown_cut_is_refused(hanoi_answers: Answers) -> None:
    with pytest.raises(QueryError):
        hanoi_answers.ws.kpi("revenue", by="colour", per="month", start=MONTH, end=MONTH)
