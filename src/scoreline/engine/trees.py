"""Small SQL trees, written as text with gaps."""

from __future__ import annotations

from functools import cache

import sqlglot
import sqlglot.dialects.duckdb
from sqlglot import exp

DIALECT = "duckdb"


def parse(text: str, **values: exp.Expr) -> exp.Expr:
    """A small SQL expression whose single-letter names stand for the given trees."""
    return _template(text).transform(
        lambda node: exp.paren(values[node.name].copy()) if isinstance(node, exp.Column) and node.name in values else node
    )


@cache
def _template(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect=DIALECT)


def column(name: str) -> exp.Column:
    """A column of the relation `f`."""
    return exp.column(name, table="f", quoted=True)
