"""The expressions of measures: parsed with sqlglot, held against an allow-list, and resolved to columns.

Nothing that a user writes is ever pasted into SQL: an expression becomes a tree of known nodes, and every name in it a
column of the measure's table or, by a dotted path, of one of its many-to-one parents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from scoreline.errors import DefinitionError, nearest
from scoreline.kpis.problems import Problems
from scoreline.kpis.relations import Relation, relations
from scoreline.mart.columns import Type

_ALLOWED: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Neg, exp.Not,
    exp.Add, exp.Sub, exp.Mul, exp.Div,
    exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like,
    exp.NullSafeEQ, exp.NullSafeNEQ, exp.Case, exp.If,
    exp.Coalesce, exp.Abs, exp.Lower, exp.Upper, exp.Least, exp.Greatest, exp.Nullif,
)  # fmt: skip

_DIGITS = {Type.MONEY: 4, Type.QUANTITY: 4, Type.FRACTION: 8, Type.RATE: 8}


@dataclass(frozen=True)
class Expression:
    """A checked expression: its tree, the dotted paths of its columns, and their types."""

    text: str
    tree: exp.Expr
    paths: tuple[tuple[str, ...], ...]
    types: tuple[Type, ...] = ()

    @property
    def tables(self) -> tuple[tuple[str, ...], ...]:
        """The parents that must be joined, as paths of parent names, shortest first."""
        found = {path[:end] for path in self.paths for end in range(1, len(path))}
        return tuple(sorted(found, key=lambda item: (len(item), item)))


def parse(text: str, relation: Relation, fail: Callable[[str, str], DefinitionError], problems: Problems | None = None) -> Expression:
    """The expression, or the error that `fail(what, do)` makes of the first thing wrong with it.

    Where `problems` keeps mistakes, each wrong name in it is told, and what is given back holds the right ones only.
    """
    problems = problems or Problems()
    try:
        tree = exp.column(text) if text in relation.columns else sqlglot.parse_one(text, dialect="duckdb")
    except (SqlglotError, RecursionError):
        raise fail(f'"{text}" cannot be read as an expression.', "Check the brackets, quotes and operators.") from None
    if tree is None or len(text) > 2000:
        raise fail("The expression is empty or longer than 2000 characters.", "Write one short expression.")
    paths = []
    for node in tree.walk():
        if not isinstance(node, _ALLOWED):
            if _is_day_number(node):
                continue
            name = node.name if isinstance(node, exp.Anonymous) else node.key
            do = "Use + - * /, comparisons, and, or, not, in, between, is null, case, coalesce, abs, least, greatest, day_number."
            problems.add(fail(f'"{name}" is not allowed in "{text}".', do))
        if isinstance(node, exp.Column):
            with problems.apart():
                paths.append(_path(node, relation, fail))
    found = tuple(dict.fromkeys(paths))
    return Expression(text, tree, found, tuple(column_type(path, relation) for path in found))


def _is_day_number(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "day_number" and len(node.expressions) == 1


def _path(column: exp.Column, relation: Relation, fail: Callable[[str, str], DefinitionError]) -> tuple[str, ...]:
    parts = tuple(part.name for part in column.parts)
    here = relation
    for part in parts[:-1]:
        if part not in here.parents:
            hint = nearest(part, here.parents) or f"It has: {', '.join(sorted(here.parents)) or 'no parents'}."
            raise fail(f'{here.name} has no parent "{part}".', hint)
        here = relations()[here.parents[part][1]]
    if parts[-1] not in here.columns:
        raise fail(f'{here.name} has no column "{parts[-1]}".', nearest(parts[-1], here.columns) or f"See the table {here.name}.")
    return parts


def column_type(path: tuple[str, ...], relation: Relation) -> Type:
    """The type of the column at the end of a path."""
    here = relation
    for part in path[:-1]:
        here = relations()[here.parents[part][1]]
    return here.columns[path[-1]]


def is_days(expression: Expression, relation: Relation) -> bool:
    """Whether the expression is one date less another: a number of days."""
    tree = expression.tree.unnest()
    return isinstance(tree, exp.Sub) and all(
        isinstance(side, exp.Column) and column_type(tuple(part.name for part in side.parts), relation) is Type.DATE
        for side in (tree.left, tree.right)
    )


def qualified(expression: Expression) -> exp.Expr:
    """The tree with qualified columns: those of the relation itself by `f`, those of the parent deal.stage by `deal__stage`.

    day_number(x) is spelled out. A division by zero gives nothing: by themselves engines give infinity, or refuse. One side of each
    product is widened: DuckDB multiplies two decimals of up to 18 digits in 64 bits, where 1,000.0000 times 24,000.00000000 finds no room.
    """
    digits = {path: _DIGITS[type] for path, type in zip(expression.paths, expression.types, strict=True) if type in _DIGITS}

    def rewrite(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            parts = [part.name for part in node.parts]
            column = exp.column(parts[-1], table="__".join(parts[:-1]) or "f", quoted=True)
            return wide(column, digits[tuple(parts)]) if node.meta.get("wide") else column
        if isinstance(node, exp.Div):
            node.set("expression", exp.Nullif(this=node.right, expression=exp.Literal.number(0)))
        return node

    marked = expression.tree.copy()
    for product in marked.find_all(exp.Mul):
        for side in (product.left, product.right):
            exact = [column for column in side.find_all(exp.Column) if tuple(part.name for part in column.parts) in digits]
            for column in exact:
                column.meta["wide"] = True
            if exact:
                break
    whole = marked.transform(rewrite)
    return whole.transform(lambda node: _day_number(node.expressions[0]) if _is_day_number(node) else node)


def wide(number: exp.Expr, digits: int) -> exp.Expr:
    """A decimal with one digit more than fits in 64 bits, so that products with it are computed in 128."""
    return exp.cast(number, f"DECIMAL(19, {digits})")


def _day_number(day: exp.Expr) -> exp.Expr:
    return exp.cast(exp.paren(exp.Sub(this=day.copy(), expression=exp.cast(exp.Literal.string("1970-01-01"), "date"))), "bigint")
