"""What a relation and a state are made from: the mart's tables, the SQL, the parameters, and the rows that a state is joined to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scoreline.engine.plan import CREDITED, State
from scoreline.kpis.dimensions import DIMENSIONS, path
from scoreline.kpis.registry import Registry
from scoreline.kpis.relations import Relation, relations
from scoreline.mart.columns import Type
from scoreline.mart.contracts import TABLES


@dataclass(frozen=True)
class Lineage:
    """Of a relation: the tables of the mart that it reads, all SQL on the way, and the parameters in it."""

    tables: frozenset[str]
    texts: tuple[str, ...]
    parameters: frozenset[str]


@cache
def lineage(relation: str) -> Lineage:
    """The lineage of a relation. Every name in the SQL that is a table or relation counts, so that nothing read is left out."""
    found = relations()[relation]
    if not found.derived:
        return Lineage(frozenset({relation}), (), frozenset())
    tables, texts, parameters = set[str](), [found.sql], set(re.findall(r":(\w+)", found.sql))
    if found.reported:
        tables.add("exchange_rates")
    for name in sorted(set(re.findall(r"[a-z_]+", found.sql))):
        read = name if name in relations() else name.partition("__")[0]
        if read in relations() and read != relation:
            below = lineage(read)
            tables |= below.tables
            texts += below.texts
            parameters |= below.parameters
    return Lineage(frozenset(tables), tuple(texts), frozenset(parameters))


@dataclass(frozen=True)
class Link:
    """Rows that a state's rows are joined to: by the column `by` of the parent at the end of `chain` to the ids of `table`.

    `columns` are those that the state takes from them; where there are none, it only matters that the row is there.
    """

    chain: tuple[str, ...]
    by: str
    table: str
    columns: frozenset[str]


def _paths(state: State) -> list[tuple[str, ...]]:
    """Every column that a state reads, as a dotted path from its relation."""
    relation = state.measures[0].relation
    found = [item for measure in state.measures for part in (measure.argument, measure.where) if part for item in part.paths]
    return found + [tuple((path(relation, DIMENSIONS[base]) or "").split(".")) for base in state.bases]


def days(state: State) -> tuple[str, ...]:
    """The dates that a state's rows count by: one, or those of a range."""
    definition = state.measures[0].measure
    return (definition.at,) if definition.at else tuple(definition.during or ())


def columns(state: State) -> list[str]:
    """The columns of a state's own relation that decide its rows."""
    relation = state.measures[0].relation
    found = {item[0] if len(item) == 1 else relation.parents[item[0]][0] for item in _paths(state)}
    found |= {"_source", *days(state)} | ({state.known_by} if state.known_by else set())
    if "currency" in relation.columns and any(relation.columns.get(name) is Type.MONEY for name in found):
        found.add("currency")
    if state.whose == "credits" and relation.name in CREDITED:
        found.add(CREDITED[relation.name][1])
    return sorted(found)


def links(state: State) -> list[Link]:
    """The other tables that a state's rows are joined to: parents that its expressions name, and those of its members."""
    relation = state.measures[0].relation
    used: dict[tuple[tuple[str, ...], str, str], set[str]] = {}
    for item in _paths(state):
        here = relation
        for end, parent in enumerate(item[:-1], 1):
            by, table = here.parents[parent]
            here = relations()[table]
            column = item[end] if end == len(item) - 1 else here.parents[item[end]][0]
            used.setdefault((item[: end - 1], by, table), set()).add(column)
    for base in state.bases:
        dimension = DIMENSIONS[base]
        if dimension.table:
            *chain, by = (path(relation, dimension) or "").split(".")
            wanted = used.setdefault((tuple(chain), by, dimension.table), set())
            if dimension.attribute:
                wanted.add(dimension.attribute)
    return [Link(chain, by, table, frozenset(wanted)) for (chain, by, table), wanted in used.items()]


def read_by_any(registry: Registry) -> dict[str, frozenset[str]]:
    """Of each table, the columns that any measure by any dimension may read from it: those that comparing versions must look at."""
    found: dict[str, set[str]] = {"credits": {theirs for theirs, _ in CREDITED.values()}}

    def note(relation: Relation, item: tuple[str, ...]) -> None:
        here = relation
        for part in item[:-1]:
            by, table = here.parents[part]
            found.setdefault(here.name, set()).add(by)
            here = relations()[table]
        found.setdefault(here.name, set()).add(item[-1])

    for measure in registry.measures.values():
        relation, definition = measure.relation, measure.measure
        own = (definition.at, definition.known_by, *(definition.during or ()), "id", "currency", "order_id", "deal_id")
        for name in own:
            if name in relation.columns:
                note(relation, (name,))
        for item in [dotted for part in (measure.argument, measure.where) if part for dotted in part.paths]:
            note(relation, item)
        for dimension in DIMENSIONS.values():
            if dotted := path(relation, dimension):
                note(relation, tuple(dotted.split(".")))
    for dimension in DIMENSIONS.values():
        if dimension.attribute:
            found.setdefault(dimension.table, set()).add(dimension.attribute)
    return {name: frozenset(columns) for name, columns in found.items()}


def joined(relation: Relation, chain: tuple[str, ...]) -> tuple[str, str]:
    """SQL joins from the relation `f` along a chain of parents, and the alias at its end."""
    here, alias, joins = relation, "f", []
    for place, parent in enumerate(chain, 1):
        by, table = here.parents[parent]
        joins.append(f'JOIN "{table}" AS c{place} ON c{place}._source = {alias}._source AND c{place}.id = {alias}."{by}"')
        here, alias = relations()[table], f"c{place}"
    return " ".join(joins), alias


def is_table(name: str) -> bool:
    """Whether the mart itself holds it."""
    return name in TABLES
