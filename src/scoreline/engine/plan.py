"""The plan of a query: which states it needs. One state serves every measure that reads the same relation by the same date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from scoreline.engine.query import Owner, Query
from scoreline.kpis.registry import Registry, Resolved
from scoreline.periods import Grain

Kind = Literal["sums", "stocks", "distinct", "values"]
Whose = Literal["owner", "credits", "today"]
CREDITED = {
    "orders": ("order_id", "id"),
    "first_orders": ("order_id", "id"),
    "first_half_years": ("order_id", "id"),
    "order_lines": ("order_id", "order_id"),
    "refunds": ("order_id", "order_id"),
    "deals": ("deal_id", "id"),
    "deal_spans": ("deal_id", "id"),
    "followed_deals": ("deal_id", "id"),
}
"""The relations whose records people share: relation -> (column of credits, the relation's own column)."""
BY_CREDIT = ("quota_results", "member_quotas", "running_quotas")
"""The relations that hold each row for each way of crediting, named in the column `credit`: owner, shares, all."""


@dataclass(frozen=True)
class State:
    """A state to compute or to read: per member of the bases and per day or month, the measures' parts.

    sums: a column for each measure. stocks: the same, of what came in less what went out. distinct: a row for each different
    value, the measures sharing them; months stand as bits. values: a row for each different value, with how many rows have it
    in `n`. `grain` is day or month. `known_by` adds the day or month u by which rows are known. States of a relation that depends
    on the periods asked for have days and the period p. `whose` says who a record belongs to: credited states have the
    column `overlay`.
    """

    relation: str
    at: str
    kind: Kind
    bases: tuple[str, ...]
    grain: Grain
    measures: tuple[Resolved, ...]
    whose: Whose = "owner"

    @staticmethod
    def of(measure: Resolved, bases: tuple[str, ...], grain: Grain, whose: Whose = "owner") -> State:
        """The state of one measure."""
        definition = measure.measure
        at = definition.at or "..".join(definition.during or ())
        return State(measure.relation.name, at, _kind(measure), bases, grain, (measure,), whose)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of its parts: the measures' names, or `value` where they share their values."""
        return ("value",) if self.kind in ("distinct", "values") else tuple(measure.name for measure in self.measures)

    @property
    def day(self) -> str:
        """The date that its rows count by; of stocks, the first day."""
        return self.measures[0].measure.day

    @property
    def known_by(self) -> str | None:
        """The date by which its rows are known, where that matters."""
        return self.measures[0].measure.known_by

    @property
    def by_period(self) -> bool:
        """Whether it holds the periods asked for only."""
        return self.measures[0].relation.by_period

    @property
    def bits(self) -> bool:
        """Whether months stand as bits in words."""
        return self.kind == "distinct" and self.grain is Grain.MONTH and not self.known_by

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a cell of the state: members, moment, and what else its kind has."""
        members = tuple(f"m{place}" for place in range(1, len(self.bases) + 1))
        more = {"overlay": self.whose == "credits", "u": bool(self.known_by), "p": self.by_period}
        return (*members, "t", *(name for name, there in more.items() if there))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the state."""
        return (*self.keys, *self.names, *(("bits",) if self.bits else ()), *(("n",) if self.kind == "values" else ()))

    @property
    def family(self) -> str:
        """All but the measures, as text: states of one family can be kept side by side."""
        own = ""
        if self.kind in ("distinct", "values"):
            item = self.measures[0]
            own = hashlib.sha256(f"{item.argument.text}|{item.where.text if item.where else ''}".encode()).hexdigest()[:8]
        parts = (self.relation, self.at, self.known_by, self.kind, own, "-".join(self.bases) or "company", self.grain, self.whose)
        return ".".join(str(part) for part in parts if part)

    @property
    def table(self) -> str:
        """The name of its table in the connection."""
        digest = hashlib.sha256("|".join((self.family, *self.names)).encode()).hexdigest()[:16]
        return f"state_{digest}"


def _kind(measure: Resolved) -> Kind:
    if measure.measure.during:
        return "stocks"
    kinds: dict[str, Kind] = {"distinct": "distinct", "median": "values", "p75": "values", "max": "values"}
    return kinds.get(measure.measure.aggregate, "sums")


def whose(measure: Resolved, query: Query, *, credits: bool) -> Whose:
    """Who a measure's records belong to in this query. Medians and distinct counts take a record once: they stay with its owner."""
    if "person" not in query.bases or "owner_id" not in measure.relation.columns:
        return "owner"
    owner: Owner = query.owner
    if owner == "today":
        return "today"
    shared = credits and measure.relation.name in (*CREDITED, *BY_CREDIT) and measure.measure.aggregate in ("count", "sum")
    return "credits" if shared else "owner"


def plan(query: Query, registry: Registry, *, by_day: bool, credits: bool = False) -> tuple[State, ...]:
    """The states of a query, in a fixed order.

    `by_day` asks for day states where months would do, as teams that change in mid-month do. `credits` says whether records are
    shared among people.
    """
    measures = {leaf.name: registry.measures[leaf.name] for kpi in query.kpis for leaf in registry.every_part(kpi)}
    monthly = query.monthly and not by_day
    groups: dict[tuple[str, str, Kind, str, Grain, Whose], list[Resolved]] = {}
    for measure in measures.values():
        relation, kind, definition = measure.relation, _kind(measure), measure.measure
        at = definition.at or "..".join(definition.during or ())
        days = relation.by_period or definition.within is not None
        grain = Grain.MONTH if monthly and not days else Grain.DAY
        own = definition.known_by or ""
        if kind in ("distinct", "values"):
            own = "|".join((own, measure.argument.text, measure.where.text if measure.where else ""))
        key = (relation.name, at, kind, own, grain, whose(measure, query, credits=credits))
        groups.setdefault(key, []).append(measure)
    return tuple(
        State(relation, at, kind, query.bases, grain, tuple(sorted(found, key=lambda item: item.name)), owner)
        for (relation, at, kind, _, grain, owner), found in groups.items()
    )
