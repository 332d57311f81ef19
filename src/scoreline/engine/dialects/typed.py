"""Every column with its table, every part with its type: what the rules of an engine need to know before they turn anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

Columns = Mapping[str, str]
"""A table's columns: name -> DuckDB type."""

EXACT = (exp.DataType.Type.DECIMAL,)
WHOLE = tuple(exp.DataType.INTEGER_TYPES)
DAY = (exp.DataType.Type.DATE, exp.DataType.Type.DATE32)
TEXT = tuple(exp.DataType.TEXT_TYPES)


def schema(tables: Mapping[str, Columns]) -> MappingSchema:
    """The tables as sqlglot knows them: worth making once."""
    return MappingSchema({name: dict(columns) for name, columns in tables.items()}, dialect="duckdb")


def typed(tree: exp.Expr, schema: MappingSchema) -> exp.Expr:
    """The tree, changed in place: names are quoted and qualified, `*` is written out, and every part knows its type."""
    whole = qualify(tree, schema=schema, dialect="duckdb")
    for union in whole.find_all(exp.SetOperation):
        _name_alike(union)
    return annotate_types(whole, schema=schema, dialect="duckdb")


def _name_alike(union: exp.SetOperation) -> None:
    """Give the columns of the second SELECT the names of the first: what they were called matters to nobody, save to some planners."""
    second = union.expression.unnest()
    if isinstance(second, exp.Select):
        for name, column in zip(union.named_selects, second.expressions, strict=True):
            column.replace(exp.alias_(column.unalias().copy(), name, quoted=True))


def is_a(node: exp.Expr | None, kinds: Collection[exp.DType]) -> bool:
    """Whether a part has one of these types. A number written with a point counts as exact, as DuckDB reads it."""
    if node is None:
        return False
    inner = node.unnest()
    if isinstance(inner, exp.Literal) and not inner.is_string and "." in inner.name:
        return exp.DataType.Type.DECIMAL in kinds
    return inner.type is not None and inner.type.this in kinds
