"""What measures read: the tables of the mart, and relations that are derived from them by the SQL files of `relations/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from scoreline.mart.columns import SYSTEM, Type
from scoreline.mart.contracts import TABLES


@dataclass(frozen=True)
class Relation:
    """A table or derived relation: its columns with their types, its many-to-one parents, and the tables that it reads.

    `by_period` relations depend on the length of the periods asked for; they read the relation `periods` and can never be
    rolled up. `history` names the table without which only the last covered day is known. `optional` tables may be absent.
    """

    name: str
    doc: str
    columns: dict[str, Type]
    parents: dict[str, tuple[str, str]]
    needs: tuple[str, ...]
    optional: tuple[str, ...] = ()
    by_period: bool = False
    history: str | None = None

    @property
    def watched(self) -> tuple[str, ...]:
        """The tables whose coverage decides whether a period is covered: all that it needs, quotas aside."""
        return tuple(table for table in self.needs if table != "levels")

    @property
    def derived(self) -> bool:
        """Whether it is made by SQL, not a table of the mart."""
        return self.name not in TABLES

    @property
    def sql(self) -> str:
        """The SQL of a derived relation, with the parameters :customer_days and :last_day."""
        return (resources.files("scoreline.kpis") / "relations" / f"{self.name}.sql").read_text("utf-8")


_REFERENCES = {name: parent for table in TABLES.values() for name, parent in table.parents.items()}


def _parents(columns: dict[str, Type]) -> dict[str, tuple[str, str]]:
    return {name.removesuffix("_id"): (name, _REFERENCES[name]) for name in columns if name in _REFERENCES}


def _columns(names: str) -> dict[str, Type]:
    """`name:type` pairs; the type text is left out."""
    pairs = (item.partition(":") for item in names.split())
    own = {name: Type(kind or "text") for name, _, kind in pairs}
    return own | {column.name: column.type for column in SYSTEM}


_OF_A_DEAL = "id entered_on:date left_on:date stage_id stage probability:fraction amount:money"
_DERIVED = (
    ("first_orders", "Each customer's first order", "", ("orders",), (), False, None),
    ("deal_spans", "The times an open deal stood in a stage, with an amount and an owner",
     f"{_OF_A_DEAL} owner_id customer_id product_id location_id kind currency",
     ("deals", "stages"), ("deal_stages", "deal_changes"), False, "deal_stages"),
    ("customer_movements", "Customers at a period's start, new, lost and won back",
     "id customer_id movement on:date happened_on:date owner_id", ("orders",), ("ownerships", "customers"), True, None),
    ("due_invoices", "Invoices falling due, with what was paid by the period's end",
     "id customer_id owner_id location_id order_id due_on:date currency amount:money paid:money",
     ("invoices", "payments"), (), True, None),
    ("quota_results", "People's quotas with the revenue of their own time",
     "id owner_id valid_from:date valid_to:date last_on:date norm:money fact:money",
     ("levels", "order_lines"), ("refunds", "orders"), False, None),
)  # fmt: skip


@cache
def relations() -> dict[str, Relation]:
    """Every relation by name."""
    found: dict[str, Relation] = {}
    for table in TABLES.values():
        columns = {column.name: column.type for column in (*table.columns, *SYSTEM)}
        found[table.name] = Relation(table.name, table.doc, columns, _parents(columns), (table.name,))
    for name, doc, names, needs, optional, by_period, history in _DERIVED:
        columns = _columns(names) if names else found["orders"].columns
        found[name] = Relation(name, doc, columns, _parents(columns), needs, optional, by_period, history)
    return found
