"""A small local table as a SELECT of its own values, which travels with a query to another engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal

Typed = Sequence[tuple[str, str]]
"""Column names with their DuckDB types."""


def select(columns: Typed, rows: Sequence[Sequence[Any]]) -> str:
    """DuckDB's SELECT of these rows. Each value is written as a text and cast, so that no engine reads a number its own way."""
    if not rows:
        empty = ", ".join(f"CAST(NULL AS {type}) AS {quoted(name)}" for name, type in columns)
        return f"SELECT {empty} WHERE 1 = 0"
    places = range(len(columns))
    cast = ", ".join(f"CAST(v.c{place} AS {type}) AS {quoted(name)}" for place, (name, type) in zip(places, columns, strict=True))
    lines = ", ".join(f"({', '.join(_written(value) for value in row)})" for row in rows)
    return f"SELECT {cast} FROM (VALUES {lines}) AS v({', '.join(f'c{place}' for place in places)})"


def _written(value: Any) -> str:
    if value is None:
        return "NULL"
    return literal(str(value).lower() if isinstance(value, bool) else value)


def as_function(node: exp.Values) -> exp.Expr:
    """The values as ClickHouse's table function, which takes thousands; a UNION ALL takes a few dozens."""
    alias = node.args["alias"]
    structure = ", ".join(f"{column.name} Nullable(String)" for column in alias.columns)
    function = exp.Anonymous(this="VALUES", expressions=[exp.Literal.string(structure), *(row.copy() for row in node.expressions)])
    return exp.Table(this=function, alias=exp.TableAlias(this=alias.this.copy()))
