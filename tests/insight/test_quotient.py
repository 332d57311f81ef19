"""Formulas taken apart into what is counted and what it is counted from."""

from __future__ import annotations

import pytest

from scoreline.errors import QueryError
from scoreline.insight.quotient import quotient
from scoreline.kpis import formula
from scoreline.kpis.registry import shipped


@pytest.mark.parametrize(
    ("kpi", "scale", "over", "under"),
    [
        ("win_rate", 100, "won_deals", "closed_deals"),
        ("average_order_value", 1, "sold − refunded", "orders_placed"),
        ("revenue", 1, "sold − refunded", ""),
        ("net_promoter_score", 100, "promoters − detractors", "nps_answers"),
    ],
)
def test_what_is_counted_and_from_what(kpi: str, scale: int, over: str, under: str) -> None:
    found = quotient(shipped(), kpi)
    told = [formula.text(node, lambda leaf: leaf.name) if node else "" for node in (found.over, found.under)]
    assert (found.scale, *told) == (scale, over, under)


@pytest.mark.parametrize("kpi", ["sales_cycle", "revenue_growth", "days_sales_outstanding", "revenue_growth_year"])
def test_what_does_not_add_up_is_refused(kpi: str) -> None:
    with pytest.raises(QueryError, match=f"change of {kpi} cannot be told by segment"):
        quotient(shipped(), kpi)
