"""The SQL of a state: one pass over one relation, built as a syntax tree.

Columns of the result are those of `State.columns`: m1, m2 … (the members' numbers), t (the day since 1970-01-01, or the month since
year 0), and the measures. In *id form* each member is a source and an id or value instead: s1, k1, s2, k2 …, which other engines give
and kept states hold. Conditions that all measures share become the WHERE; others a filter on each aggregate.
"""

from __future__ import annotations

from functools import cache

import sqlglot
import sqlglot.dialects.duckdb
from sqlglot import exp

from scoreline.engine.plan import State
from scoreline.kpis import expressions
from scoreline.kpis.dimensions import DIMENSIONS, path
from scoreline.kpis.expressions import Expression
from scoreline.kpis.registry import Resolved
from scoreline.kpis.relations import Relation, relations
from scoreline.periods import Grain

DIALECT = "duckdb"
WORD = 60
"""Months in one word of bits: five whole years, so that no year is cut in two."""
WORD_FROM = 24
"""The first month of word 0, which puts the years 2022 to 2026 into one word."""
SHARE, OVERLAY = "_share", "_overlay"
"""The columns that the view of shared records adds: a person's share, and whether it is counted beside the others."""


def moment(day: exp.Expr, grain: Grain) -> exp.Expr:
    """The number of a day's day or month: days since 1970-01-01, months since year 0."""
    if grain is Grain.MONTH:
        return parse("CAST(year(d) * 12 + month(d) - 1 AS INTEGER)", d=day)
    return parse("CAST(d - CAST('1970-01-01' AS DATE) AS INTEGER)", d=day)


def state(state: State, source: str, *, sources: bool, numbered: bool = True) -> exp.Query:
    """The SELECT of a state, read from the table or view `source`.

    `sources` says whether the mart holds several source systems, so that ids alone do not name a row. Without `numbered` it is in id
    form, months of distinct values apart.
    """
    if state.kind == "stocks":
        return _stocks(state, source, sources, numbered)
    return _flow(state, _column(state.at), source, sources, numbered)


def _flow(state: State, day: exp.Expr, source: str, sources: bool, numbered: bool, sign: str = "") -> exp.Query:
    relation = state.measures[0].relation
    one_value = state.kind in ("values", "distinct")
    conditions = [condition(measure) for measure in state.measures]
    shared = conditions[0] if len({item.sql() if item else "" for item in conditions}) == 1 else None
    select, members = from_relation(relation, state.bases, used(state.measures), sources, source, numbered=numbered)
    keys = [*members, exp.alias_(moment(day, state.grain), "t")]
    if state.whose == "credits":
        keys.append(exp.alias_(_column(OVERLAY), "overlay"))
    if state.known_by:
        keys.append(exp.alias_(moment(_column(state.known_by), state.grain), "u"))
    if state.by_period:
        keys.append(exp.alias_(_column("p"), "p"))
    select.select(*keys, copy=False)  # what is built here is copied nowhere: it takes longer than the rest
    select.where(exp.Not(this=exp.Is(this=day.copy(), expression=exp.Null())), copy=False)
    if state.known_by:
        select.where(exp.Not(this=exp.Is(this=_column(state.known_by), expression=exp.Null())), copy=False)
    if shared is not None:
        select.where(shared, copy=False)
    elif all(conditions):
        select.where(exp.or_(*[item for item in conditions if item is not None]), copy=False)
    if one_value:
        select.select(exp.alias_(_value(state.measures[0], state.kind, sources), "value"), copy=False)
        select.where(parse("x IS NOT NULL", x=expressions.qualified(state.measures[0].argument)), copy=False)
        if state.kind == "distinct":
            return _words(state, select) if state.bits and numbered else select.distinct()
        return select.select("count(*) AS n", copy=False).group_by(*[str(place) for place in range(1, len(keys) + 2)], copy=False)
    for measure, test in zip(state.measures, conditions, strict=True):
        value = _aggregate(measure, None if shared is not None else test, sign, shares=state.whose == "credits")
        select.select(exp.alias_(value, measure.name, quoted=True), copy=False)
    return select.group_by(*[str(place) for place in range(1, len(keys) + 1)], copy=False)


def _value(measure: Resolved, kind: str, sources: bool) -> exp.Expr:
    value = expressions.qualified(measure.argument)
    return parse("s || ' ' || x", s=_column("_source"), x=value) if sources and kind == "distinct" else value


def _words(state: State, select: exp.Select) -> exp.Select:
    """Different values by month as bits: for each member and value one word for 60 months, whose bit t % 60 is the month t.

    The word's number stands in t. `bit_or` over 8 million orders takes a third of the time of a distinct list.
    """
    keys = [key for key in state.keys if key != "t"]
    listed = ", ".join(
        [
            *keys,
            f"CAST((t - {WORD_FROM}) // {WORD} AS INTEGER) AS t",
            "value",
            f"bit_or(CAST(1 AS BIGINT) << ((t - {WORD_FROM}) % {WORD})) AS bits",
        ]
    )
    whole = sqlglot.parse_one(
        f"SELECT {listed} FROM found GROUP BY {', '.join(str(place) for place in range(1, len(keys) + 3))}", dialect=DIALECT
    )
    assert isinstance(whole, exp.Select)  # noqa: S101  a SELECT was parsed
    return whole.with_("found", as_=select)


def _stocks(state: State, source: str, sources: bool, numbered: bool) -> exp.Query:
    """What comes in on the first day of each range, less what goes out on the day after its last."""
    during = state.measures[0].measure.during or ()
    came = _column(during[0])
    if len(during) == 1:
        return _flow(state, came, source, sources, numbered)
    went = _column(during[1])
    whole = parse("NOT c IS NULL AND (w IS NULL OR w >= c)", c=came, w=went)  # a range that ends before it begins holds no day
    moves = [_flow(state, day, source, sources, numbered, sign) for day, sign in ((came, ""), (went, "-"))]
    both = exp.union(*[move.where(whole.copy()) for move in moves if isinstance(move, exp.Select)], distinct=False)
    keys = [key for key in state.keys if not key.startswith("m")]
    members = [f"m{place}" if numbered else f"s{place}, k{place}" for place in range(1, len(state.bases) + 1)]
    listed = ", ".join([*members, *keys])
    summed = exp.select(*listed.split(", ")).from_(both.subquery("moves"))
    for name in state.names:
        summed = summed.select(exp.alias_(parse("sum(x)", x=exp.column(name, quoted=True)), name, quoted=True))
    return summed.group_by(*listed.split(", "))


def from_relation(
    relation: Relation, bases: tuple[str, ...], used: list[Expression], sources: bool, source: str = "", *, numbered: bool = True
) -> tuple[exp.Select, list[exp.Expr]]:
    """SELECT without columns over the relation `f`, joined to the parents used; and the members, by number or by source and id."""
    paths = [path(relation, DIMENSIONS[base]) or "" for base in bases]
    if not numbered:
        paths = [_to_value(dotted, base) for dotted, base in zip(paths, bases, strict=True)]
    tables = {table for item in used for table in item.tables}
    tables |= {tuple(item.split("."))[:end] for item in paths for end in range(1, len(item.split(".")))}
    select = exp.Select().from_(exp.alias_(exp.to_table(source or relation.name), "f", table=True))
    for table in sorted(tables, key=lambda item: (len(item), item)):
        select = _join_parent(select, relation, table, sources)
    members: list[exp.Expr] = []
    for place, (base, dotted) in enumerate(zip(bases, paths, strict=True), 1):
        *parents, column = dotted.split(".")
        home = "__".join(parents) or "f"
        key = exp.column(column, table=home, quoted=True)
        by_row = bool(DIMENSIONS[base].table) and not DIMENSIONS[base].attribute
        if numbered:
            select = _join(select, f"index_{base}", f"i{place}", key, home, sources and bool(DIMENSIONS[base].table))
            members.append(exp.alias_(parse("coalesce(m, 0)", m=exp.column("m", table=f"i{place}")), f"m{place}"))
        else:
            system = exp.column("_source", table="f", quoted=True) if by_row else exp.Literal.string("")
            members += [exp.alias_(system, f"s{place}"), exp.alias_(key, f"k{place}")]
    return select, members


def _to_value(dotted: str, base: str) -> str:
    """The path to what names a member in id form: the id of a row, or the value of an attribute."""
    attribute = DIMENSIONS[base].attribute
    return f"{dotted.removesuffix('_id')}.{attribute}" if attribute and dotted != "id" else attribute or dotted


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
    return select.join(exp.alias_(exp.to_table(table), alias, table=True, quoted=True), on=on, join_type="left", copy=False)


def _aggregate(measure: Resolved, test: exp.Expr | None, sign: str, *, shares: bool) -> exp.Expr:
    value = expressions.qualified(measure.argument)
    if measure.measure.aggregate == "count":
        return _count(measure, test, value, sign, shares=shares)
    if shares:
        value = parse("x * y", x=value, y=_column(SHARE))
    summed = exp.Case().when(test, value) if test is not None else value
    if expressions.is_days(measure.argument, measure.relation) and not shares:
        return parse("CAST(sum(x) AS BIGINT)", x=summed)
    return parse("sum(x)", x=exp.Neg(this=exp.paren(summed)) if sign else summed)


def _count(measure: Resolved, test: exp.Expr | None, value: exp.Expr, sign: str, *, shares: bool) -> exp.Expr:
    """Rows whose value is there; an id always is, so that its text need not be read."""
    tests = [test] if test is not None else []
    if measure.argument.text != "id":
        tests.append(exp.Not(this=exp.Is(this=value, expression=exp.Null())))
    one: exp.Expr = _column(SHARE) if shares else exp.Literal.number(1)
    if sign:
        one = exp.Neg(this=one)
    if tests:
        one = exp.Case().when(exp.and_(*tests), one)
    elif not shares:
        return parse("-count(*)" if sign else "count(*)")
    return parse("sum(x)", x=one) if shares else parse("CAST(sum(x) AS BIGINT)", x=one)


def condition(measure: Resolved) -> exp.Expr | None:
    """The rows that a measure counts, as a condition; None where all do."""
    return exp.paren(expressions.qualified(measure.where)) if measure.where else None


def used(measures: tuple[Resolved, ...]) -> list[Expression]:
    """The expressions of measures."""
    return [item for measure in measures for item in (measure.argument, measure.where) if item is not None]


def _column(name: str) -> exp.Column:
    return exp.column(name, table="f", quoted=True)


def parse(text: str, **values: exp.Expr) -> exp.Expr:
    """A small SQL expression whose single-letter names stand for the given trees."""
    return _template(text).transform(
        lambda node: exp.paren(values[node.name].copy()) if isinstance(node, exp.Column) and node.name in values else node
    )


@cache
def _template(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect=DIALECT)
