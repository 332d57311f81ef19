"""PostgreSQL: texts in order of their bytes, dates plus small integers, seconds as doubles."""

from __future__ import annotations

from sqlglot import exp

from scoreline.engine.dialects.rewrite import call, cast, common, day_and_number, days_between, quantile
from scoreline.engine.dialects.typed import TEXT, is_a

_ORDERED = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def rule(node: exp.Expr) -> exp.Expr:
    """One part as PostgreSQL reads it."""
    if between := days_between(node):
        later, earlier = between
        return exp.paren(exp.Sub(this=cast(later, "DATE"), expression=cast(earlier, "DATE")))
    if found := day_and_number(node):
        day, number = found
        return type(node)(this=day, expression=cast(number, "INTEGER"))  # there is no date + bigint
    if share_of := quantile(node):
        value, share = share_of
        ordered = exp.Order(expressions=[exp.Ordered(this=cast(value, "DOUBLE"))])
        return exp.WithinGroup(this=exp.PercentileCont(this=exp.Literal.number(share)), expression=ordered)
    if isinstance(node, exp.TimeToUnix):
        return cast(call("DATE_PART", exp.Literal.string("epoch"), node.this), "DOUBLE")
    if isinstance(node, exp.Ordered | exp.Min | exp.Max) and is_a(node.this, TEXT):
        node.set("this", _bytes(_behind(node)))
        return node
    if isinstance(node, _ORDERED) and is_a(node.left, TEXT):
        node.set("this", _bytes(node.left))
        return node
    return common(node)


def _behind(node: exp.Expr) -> exp.Expr:
    """What an alias in ORDER BY stands for: in an expression PostgreSQL takes the name for a column of the tables read."""
    select = node.find_ancestor(exp.Window, exp.Select)
    inner: exp.Expr = node.this
    if isinstance(node, exp.Ordered) and isinstance(select, exp.Select) and isinstance(inner, exp.Column) and not inner.table:
        named = {item.alias: item.this for item in select.expressions if isinstance(item, exp.Alias)}
        found: exp.Expr = named.get(inner.name, inner).copy()
        return found
    return inner


def _bytes(node: exp.Expr) -> exp.Expr:
    """A text that sorts by its bytes, as everywhere else, and not by the database's language."""
    return exp.Collate(this=exp.paren(node, copy=False), expression=exp.to_identifier("C", quoted=True))
