"""How a relation that SQL derives from the mart's tables is described. The SQL is the file of its name in `relations/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Reach = Literal["half year", "quota", "later"]
"""Which days of a table a row is worked out from, beside its own: those up to six months after it, those of a quota's own time, or
all later ones."""


@dataclass(frozen=True)
class Derived:
    """One derived relation.

    `columns` are `name:type` pairs, the type text left out; `like orders` in front takes over a table's columns. `needs` are the
    tables that it reads, `optional` those that may be absent. A `by_period` relation reads `periods(p, start_on, end_on, label)`
    and gives a column p. `history` names the table without which only the last covered day is known. A `kept` relation is worked
    out once and kept beside the states. `customers`: it depends on who is a customer, by the orders of the days before or by
    contracts. `parents` adds many-to-one parents: name -> (column, table). `reach` names the tables of which a row needs other
    days than those of the period that it counts in.
    """

    name: str
    doc: str
    columns: str
    needs: tuple[str, ...]
    optional: tuple[str, ...] = ()
    by_period: bool = False
    history: str | None = None
    kept: bool = False
    customers: bool = False
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)
    reach: dict[str, Reach] = field(default_factory=dict)
