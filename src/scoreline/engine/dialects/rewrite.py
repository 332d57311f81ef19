"""Rewriting a typed tree from its leaves up, and the turns that more than one engine needs."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from scoreline.engine.dialects.typed import DAY, EXACT, WHOLE, is_a

Rule = Callable[[exp.Expr], exp.Expr]

MICROSECONDS = "1000000"


def rewrite(tree: exp.Expr, rule: Rule) -> exp.Expr:
    """The tree with every part as the rule gives it, parts before wholes. A rule may change its part, or put it into another."""
    for node in reversed(list(tree.dfs())):
        parent, key, index, type = node.parent, node.arg_key, node.index, node.type
        turned = rule(node)
        if turned is node:
            continue
        turned.type = type
        if node is tree:
            tree = turned
        elif parent is not None and key is not None:
            parent.set(key, turned, index)
    return tree


def cast(node: exp.Expr, type: str) -> exp.Cast:
    """A part cast to a DuckDB type."""
    return exp.cast(node, exp.DataType.build(type, dialect="duckdb"), copy=False)


def call(name: str, *parts: exp.Expr) -> exp.Expr:
    """A function of the engine's own, by its name."""
    return exp.Anonymous(this=name, expressions=list(parts))


def common(node: exp.Expr) -> exp.Expr:
    """What every other engine reads otherwise than DuckDB: divisions, and backslashes in patterns."""
    if isinstance(node, exp.Div):
        return _quotient(node)
    if isinstance(node, exp.Like) and isinstance(node.expression, exp.Literal) and "\\" in node.expression.name:
        node.set("expression", exp.Literal.string(node.expression.name.replace("\\", "\\\\")))
    return node


def _quotient(node: exp.Div) -> exp.Expr:
    """A division as DuckDB means it: of doubles, whatever is divided; by zero there is none."""
    below = exp.Nullif(this=cast(node.right, "DOUBLE"), expression=exp.Literal.number(0))
    return exp.Div(this=cast(node.left, "DOUBLE"), expression=below, typed=True, safe=False)


def quantile(node: exp.Expr) -> tuple[exp.Expr, str] | None:
    """The value and the share that a part is the interpolated quantile of."""
    if isinstance(node, exp.Median):
        return node.this, "0.5"
    return (node.this, node.expression.name) if isinstance(node, exp.PercentileCont) and node.expression else None


def days_between(node: exp.Expr) -> tuple[exp.Expr, exp.Expr] | None:
    """The later and the earlier of two dates whose difference in days a part is."""
    if isinstance(node, exp.Sub) and is_a(node.left, DAY) and is_a(node.right, DAY):
        return node.left, node.right
    if isinstance(node, exp.DateDiff) and node.text("unit").upper() in ("", "DAY"):
        return node.this, node.expression
    return None


def day_and_number(node: exp.Expr) -> tuple[exp.Expr, exp.Expr] | None:
    """The date and the number of days that a part adds to it or takes away."""
    if isinstance(node, exp.Add | exp.Sub) and is_a(node.left, DAY) and (is_a(node.right, WHOLE) or isinstance(node.right, exp.Neg)):
        return node.left, node.right
    return None


def is_point_number(node: exp.Expr) -> bool:
    """Whether a part is a number written with a point, which DuckDB reads exactly."""
    return isinstance(node, exp.Literal) and is_a(node, EXACT)
