"""The SQL of a state: one pass over one relation, built as a syntax tree.

Columns of the result: m1, m2 … (the members of the bases), t (the day since 1970-01-01, or the month since year 0), and the
measures. Conditions that all measures share become the WHERE; others a filter on each aggregate.
"""

from __future__ import annotations

import sqlglot
import sqlglot.dialects.duckdb
from sqlglot import exp

from scoreline.engine.plan import State
from scoreline.kpis import expressions
from scoreline.kpis.dimensions import DIMENSIONS, path
from scoreline.kpis.expressions import Expression
from scoreline.kpis.registry import Resolved
from scoreline.kpis.relations import Relation, relations
from scoreline.periods import Grain, Period

DIALECT = "duckdb"
WORD = 60
"""Months in one word of bits: five whole years, so that no year is cut in two."""


def moment(day: exp.Expr, grain: Grain) -> exp.Expr:
    """The number of a day's day or month: days since 1970-01-01, months since year 0."""
    if grain is Grain.MONTH:
        return _parse("CAST(year(d) * 12 + month(d) - 1 AS INTEGER)", d=day)
    return _parse("CAST(d - CAST('1970-01-01' AS DATE) AS INTEGER)", d=day)


def state(state: State, source: str, *, sources: bool) -> str:
    """The SQL text of a state, read from the table or view `source`.

    `sources` says whether the mart holds several source systems, so that ids alone do not name a row.
    """
    if state.kind == "stocks":
        return _stocks(state, source, sources)
    return _flow(state, exp.column(state.at, table="f", quoted=True), source, sources).sql(dialect=DIALECT)


def _flow(state: State, day: exp.Expr, source: str, sources: bool, sign: str = "") -> exp.Select:
    relation = state.measures[0].relation
    conditions = [_where(measure) for measure in state.measures]
    shared = conditions[0] if len({item.sql() if item else "" for item in conditions}) == 1 else None
    select, members = from_relation(relation, state.bases, _expressions(state.measures), sources, source)
    grain = Grain.MONTH if state.grain is Grain.MONTH else Grain.DAY
    select = select.select(*members, exp.alias_(moment(day, grain), "t"))
    select = select.where(exp.Not(this=exp.Is(this=day.copy(), expression=exp.Null())))
    if shared is not None:
        select = select.where(shared)
    elif all(conditions):
        select = select.where(exp.or_(*[item for item in conditions if item is not None]))
    for measure, condition in zip(state.measures, conditions, strict=True):
        value = _aggregate(measure, None if shared is not None else condition, sign)
        if sources and state.kind == "distinct":
            value = _parse("concat(s, ' ', x)", s=exp.column("_source", table="f", quoted=True), x=value)
        select = select.select(exp.alias_(value, measure.name, quoted=True))
    if state.kind in ("values", "distinct"):
        select = select.where(_parse("x IS NOT NULL", x=expressions.qualified(state.measures[0].argument)))
    if state.kind == "values":
        return select
    if state.kind == "distinct":
        return _words(state, select) if state.grain is Grain.MONTH else select.distinct()
    return select.group_by(*[str(place) for place in range(1, len(state.bases) + 2)])


def _words(state: State, select: exp.Select) -> exp.Select:
    """Different values by month as bits: for each member and value one word for 60 months, whose bit t % 60 is the month t.

    The word's number stands in t. `bit_or` over 8 million orders takes a third of the time of a distinct list.
    """
    keys = [f"m{place}" for place in range(1, len(state.bases) + 1)]
    name = state.names[0]
    listed = ", ".join([*keys, f"CAST(t // {WORD} AS INTEGER) AS t", f'"{name}"', f"bit_or(CAST(1 AS BIGINT) << (t % {WORD})) AS bits"])
    whole = sqlglot.parse_one(
        f"SELECT {listed} FROM found GROUP BY {', '.join(str(place) for place in range(1, len(keys) + 3))}", dialect=DIALECT
    )
    assert isinstance(whole, exp.Select)  # noqa: S101  a SELECT was parsed
    return whole.with_("found", as_=select)


def _stocks(state: State, source: str, sources: bool) -> str:
    """What comes in on the first day of each range, less what goes out on the day after its last."""
    during = state.measures[0].measure.during
    assert during is not None  # noqa: S101  plan() puts only measures with a range here
    came, went = (exp.column(day, table="f", quoted=True) for day in during)
    whole = _parse("NOT c IS NULL AND (w IS NULL OR w >= c)", c=came, w=went)  # a range that ends before it begins holds no day
    moves = (_flow(state, came, source, sources), _flow(state, went, source, sources, "-"))
    parts = [move.where(whole.copy()).sql(dialect=DIALECT) for move in moves]
    keys = ", ".join([*(f"m{place}" for place in range(1, len(state.bases) + 1)), "t"])
    sums = ", ".join(f'sum("{name}") AS "{name}"' for name in state.names)
    return f"SELECT {keys}, {sums} FROM ({parts[0]} UNION ALL {parts[1]}) AS moves GROUP BY {keys}"


def rows(measure: Resolved, bases: tuple[str, ...], period: Period, members: str, source: str, *, sources: bool) -> str:
    """The SQL of the rows behind a measure's value: the relation's columns with the value first, in one period, for some members.

    `members` is a condition on m1, the member's number.
    """
    relation = measure.relation
    select, keys = from_relation(relation, bases, _expressions((measure,)), sources, source)
    value = exp.alias_(expressions.qualified(measure.argument), "value", quoted=True)
    columns = [exp.column(name, table="f", quoted=True) for name in relation.columns]
    select = select.select(value, *columns, *keys)
    if (condition := _where(measure)) is not None:
        select = select.where(condition)
    start, end = (_parse(f"CAST('{day}' AS DATE)") for day in (period.start, period.end))
    if measure.measure.during:
        came, went = (exp.column(day, table="f", quoted=True) for day in measure.measure.during)
        select = select.where(_parse("c < e AND (w IS NULL OR w >= e)", c=came, w=went, e=end))
    else:
        at = exp.column(measure.measure.at or "", table="f", quoted=True)
        select = select.where(_parse("d >= s AND d < e", d=at, s=start, e=end))
    if measure.measure.aggregate != "sum":
        select = select.where(_parse("x IS NOT NULL", x=expressions.qualified(measure.argument)))
    hidden = f" EXCLUDE ({', '.join(f'm{place}' for place in range(1, len(bases) + 1))})" if bases else ""
    return f"SELECT *{hidden} FROM ({select.sql(dialect=DIALECT)}) AS found WHERE {members}"


def from_relation(
    relation: Relation, bases: tuple[str, ...], used: list[Expression], sources: bool, source: str = ""
) -> tuple[exp.Select, list[exp.Expr]]:
    """SELECT without columns over the relation `f`, joined to the parents used and to the members' numbers; and those numbers."""
    paths = [path(relation, DIMENSIONS[base]) or "" for base in bases]
    tables = {table for item in used for table in item.tables}
    tables |= {tuple(item.split("."))[:end] for item in paths for end in range(1, len(item.split(".")))}
    select = exp.Select().from_(exp.alias_(exp.to_table(source or relation.name), "f", table=True))
    for table in sorted(tables, key=lambda item: (len(item), item)):
        select = _join_parent(select, relation, table, sources)
    members = []
    for place, (base, dotted) in enumerate(zip(bases, paths, strict=True), 1):
        *parents, column = dotted.split(".")
        key = exp.column(column, table="__".join(parents) or "f", quoted=True)
        select = _join(select, f"index_{base}", f"i{place}", key, "__".join(parents) or "f", sources)
        members.append(exp.alias_(_parse("coalesce(m, 0)", m=exp.column("m", table=f"i{place}")), f"m{place}"))
    return select, members


def _join_parent(select: exp.Select, relation: Relation, table: tuple[str, ...], sources: bool) -> exp.Select:
    here = relation
    for part in table[:-1]:
        here = relations()[here.parents[part][1]]
    column, parent = here.parents[table[-1]]
    child = "__".join(table[:-1]) or "f"
    return _join(select, parent, "__".join(table), exp.column(column, table=child, quoted=True), child, sources)


def _join(select: exp.Select, table: str, alias: str, key: exp.Expr, child: str, sources: bool) -> exp.Select:
    on: exp.Expr = exp.EQ(this=exp.column("id", table=alias, quoted=True), expression=key)
    if sources:
        same = exp.EQ(this=exp.column("_source", table=alias, quoted=True), expression=exp.column("_source", table=child, quoted=True))
        on = exp.and_(same, on)
    return select.join(exp.alias_(exp.to_table(table), alias, table=True, quoted=True), on=on, join_type="left")


def _aggregate(measure: Resolved, condition: exp.Expr | None, sign: str) -> exp.Expr:
    value = expressions.qualified(measure.argument)
    match measure.measure.aggregate:
        case "median" | "distinct":
            return value
        case "count":
            return _count(measure, condition, value, sign)
    summed = exp.Case().when(condition, value) if condition is not None else value
    if expressions.is_days(measure.argument, measure.relation):
        return _parse("CAST(sum(x) AS BIGINT)", x=summed)
    return _parse("sum(x)", x=exp.Neg(this=exp.paren(summed)) if sign else summed)


def _count(measure: Resolved, condition: exp.Expr | None, value: exp.Expr, sign: str) -> exp.Expr:
    """Rows whose value is there; an id always is, so that its text need not be read."""
    tests = [condition] if condition is not None else []
    if measure.argument.text != "id":
        tests.append(exp.Not(this=exp.Is(this=value, expression=exp.Null())))
    if not tests:
        return _parse("-count(*)" if sign else "count(*)")
    one = exp.Literal.number(-1 if sign else 1)
    return _parse("CAST(sum(x) AS BIGINT)", x=exp.Case().when(exp.and_(*tests), one))


def _where(measure: Resolved) -> exp.Expr | None:
    return exp.paren(expressions.qualified(measure.where)) if measure.where else None


def _expressions(measures: tuple[Resolved, ...]) -> list[Expression]:
    return [item for measure in measures for item in (measure.argument, measure.where) if item is not None]


def _parse(text: str, **values: exp.Expr) -> exp.Expr:
    """A small SQL expression whose single-letter names stand for the given trees."""
    tree = sqlglot.parse_one(text, dialect=DIALECT)
    return tree.transform(
        lambda node: exp.paren(values[node.name].copy()) if isinstance(node, exp.Column) and node.name in values else node
    )
