"""What a state's SELECT reads: a relation `f`, joined to the parents that it looks rows up in, and to the numbers of its members."""

from __future__ import annotations

from typing import Literal

from sqlglot import exp

from scoreline.engine.trees import parse
from scoreline.kpis.dimensions import DIMENSIONS, path
from scoreline.kpis.expressions import Expression
from scoreline.kpis.relations import Relation, relations

Form = Literal["numbers", "keys", "ids"]
"""How rows name their members: by number; by what the rows hold, to be numbered later; by a source and an id or value."""


def from_relation(
    relation: Relation, bases: tuple[str, ...], used: list[Expression], sources: bool, source: str = "", *, form: Form = "numbers"
) -> tuple[exp.Select, list[exp.Expr]]:
    """SELECT without columns over the relation `f`, joined to the parents used; and the members in that form."""
    paths = [path(relation, DIMENSIONS[base]) or "" for base in bases]
    if form == "ids":
        paths = [_to_value(dotted, base) for dotted, base in zip(paths, bases, strict=True)]
    tables = {table for item in used for table in item.tables}
    tables |= {tuple(item.split("."))[:end] for item in paths for end in range(1, len(item.split(".")))}
    select = exp.Select().from_(exp.alias_(exp.to_table(source or relation.name), "f", table=True))
    for table in sorted(tables, key=lambda item: (len(item), item)):
        select = _join_parent(select, relation, table, sources)
    members: list[exp.Expr] = []
    for place, (base, dotted) in enumerate(zip(bases, paths, strict=True), 1):
        *parents, column = dotted.split(".")
        home = "__".join(parents) or "f"
        key = exp.column(column, table=home, quoted=True)
        by_row = bool(DIMENSIONS[base].table) and not DIMENSIONS[base].attribute
        by_source = sources and bool(DIMENSIONS[base].table)
        if form == "numbers":
            select, member = number(select, place, base, key, home, "_source" if by_source else "")
            members.append(member)
        elif form == "keys":
            members += [exp.alias_(exp.column("_source", table=home, quoted=True), f"s{place}")] if by_source else []
            members.append(exp.alias_(key, f"k{place}"))
        else:
            system = exp.column("_source", table="f", quoted=True) if by_row else exp.Literal.string("")
            members += [exp.alias_(system, f"s{place}"), exp.alias_(key, f"k{place}")]
    return select, members


def number(select: exp.Select, place: int, base: str, key: exp.Expr, home: str, source: str) -> tuple[exp.Select, exp.Expr]:
    """Join the numbers of a dimension's members by a key of the table `home`, and by its column `source` where that is named.

    The second is the member's number, 0 where the key names nobody.
    """
    joined = _join(select, f"index_{base}", f"i{place}", key, home, source)
    return joined, exp.alias_(parse("coalesce(m, 0)", m=exp.column("m", table=f"i{place}")), f"m{place}")


def _to_value(dotted: str, base: str) -> str:
    """The path to what names a member in id form: the id of a row, or the value of an attribute."""
    attribute = DIMENSIONS[base].attribute
    return f"{dotted.removesuffix('_id')}.{attribute}" if attribute and dotted != "id" else attribute or dotted


def _join_parent(select: exp.Select, relation: Relation, table: tuple[str, ...], sources: bool) -> exp.Select:
    here = relation
    for part in table[:-1]:
        here = relations()[here.parents[part][1]]
    column, parent = here.parents[table[-1]]
    child = "__".join(table[:-1]) or "f"
    return _join(select, parent, "__".join(table), exp.column(column, table=child, quoted=True), child, "_source" if sources else "")


def _join(select: exp.Select, table: str, alias: str, key: exp.Expr, child: str, source: str) -> exp.Select:
    """Join a table by its id, and by its source too where `source` names the child's column of it."""
    on: exp.Expr = exp.EQ(this=exp.column("id", table=alias, quoted=True), expression=key)
    if source:
        same = exp.EQ(this=exp.column("_source", table=alias, quoted=True), expression=exp.column(source, table=child, quoted=True))
        on = exp.and_(same, on)
    return select.join(exp.alias_(exp.to_table(table), alias, table=True, quoted=True), on=on, join_type="left", copy=False)


def names(place: int, base: str, form: Form, sources: bool) -> list[str]:
    """The columns that name a member in a form."""
    if form == "numbers":
        return [f"m{place}"]
    by_source = form == "ids" or (sources and bool(DIMENSIONS[base].table))
    return [*([f"s{place}"] if by_source else []), f"k{place}"]
