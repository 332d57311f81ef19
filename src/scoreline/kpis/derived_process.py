"""The derived relations of the process, online store and capability KPIs."""

from __future__ import annotations

from scoreline.kpis.derived import Derived

_OF_LEAD = "lead_id customer_id deal_id channel campaign_id"
_OF_DEAL = "id deal_id entered_on:date left_on:date stage owner_id customer_id product_id location_id contact_method kind"
_OF_VISIT = "started_on:date visitor_id customer_id channel campaign_id device"

DERIVED: tuple[Derived, ...] = (
    Derived(
        "deal_spans",
        "The times an open deal stood in a stage, with an amount and an owner",
        f"{_OF_DEAL} stage_id probability:fraction amount:money currency",
        needs=("deals", "stages"),
        optional=("deal_stages", "deal_changes"),
        history="deal_stages",
    ),
    Derived(
        "followed_deals",
        "The times an open deal had an activity scheduled for later",
        _OF_DEAL,
        needs=("deals", "stages", "activities"),
        optional=("deal_stages", "deal_changes"),
        history="deal_stages",
        reach={"activities": "later"},
    ),
    Derived(
        "running_quotas",
        "People's revenue quotas that run at a period's end, with what is missing to them then",
        "id credit owner_id valid_from:date valid_to:date on:date norm:money fact:money missing:money",
        needs=("levels", "order_lines"),
        optional=("refunds", "orders", "credits"),
        by_period=True,
        reach={"order_lines": "quota", "refunds": "quota"},
    ),
    Derived(
        "first_touches",
        "The first activity on each lead, and when the lead became a sale",
        f"id owner_id contact_method done_on:date created_on:date converted_on:date {_OF_LEAD}",
        needs=("activities", "leads"),
    ),
    Derived(
        "lead_touches",
        "Activities on leads up to the lead's becoming a sale",
        f"id kind done_on:date converted_on:date owner_id {_OF_LEAD}",
        needs=("leads", "activities"),
    ),
    Derived(
        "lead_responses",
        "Leads with the time until their first touch",
        "id created_on:date first_at:time seconds:rate owner_id customer_id deal_id channel campaign_id",
        needs=("leads", "activities"),
    ),
    Derived(
        "visits_with_order",
        "Visits to customers who ordered on the same day",
        "id contact_method done_on:date owner_id customer_id lead_id deal_id",
        needs=("activities", "orders"),
    ),
    Derived("visit_lengths", "Visits with their length", f"id seconds:rate {_OF_VISIT}", needs=("visits",)),
    Derived(
        "bounces",
        "Visits with one page and nothing done",
        f"id {_OF_VISIT}",
        needs=("visits", "page_views", "shop_events"),
    ),
    Derived("registration_visits", "Visits that saw the registration page", f"id {_OF_VISIT}", needs=("visits", "page_views")),
    Derived(
        "visit_events",
        "Visits with what was done in them",
        "id started_at:time has_basket:boolean began_checkout:boolean registered:boolean bought:boolean "
        f"filled_at:time first_bought_at:time last_bought_at:time {_OF_VISIT}",
        needs=("visits", "shop_events"),
    ),
    Derived(
        "baskets",
        "Baskets, each on the last visit that filled it",
        f"id abandoned:boolean {_OF_VISIT}",
        needs=("visits", "shop_events"),
    ),
    Derived(
        "pages_seen",
        "Page views, dated on the first day of their visit",
        f"id visit_id viewed_on:date page page_kind product_id {_OF_VISIT}",
        needs=("visits", "page_views"),
    ),
    Derived(
        "exits",
        "The last page of each visit",
        f"id visit_id viewed_on:date page page_kind product_id {_OF_VISIT}",
        needs=("visits", "page_views"),
    ),
    Derived(
        "cards_seen",
        "Views of a product's card, dated on the first day of their visit",
        f"id visit_id viewed_on:date product_id {_OF_VISIT}",
        needs=("visits", "page_views"),
    ),
    Derived(
        "card_events",
        "Products put in the basket or bought after their card was seen",
        f"id visit_id kind occurred_on:date product_id {_OF_VISIT}",
        needs=("visits", "page_views", "shop_events"),
    ),
    Derived(
        "competitor_visits",
        "What others published as their visits of just the period",
        "id subject period first_on:date visits:rate",
        needs=("benchmarks",),
        by_period=True,
    ),
)
