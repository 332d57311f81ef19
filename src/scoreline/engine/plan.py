"""The plan of a query: which states it needs. One state serves every measure that reads the same relation by the same date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from scoreline.engine.query import Query
from scoreline.kpis.registry import Registry, Resolved
from scoreline.periods import Grain

Kind = Literal["sums", "stocks", "distinct", "values"]


@dataclass(frozen=True)
class State:
    """A state to compute or to read: per member of the bases and per day or month, the measures' parts.

    sums: a column for each measure. stocks: the same, of what came in less what went out. distinct: a row for each different
    value, one measure; months stand as bits. values: a row for each value, one measure. `grain` is day or month;
    a relation that depends on the periods asked for has days.
    """

    relation: str
    at: str
    kind: Kind
    bases: tuple[str, ...]
    grain: Grain
    measures: tuple[Resolved, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The measures' names, which are the state's columns."""
        return tuple(measure.name for measure in self.measures)

    @property
    def day(self) -> str:
        """The date that its rows count by; of stocks, the first day."""
        return self.measures[0].measure.day

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the state."""
        keys = (f"m{place}" for place in range(1, len(self.bases) + 1))
        bits = ("bits",) if self.kind == "distinct" and self.grain is Grain.MONTH else ()
        return (*keys, "t", *self.names, *bits)

    @property
    def family(self) -> str:
        """All but the measures, as text: states of one family can be kept side by side."""
        return ".".join((self.relation, self.at, self.kind, "-".join(self.bases) or "company", self.grain))

    @property
    def table(self) -> str:
        """The name of its table in the connection."""
        digest = hashlib.sha256("|".join((self.family, *self.names)).encode()).hexdigest()[:16]
        return f"state_{digest}"


def _kind(measure: Resolved) -> Kind:
    if measure.measure.during:
        return "stocks"
    kinds: dict[str, Kind] = {"distinct": "distinct", "median": "values"}
    return kinds.get(measure.measure.aggregate, "sums")


def plan(query: Query, registry: Registry, *, by_day: bool) -> tuple[State, ...]:
    """The states of a query, in a fixed order. `by_day` asks for day states where months would do, as teams that change in mid-month do."""
    measures = {leaf.name: registry.measures[leaf.name] for kpi in query.kpis for leaf in registry.parts(kpi)}
    monthly = query.grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR) and not by_day
    groups: dict[tuple[str, str, Kind, str, Grain], list[Resolved]] = {}
    for measure in measures.values():
        relation, kind = measure.relation, _kind(measure)
        at = measure.measure.at or "..".join(measure.measure.during or ())
        grain = Grain.MONTH if monthly and not relation.by_period else Grain.DAY
        own = measure.name if kind in ("distinct", "values") else ""
        groups.setdefault((relation.name, at, kind, own, grain), []).append(measure)
    return tuple(
        State(relation, at, kind, query.bases, grain, tuple(sorted(found, key=lambda item: item.name)))
        for (relation, at, kind, _, grain), found in groups.items()
    )
