"""One query that stands by itself: the derived relations that it names come with it, each as a WITH."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp


def whole(tree: exp.Expr, definitions: Mapping[str, str]) -> exp.Expr:
    """A copy of the tree with a WITH in front for each definition that it needs, those that others need first.

    `definitions` are DuckDB's SELECTs by name. A name that the tree defines by itself is left alone.
    """
    tree, found = tree.copy(), dict[str, exp.Expr]()
    _gather(tree, definitions, found)
    if not found:
        return tree
    own = tree.args.get("with_")
    named = [exp.CTE(this=select, alias=exp.TableAlias(this=exp.to_identifier(name, quoted=True))) for name, select in found.items()]
    tree.set("with_", exp.With(expressions=[*named, *(own.expressions if own else [])]))
    return tree


@lru_cache(maxsize=512)
def parsed(text: str) -> exp.Expr:
    """A definition's tree, which is not to be changed."""
    return sqlglot.parse_one(text, dialect="duckdb")


def read(tree: exp.Expr) -> set[str]:
    """The tables that a tree reads from outside itself."""
    return set(_outside(tree))


def reach(tree: exp.Expr, definitions: Mapping[str, str]) -> set[str]:
    """The tables that a tree reads, and those that the definitions read that it needs."""
    found, left = set[str](), [tree]
    while left:
        for name in read(left.pop()) - found:
            found.add(name)
            if name in definitions:
                left.append(parsed(definitions[name]))
    return found


def _outside(tree: exp.Expr) -> Iterator[str]:
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table.name not in own and not table.db:
            yield table.name


def _gather(tree: exp.Expr, definitions: Mapping[str, str], found: dict[str, exp.Expr]) -> None:
    for name in _outside(tree):
        if name in definitions and name not in found:
            select = parsed(definitions[name]).copy()
            _gather(select, definitions, found)
            found[name] = select
