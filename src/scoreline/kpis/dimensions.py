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
    """A cut: its name, the table whose rows or attribute values are its members, and that attribute."""

    name: str
    table: str
    attribute: str | None = None


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
    )
}

_COLUMN = {
    "people": "owner_id",
    "locations": "location_id",
    "products": "product_id",
    "customers": "customer_id",
    "deals": "deal_id",
}
_BY_PARENT = {
    ("quotes", "locations"): "deal.location_id",
    ("quotes", "products"): "deal.product_id",
    ("order_lines", "deals"): "order.deal_id",
    ("refunds", "deals"): "order.deal_id",
    ("invoices", "deals"): "order.deal_id",
    ("due_invoices", "deals"): "order.deal_id",
    ("payments", "deals"): "invoice.order.deal_id",
    ("deals", "deals"): "id",
    ("deal_spans", "deals"): "id",
    ("assessments", "people"): "person_id",
}


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
    """The dotted path from a relation to the id that names the dimension's member; None where there is none."""
    if extra := _BY_PARENT.get((relation.name, to.table)):
        return extra
    column = _COLUMN[to.table]
    return column if column in relation.columns else None


def refusal(relation: Relation, to: Dimension) -> str:
    """Why a relation cannot be cut so, as one sentence."""
    kind = relation.name.replace("_", " ")
    of = to.name.replace("_", " ")
    for child in relations().values():
        if child.derived or to.table not in [parent for _, parent in child.parents.values()]:
            continue
        if relation.name in [parent for _, parent in child.parents.values()] or (
            relation.name == "first_orders" and child.name == "order_lines"
        ):
            many = child.name.replace("_", " ")
            return f"One of {kind} can have many {many}, each with its own {of}, so it would be counted more than once."
    return f"The rows of {kind} do not say which {of} they belong to."
