"""The derived relations of the process, online store and capability KPIs."""

from __future__ import annotations

from scoreline.kpis.derived import Derived

DERIVED: tuple[Derived, ...] = (
    Derived(
        "deal_spans",
        "The times an open deal stood in a stage, with an amount and an owner",
        "id entered_on:date left_on:date stage_id stage probability:fraction amount:money owner_id customer_id product_id "
        "location_id kind currency",
        needs=("deals", "stages"),
        optional=("deal_stages", "deal_changes"),
        history="deal_stages",
    ),
)
