"""What measures read: the tables of the mart, and relations that are derived from them by the SQL files of `relations/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from scoreline.kpis import derived_process, derived_sales
from scoreline.kpis.derived import Reach
from scoreline.mart.columns import SYSTEM, Type
from scoreline.mart.contracts import TABLES


@dataclass(frozen=True)
class Relation:
    """A table or derived relation: its columns with their types, its many-to-one parents, and the tables that it reads.

    `by_period` relations depend on the periods asked for: they read the relation `periods`, name the period of each row in p, and
    can never be rolled up. `history` names the table without which only the last covered day is known. `optional` tables may be
    absent. A `kept` relation is worked out once for a mart version. `customers`: it depends on who is a customer. `reach` names the
    tables of which it needs other days than those of the period.
    """

    name: str
    doc: str
    columns: dict[str, Type]
    parents: dict[str, tuple[str, str]]
    needs: tuple[str, ...]
    optional: tuple[str, ...] = ()
    by_period: bool = False
    history: str | None = None
    kept: bool = False
    customers: bool = False
    reach: Mapping[str, Reach] = field(default_factory=dict)

    @property
    def watched(self) -> tuple[str, ...]:
        """The tables whose coverage decides whether a period is covered: all that it needs, quotas aside."""
        return tuple(table for table in self.needs if table != "levels")

    @property
    def derived(self) -> bool:
        """Whether it is made by SQL, not a table of the mart."""
        return self.name not in TABLES

    @cached_property
    def sql(self) -> str:
        """The SQL of a derived relation, with parameters as :customer_days."""
        return (resources.files("scoreline.kpis") / "relations" / f"{self.name}.sql").read_text("utf-8")

    @cached_property
    def derivation(self) -> tuple[str, ...]:
        """The derived relations that it is or reads, those first that others read."""
        if not self.derived:
            return ()
        return tuple(dict.fromkeys([*(found for name in self._read for found in relations()[name].derivation), self.name]))

    @property
    def kept_ones(self) -> tuple[str, ...]:
        """The kept ones among them."""
        return tuple(name for name in self.derivation if relations()[name].kept)

    @cached_property
    def reported(self) -> tuple[tuple[str, str], ...]:
        """The tables that it reads, itself or by others, with amounts in the reporting currency: (table, the day whose rate holds)."""
        if not self.derived:
            return ()
        found = [(table, day) for table, day in re.findall(r"\b([a-z_]+?)__([a-z_]+)\b", self.sql) if table in TABLES]
        return tuple(dict.fromkeys([*found, *(pair for name in self._read for pair in relations()[name].reported)]))

    @cached_property
    def _read(self) -> tuple[str, ...]:
        """The derived relations that its SQL reads."""
        return tuple(
            name for name, item in relations().items() if item.derived and name != self.name and re.search(rf"\b{name}\b", self.sql)
        )


_REFERENCES = {name: parent for table in TABLES.values() for name, parent in table.parents.items()}


def _parents(columns: dict[str, Type]) -> dict[str, tuple[str, str]]:
    return {name.removesuffix("_id"): (name, _REFERENCES[name]) for name in columns if name in _REFERENCES}


def _columns(names: str, known: dict[str, Relation]) -> dict[str, Type]:
    """The columns of `name:type` pairs, the type text left out; `like orders` takes over a table's."""
    words = names.split()
    own: dict[str, Type] = {}
    if words[:1] == ["like"]:
        own, words = dict(known[words[1]].columns), words[2:]
    pairs = (item.partition(":") for item in words)
    own |= {name: Type(kind or "text") for name, _, kind in pairs}
    return own | {column.name: column.type for column in SYSTEM}


@cache
def relations() -> dict[str, Relation]:
    """Every relation by name."""
    found: dict[str, Relation] = {}
    for table in TABLES.values():
        columns = {column.name: column.type for column in (*table.columns, *SYSTEM)}
        found[table.name] = Relation(table.name, table.doc, columns, _parents(columns), (table.name,))
    for item in (*derived_sales.DERIVED, *derived_process.DERIVED):
        columns = _columns(item.columns, found)
        parents = _parents(columns) | item.parents
        found[item.name] = Relation(
            item.name, item.doc, columns, parents, item.needs, item.optional, item.by_period, item.history, item.kept, item.customers,
            item.reach,
        )  # fmt: skip
    return found
