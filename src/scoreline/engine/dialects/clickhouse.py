"""ClickHouse: empty values where nothing was joined or came before, days beyond 2149, exact numbers rounded and not cut off."""

from __future__ import annotations

from sqlglot import exp

from scoreline.engine.dialects.rewrite import MICROSECONDS, call, cast, common, days_between, is_point_number, quantile
from scoreline.engine.dialects.typed import DAY, EXACT, is_a
from scoreline.engine.dialects.values import as_function

_TIMES = (exp.DataType.Type.TIMESTAMP, exp.DataType.Type.TIMESTAMPTZ)


def rule(node: exp.Expr) -> exp.Expr:
    """One part as ClickHouse reads it."""
    if between := days_between(node):
        later, earlier = between
        return call("dateDiff", exp.Literal.string("day"), earlier, later)
    if isinstance(node, exp.Cast):
        return _cast(node)
    if share_of := quantile(node):
        value, share = share_of
        return exp.ParameterizedAgg(this="quantileExactInclusive", expressions=[exp.Literal.number(share)], params=[cast(value, "DOUBLE")])
    if isinstance(node, exp.TimeToUnix):
        micros = cast(call("toUnixTimestamp64Micro", node.this), "DOUBLE")
        return exp.paren(exp.Div(this=micros, expression=cast(exp.Literal.number(MICROSECONDS), "DOUBLE"), typed=True))
    if isinstance(node, exp.Count) and not isinstance(node.parent, exp.Window):
        return cast(node, "BIGINT")  # an unsigned number and its negative have no type in common
    if isinstance(node, exp.Values):
        return as_function(node)
    if isinstance(node, exp.Lag | exp.Lead) or (isinstance(node, exp.Min | exp.Max | exp.Sum) and isinstance(node.parent, exp.Window)):
        # of no row there is nothing, not 0
        node.set("this", call("toNullable", node.this))
        return node
    if isinstance(node, exp.Lower | exp.Upper):
        return call("lowerUTF8" if isinstance(node, exp.Lower) else "upperUTF8", node.this)
    if is_point_number(node) and not isinstance(node.parent, exp.DataTypeParam):
        return exp.cast(exp.Literal.string(node.name), f"DECIMAL(38, {len(node.name.partition('.')[2])})")
    return common(node)


def _cast(node: exp.Cast) -> exp.Expr:
    to = node.to
    if to.this in DAY:
        return exp.cast(node.this, exp.DataType.build("DATE32", dialect="clickhouse", nullable=True), copy=False)
    if to.this in _TIMES:
        return exp.cast(node.this, exp.DataType.build("DateTime64(6, 'UTC')", dialect="clickhouse", nullable=True), copy=False)
    if to.this in EXACT and is_a(node.this, EXACT):
        scale = to.expressions[1].this.copy() if len(to.expressions) > 1 else exp.Literal.number(0)
        node.set("this", exp.Round(this=node.this, decimals=scale))
    return node
