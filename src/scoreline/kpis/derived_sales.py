"""The derived relations of the financial and customer KPIs."""

from __future__ import annotations

from scoreline.kpis.derived import Derived, Reach

_OF_ORDER = "id customer_id owner_id deal_id location_id contact_method ordered_on:date"
_OF_INVOICE = "customer_id owner_id location_id order_id due_on:date"
_OF_QUOTA: dict[str, Reach] = {"order_lines": "quota", "refunds": "quota"}

DERIVED: tuple[Derived, ...] = (
    Derived(
        "first_orders", "Each customer's first order, the day of the second one, and the lead that led to it",
        "like orders lead_id second_on:date",
        needs=("orders",), optional=("deals", "leads"), kept=True,
    ),
    Derived(
        "first_half_years", "What each customer bought in the six months from the first order on, and its cost",
        f"{_OF_ORDER} closes_on:date revenue:money cost:money",
        needs=("orders", "order_lines"), optional=("refunds", "products", "deals", "leads"), kept=True,
        reach={"order_lines": "half year", "refunds": "half year"},
    ),
    Derived(
        "customer_spans", "Customers' stays, cut where who looks after them changes",
        "id customer_id owner_id first_on:date start_on:date lost_on:date is_first:boolean opens:boolean "
        "from_on:date to_on:date since_on:date until_on:date",
        needs=("orders",), optional=("contracts", "ownerships", "customers"), kept=True, customers=True,
    ),
    Derived(
        "customer_losses", "Customers lost in a period, by who looked after them at its start",
        "id customer_id owner_id on:date start_on:date lost_on:date",
        needs=("orders",), optional=("contracts", "ownerships", "customers"), by_period=True, customers=True,
    ),
    Derived(
        "upsold_customers", "Customers of a period's start who bought more in it, by kind of deal",
        "id customer_id owner_id kind on:date",
        needs=("orders", "deals"), optional=("contracts", "ownerships", "customers", "stages"), by_period=True, customers=True,
    ),
    Derived(
        "customer_touches", "Activities with customers who were one before",
        "id kind owner_id customer_id lead_id deal_id done_on:date first_on:date",
        needs=("activities", "orders"), optional=("contracts", "ownerships", "customers"), customers=True,
    ),
    Derived(
        "due_invoices", "Invoices that have a due day",
        f"id {_OF_INVOICE} issued_on:date amount:money",
        needs=("invoices",),
    ),
    Derived(
        "invoice_payments", "Payments with what they settle of their invoice",
        f"id invoice_id {_OF_INVOICE} paid_on:date settled:money",
        needs=("invoices", "payments"),
    ),
    Derived(
        "person_revenue", "The revenue of each person and day, as owners and as credited",
        "id credit owner_id day:date amount:money",
        needs=("order_lines",), optional=("refunds", "orders", "credits"),
    ),
    Derived(
        "person_quotas", "People's revenue quotas, once for each way of crediting",
        "id credit owner_id valid_from:date valid_to:date norm:money",
        needs=("levels",), optional=("credits",),
    ),
    Derived(
        "quota_results", "People's quotas with the revenue of their own time",
        "id credit owner_id valid_from:date valid_to:date last_on:date norm:money fact:money",
        needs=("levels", "order_lines"), optional=("refunds", "orders", "credits"), kept=True, reach=_OF_QUOTA,
    ),
    Derived(
        "member_quotas", "People whose quotas end in a period, all of a person's together",
        "id credit owner_id last_on:date norm:money fact:money",
        needs=("levels", "order_lines"), optional=("refunds", "orders", "credits"), by_period=True, reach=_OF_QUOTA,
    ),
    Derived(
        "competitor_revenue", "Revenue that competitors published for just a period",
        "id subject period first_on:date revenue:money",
        needs=("benchmarks",), by_period=True,
    ),
)  # fmt: skip
