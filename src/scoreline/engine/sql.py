"""The SQL of a state: one pass over one relation, built as a syntax tree.

Columns of the result are those of `State.columns`: m1, m2 … (the members' numbers), t (the day since 1970-01-01, or the month since
year 0), and the measures. In *id form* each member is a source and an id or value instead: s1, k1, s2, k2 …, which other engines give
and kept states hold. Conditions that all measures share become the WHERE; others a filter on each aggregate.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from scoreline.engine import joins
from scoreline.engine.joins import Form
from scoreline.engine.plan import State
from scoreline.engine.trees import DIALECT, column, parse
from scoreline.kpis import expressions
from scoreline.kpis.dimensions import DIMENSIONS
from scoreline.kpis.expressions import Expression
from scoreline.kpis.registry import Resolved
from scoreline.mart.columns import MONTH
from scoreline.mart.contracts import TABLES
from scoreline.periods import Grain

WORD = 60
"""Months in one word of bits: five whole years, so that no year is cut in two."""
WORD_FROM = 24
"""The first month of word 0, which puts the years 2022 to 2026 into one word."""
_FILE_MONTH = "CAST(left(f, -3) AS INTEGER) * 12 + CAST(right(f, 2) AS INTEGER) - 1"
"""The number of the month YYYY-MM that names a file's folder. DuckDB works these functions out once for a file, others row by row."""
SHARE, OVERLAY = "_share", "_overlay"
"""The columns that the view of shared records adds: a person's share, and whether it is counted beside the others."""


def moment(day: exp.Expr, grain: Grain) -> exp.Expr:
    """The number of a day's day or month: days since 1970-01-01, months since year 0."""
    if grain is Grain.MONTH:
        return parse("CAST(year(d) * 12 + month(d) - 1 AS INTEGER)", d=day)
    return parse("CAST(d - CAST('1970-01-01' AS DATE) AS INTEGER)", d=day)


@dataclass(frozen=True)
class _From:
    """Where a state is read from: the table or view, and how.

    `sources`: the mart holds several source systems, so that ids alone do not name a row. `form` is how members are named.
    `partitions`: the rows lie in files by month.
    """

    name: str
    sources: bool
    form: Form
    partitions: bool


def state(state: State, source: str, *, sources: bool, numbered: bool = True, partitions: bool = False) -> exp.Query:
    """The SELECT of a state, read from the table or view `source`.

    `sources` says whether the mart holds several source systems, so that ids alone do not name a row. Without `numbered` it is in id
    form, months of distinct values apart. With `partitions`, months are taken from the mart's files, and not worked out by row.
    """
    table = TABLES.get(state.relation)
    by_file = partitions and state.whose == "owner" and table is not None and table.partitioned and table.event == state.at
    form: Form = "ids" if not numbered else "keys" if _keys_first(state) else "numbers"
    read = _From(source, sources, form, by_file and state.grain is Grain.MONTH)
    found = _stocks(state, read) if state.kind == "stocks" else _flow(state, column(state.at), read)
    return _numbered(state, found, sources) if form == "keys" else found


def _keys_first(state: State) -> bool:
    """Whether rows are added up by what names their members in the rows, and members numbered then: far fewer rows are joined.

    Distinct values are as many again, and customers nearly so.
    """
    return bool(state.bases) and state.kind != "distinct" and "customer" not in state.bases


def _numbered(state: State, found: exp.Query, sources: bool) -> exp.Query:
    """A state by keys with its members' numbers. Keys that name nobody are one member, so cells are added up once more."""
    select = exp.Select().from_(found.subquery("g"))
    keys: list[exp.Expr] = []
    for place, base in enumerate(state.bases, 1):
        key = exp.column(f"k{place}", table="g")
        select, member = joins.number(select, place, base, key, "g", f"s{place}" if sources and DIMENSIONS[base].table else "")
        keys.append(member)
    keys += [exp.column(name, table="g") for name in (*state.keys[len(state.bases) :], *(["value"] if state.kind == "values" else []))]
    select = select.select(*keys, copy=False)
    if state.kind == "values":
        select.select(exp.alias_(parse("CAST(sum(x) AS BIGINT)", x=exp.column("n", table="g")), "n"), copy=False)
    else:
        for measure in state.measures:
            summed = "CAST(sum(x) AS BIGINT)" if _whole(measure, shares=state.whose == "credits") else "sum(x)"
            value = parse(summed, x=exp.column(measure.name, table="g", quoted=True))
            select.select(exp.alias_(value, measure.name, quoted=True), copy=False)
    return select.group_by(*[str(place) for place in range(1, len(keys) + 1)], copy=False)


def _flow(state: State, day: exp.Expr, read: _From, sign: str = "") -> exp.Query:
    relation = state.measures[0].relation
    one_value = state.kind in ("values", "distinct")
    conditions = [condition(measure) for measure in state.measures]
    shared = conditions[0] if len({item.sql() if item else "" for item in conditions}) == 1 else None
    select, members = joins.from_relation(relation, state.bases, used(state.measures), read.sources, read.name, form=read.form)
    time = parse(_FILE_MONTH, f=column(MONTH.name)) if read.partitions else moment(day, state.grain)
    keys = [*members, exp.alias_(time, "t")]
    if state.whose == "credits":
        keys.append(exp.alias_(column(OVERLAY), "overlay"))
    if state.known_by:
        keys.append(exp.alias_(moment(column(state.known_by), state.grain), "u"))
    if state.by_period:
        keys.append(exp.alias_(column("p"), "p"))
    select.select(*keys, copy=False)  # what is built here is copied nowhere: it takes longer than the rest
    if read.partitions:
        select.where(parse("f <> 'none'", f=column(MONTH.name)), copy=False)
    else:
        select.where(exp.Not(this=exp.Is(this=day.copy(), expression=exp.Null())), copy=False)
    if state.known_by:
        select.where(exp.Not(this=exp.Is(this=column(state.known_by), expression=exp.Null())), copy=False)
    if shared is not None:
        select.where(shared, copy=False)
    elif all(conditions):
        select.where(exp.or_(*[item for item in conditions if item is not None]), copy=False)
    if one_value:
        select.select(exp.alias_(_value(state.measures[0], state.kind, read.sources), "value"), copy=False)
        select.where(parse("x IS NOT NULL", x=expressions.qualified(state.measures[0].argument)), copy=False)
        if state.kind == "distinct":
            return _words(state, select) if state.bits and read.form != "ids" else select.distinct()
        return select.select("count(*) AS n", copy=False).group_by(*[str(place) for place in range(1, len(keys) + 2)], copy=False)
    for measure, test in zip(state.measures, conditions, strict=True):
        value = _aggregate(measure, None if shared is not None else test, sign, shares=state.whose == "credits")
        select.select(exp.alias_(value, measure.name, quoted=True), copy=False)
    return select.group_by(*[str(place) for place in range(1, len(keys) + 1)], copy=False)


def _value(measure: Resolved, kind: str, sources: bool) -> exp.Expr:
    value = expressions.qualified(measure.argument)
    return parse("s || ' ' || x", s=column("_source"), x=value) if sources and kind == "distinct" else value


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


def _stocks(state: State, read: _From) -> exp.Query:
    """What comes in on the first day of each range, less what goes out on the day after its last."""
    during = state.measures[0].measure.during or ()
    came = column(during[0])
    if len(during) == 1:
        return _flow(state, came, read)
    went = column(during[1])
    whole = parse("NOT c IS NULL AND (w IS NULL OR w >= c)", c=came, w=went)  # a range that ends before it begins holds no day
    moves = [_flow(state, day, read, sign) for day, sign in ((came, ""), (went, "-"))]
    both = exp.union(*[move.where(whole.copy()) for move in moves if isinstance(move, exp.Select)], distinct=False)
    keys = [key for key in state.keys if not key.startswith("m")]
    members = [name for place, base in enumerate(state.bases, 1) for name in joins.names(place, base, read.form, read.sources)]
    listed = ", ".join([*members, *keys])
    summed = exp.select(*listed.split(", ")).from_(both.subquery("moves"))
    for name in state.names:
        summed = summed.select(exp.alias_(parse("sum(x)", x=exp.column(name, quoted=True)), name, quoted=True))
    return summed.group_by(*listed.split(", "))


def _aggregate(measure: Resolved, test: exp.Expr | None, sign: str, *, shares: bool) -> exp.Expr:
    value = expressions.qualified(measure.argument)
    if measure.measure.aggregate == "count":
        return _count(measure, test, value, sign, shares=shares)
    if shares:
        value = parse("x * y", x=value, y=column(SHARE))
    summed = exp.Case().when(test, value) if test is not None else value
    if _whole(measure, shares=shares):
        return parse("CAST(sum(x) AS BIGINT)", x=summed)
    return parse("sum(x)", x=exp.Neg(this=exp.paren(summed)) if sign else summed)


def _whole(measure: Resolved, *, shares: bool) -> bool:
    """Whether a measure's parts are whole numbers: rows or days, not shared."""
    return not shares and (measure.measure.aggregate == "count" or expressions.is_days(measure.argument, measure.relation))


def _count(measure: Resolved, test: exp.Expr | None, value: exp.Expr, sign: str, *, shares: bool) -> exp.Expr:
    """Rows whose value is there; an id always is, so that its text need not be read."""
    tests = [test] if test is not None else []
    if measure.argument.text != "id":
        tests.append(exp.Not(this=exp.Is(this=value, expression=exp.Null())))
    one: exp.Expr = column(SHARE) if shares else exp.Literal.number(1)
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
