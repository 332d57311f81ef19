"""Spark: days by its functions, seconds with their fractions."""

from __future__ import annotations

from sqlglot import exp

from scoreline.engine.dialects.rewrite import MICROSECONDS, call, cast, common, day_and_number, days_between, quantile


def rule(node: exp.Expr) -> exp.Expr:
    """One part as Spark reads it."""
    if between := days_between(node):
        later, earlier = between
        return cast(call("DATEDIFF", later, earlier), "BIGINT")
    if found := day_and_number(node):
        day, number = found
        function = "DATE_ADD" if isinstance(node, exp.Add) else "DATE_SUB"
        return call(function, day, cast(number, "INTEGER"))
    if share_of := quantile(node):
        value, share = share_of
        return call("PERCENTILE", cast(value, "DOUBLE"), exp.Literal.number(share))
    if isinstance(node, exp.TimeToUnix):
        micros = cast(call("UNIX_MICROS", node.this), "DOUBLE")
        return exp.paren(exp.Div(this=micros, expression=cast(exp.Literal.number(MICROSECONDS), "DOUBLE"), typed=True))
    return common(node)
