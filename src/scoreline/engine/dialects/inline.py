"""What a query reads: tables, and definitions of derived relations, which must come with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp


def needed(names: Iterable[str], definitions: Mapping[str, str]) -> list[str]:
    """The definitions among these names and all that they need, those first that others need."""
    found: list[str] = []
    for name in names:
        if name in definitions and name not in found:
            found += [item for item in needed(reads(definitions[name]), definitions) if item not in found]
            found.append(name)
    return found


@lru_cache(maxsize=512)
def parsed(text: str) -> exp.Expr:
    """A definition's tree, which is not to be changed."""
    return sqlglot.parse_one(text, dialect="duckdb")


@lru_cache(maxsize=512)
def reads(text: str) -> tuple[str, ...]:
    """The tables that a definition reads, in order of name."""
    return tuple(sorted(read(parsed(text))))


def read(tree: exp.Expr) -> set[str]:
    """The tables that a tree reads from outside itself."""
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name not in own and not table.db}
