"""Definitions that look at a workspace's settings."""

from __future__ import annotations

from pathlib import Path

from scoreline.kpis import registry
from scoreline.kpis.examples import Example
from tests.kpis import worked

BASKETS = Example(
    kpi="basket_abandonment",
    story="Three visitors filled baskets on the last three days and bought nothing.",
    settings={"basket_hours": 48},
    rows={
        "visits": [{"id": f"v{day}", "visitor_id": f"u{day}", "started_at": f"2025-12-{day}T10:00"} for day in (29, 30, 31)],
        "shop_events": [{"visit_id": f"v{day}", "kind": "add_to_basket", "occurred_at": f"2025-12-{day}T10:05"} for day in (29, 30, 31)],
    },
    period="2024-12",
    answer="100",
    working="The data ends with 2025; the baskets of its last 48 hours may still be bought.",
)


def test_baskets_of_the_last_hours_are_still_open(tmp_path: Path) -> None:
    found = worked.workspace(tmp_path, BASKETS, registry.shipped())
    table = found.kpi("basket_abandonment", per="month", start="2025-12", end="2025-12")
    assert table.table.column("basket_abandonment").to_pylist() == [100]
    assert table.beside.column("basket_abandonment: still open").to_pylist() == [2]
