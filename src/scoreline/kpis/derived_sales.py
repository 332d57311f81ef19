"""The derived relations of the financial and customer KPIs."""

from __future__ import annotations

from scoreline.kpis.derived import Derived

DERIVED: tuple[Derived, ...] = (
    Derived("first_orders", "Each customer's first order", "like orders", needs=("orders",)),
    Derived(
        "customer_movements",
        "Customers at a period's start, new, lost and won back",
        "id customer_id movement on:date happened_on:date owner_id",
        needs=("orders",),
        optional=("ownerships", "customers"),
        by_period=True,
        customers=True,
    ),
    Derived(
        "due_invoices",
        "Invoices falling due, with what was paid by the period's end",
        "id customer_id owner_id location_id order_id due_on:date currency amount:money paid:money",
        needs=("invoices", "payments"),
        by_period=True,
    ),
    Derived(
        "quota_results",
        "People's quotas with the revenue of their own time",
        "id owner_id valid_from:date valid_to:date last_on:date norm:money fact:money",
        needs=("levels", "order_lines"),
        optional=("refunds", "orders"),
    ),
)
