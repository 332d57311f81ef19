"""What KPIs can be cut by, and the one path by which each relation reaches it.

A path runs over many-to-one parents only, so that no row is ever counted twice. Where a relation has no path, the cut is
refused: either it would count twice (an order has many products) or the rows do not say.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.errors import QueryError, nearest
from scoreline.kpis.relations import Relation, relations


@dataclass(frozen=True)
class Dimension:
    """A cut: its name, and what its members are: the rows of `table`, the values of an `attribute` of it, or, without a table,
    the values of the columns named in `homes` as (table, column)."""

    name: str
    table: str = ""
    attribute: str | None = None
    homes: tuple[tuple[str, str], ...] = ()


DIMENSIONS: dict[str, Dimension] = {
    item.name: item
    for item in (
        Dimension("person", "people"),
        Dimension("team", "people"),
        Dimension("location", "locations"),
        Dimension("location_kind", "locations", "kind"),
        Dimension("location_region", "locations", "region"),
        Dimension("product", "products"),
        Dimension("category", "products", "category"),
        Dimension("customer", "customers"),
        Dimension("segment", "customers", "segment"),
        Dimension("industry", "customers", "industry"),
        Dimension("country", "customers", "country"),
        Dimension("deal_kind", "deals", "kind"),
        Dimension("campaign", "campaigns"),
        Dimension("channel", homes=(("leads", "channel"), ("campaigns", "channel"), ("visits", "channel"))),
        Dimension("contact_method", homes=(("orders", "contact_method"), ("deals", "contact_method"), ("activities", "kind"))),
        Dimension("device", homes=(("visits", "device"),)),
        Dimension("page_kind", homes=(("page_views", "page_kind"),)),
        Dimension("page", homes=(("page_views", "page"),)),
    )
}

_COLUMN = {
    "people": "owner_id",
    "locations": "location_id",
    "products": "product_id",
    "customers": "customer_id",
    "deals": "deal_id",
    "campaigns": "campaign_id",
}
_BY_PARENT = {
    ("quotes", "locations"): "deal.location_id",
    ("quotes", "products"): "deal.product_id",
    ("order_lines", "deals"): "order.deal_id",
    ("refunds", "deals"): "order.deal_id",
    ("invoices", "deals"): "order.deal_id",
    ("due_invoices", "deals"): "order.deal_id",
    ("invoice_payments", "deals"): "order.deal_id",
    ("payments", "deals"): "invoice.order.deal_id",
    ("deals", "deals"): "id",
    ("deal_spans", "deals"): "id",
    ("assessments", "people"): "person_id",
    ("campaign_spend", "channel"): "campaign.channel",
    ("order_lines", "contact_method"): "order.contact_method",
    ("refunds", "contact_method"): "order.contact_method",
    ("activities", "contact_method"): "kind",
}
_OF_LEAD = {"channel": "channel", "campaigns": "campaign_id"}
_OF_VISIT = {"channel": "channel", "device": "device", "campaigns": "campaign_id", "customers": "customer_id"}


def dimension(name: str) -> Dimension:
    """The dimension of a cut; `team:region` is the team tree at the level `region`. QueryError where there is none."""
    base, _, level = name.partition(":")
    if base not in DIMENSIONS or (level and base != "team"):
        known = ", ".join(DIMENSIONS)
        if "," in name:
            raise QueryError(f'"{name}" is several cuts in one.', do="Name each by itself: --by product --by team.")
        raise QueryError(f'There is no cut by "{name}". {nearest(base, DIMENSIONS)}'.strip(), do=f"Cut by one of: {known}.")
    return DIMENSIONS[base]


def path(relation: Relation, to: Dimension) -> str | None:
    """The dotted path from a relation to the id or value that names the dimension's member; None where there is none."""
    goal = to.table or to.name
    if extra := _BY_PARENT.get((relation.name, goal)):
        return extra
    column = _COLUMN.get(to.table, to.name)
    if column in relation.columns:
        return column
    for parent, columns in (("lead", _OF_LEAD), ("visit", _OF_VISIT)):
        if goal in columns and parent in relation.parents:
            return f"{parent}.{columns[goal]}"
    return None


def refusal(relation: Relation, to: Dimension) -> str:
    """Why a relation cannot be cut so, as one sentence."""
    kind = relation.name.replace("_", " ")
    of = to.name.replace("_", " ")
    for child in relations().values():
        if not to.table or child.derived or to.table not in [parent for _, parent in child.parents.values()]:
            continue
        if relation.name in [parent for _, parent in child.parents.values()] or (
            relation.name == "first_orders" and child.name == "order_lines"
        ):
            many = child.name.replace("_", " ")
            return f"One of {kind} can have many {many}, each with its own {of}, so it would be counted more than once."
    return f"The rows of {kind} do not say which {of} they belong to."
