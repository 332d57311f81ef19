"""Why a number is what it is: its formula with the values put in, and the rows of the mart behind each part."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.engine import index, sql
from scoreline.engine.backends.duckdb import scalar
from scoreline.engine.coverage import last_day, shifted
from scoreline.engine.engine import Engine
from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.engine.notes import notes
from scoreline.engine.plan import State, whose
from scoreline.engine.query import Cut, Query, check_cuts, cut
from scoreline.engine.rows import Asked
from scoreline.engine.rows import rows as rows_of
from scoreline.engine.rows import total as total_of
from scoreline.engine.trees import DIALECT
from scoreline.errors import QueryError, nearest
from scoreline.kpis import formula
from scoreline.kpis.formula import Name
from scoreline.kpis.registry import Resolved
from scoreline.periods import Grain, Period


@dataclass(frozen=True)
class Part:
    """One measure of a formula: its name (with previous or year_ago before it), what it counts, its value, how many rows."""

    name: str
    meaning: str
    value: Decimal | float | None
    rows: int
    period: Period


@dataclass(frozen=True)
class Why:
    """A number explained. `substituted` is the formula with the parts' values in place of their names."""

    kpi: str
    title: str
    question: str
    formula: str
    substituted: str
    member: Member | None
    period: Period
    fact: Fact
    parts: tuple[Part, ...]
    mart_version: int
    definitions: str
    definition_version: str
    sql: str
    states: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowPage:
    """Some of the rows behind a part: column names, the rows in order of day, and how many there are in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


def cuts_of(engine: Engine, member: Member | None) -> tuple[Cut, ...]:
    """The cut whose members include this one; for a team, at the level of its kind."""
    if member is None or member.kind == "company":
        return ()
    if member.kind != "team":
        return (cut(member.kind),)
    with engine.lock:
        index.ensure_teams(engine.con, "")
        found = engine.con.execute("SELECT kind FROM members_team WHERE source = ? AND id = ?", [member.source, member.id]).fetchall()
    return (cut(f"team:{found[0][0]}" if found and found[0][0] else "team"),)


def place_of(engine: Engine, member: Member) -> int:
    """The member's number in the connection. QueryError where the mart does not know it."""
    with engine.lock:
        if member.kind != "team":
            index.ensure(engine.con, member.kind)
        sought = [member.source, member.id]
        found = engine.con.execute(f"SELECT m FROM members_{member.kind} WHERE source = ? AND id = ?", sought).fetchall()
    if not found:
        raise QueryError(f'The mart has no {member.kind} "{member.name}".', do="Name one that `scoreline kpi --by` shows.")
    return int(found[0][0])


def explain(engine: Engine, kpi: str, member: Member | None, period: Period) -> Why:
    """The explanation of one KPI of one member (None: the whole company) in one period."""
    definition = engine.registry.kpi(kpi)
    with engine.lock:
        cuts = cuts_of(engine, member)
        query = Query((definition.id,), cuts, (period,))
        check_cuts(engine.registry, kpi, cuts)
        table = engine.run(query)
        place = place_of(engine, member) if cuts and member else None
        states = engine.states(query, engine.shape(query))
        parts = tuple(_part(engine, leaf, cuts, member, place, period) for leaf in engine.registry.parts(kpi))
        values = {part.name: part.value for part in parts}
        node = engine.registry.formulas[kpi]
        return Why(
            kpi, definition.title, definition.question, formula.text(node, label),
            _dated(formula.text(node, lambda leaf: shown(values[label(leaf)])), period),
            member, period, table.series(kpi, member)[0], parts, engine.version, engine.registry.hash, definition.version,
            "\n\n".join(
                sql.state(state, engine.source(state), sources=engine.sources).sql(dialect=DIALECT, pretty=True) for state in states
            ),
            tuple(state.table for state in states),
            notes(engine.registry, engine.coverage, kpi, (period,), _source(engine, member)),
        )  # fmt: skip


def _source(engine: Engine, member: Member | None) -> str | None:
    """The source whose days a member's numbers are known by; None for the company, and where all sources are one."""
    return (member.source or None) if member and engine.coverage.sources else None


def _dated(text: str, period: Period) -> str:
    """The formula with the period's own numbers put in."""
    text = re.sub(r"\bend_day\b", str((period.end - dt.date(1970, 1, 1)).days), text)
    return re.sub(r"\bdays\b", str(period.days), text)


def label(leaf: Name) -> str:
    """A formula's name as people read it: sold, previous(sold), whole(sold)."""
    return f"{leaf.shift}({leaf.name})" if leaf.shift else leaf.name


def shown(value: Decimal | float | None) -> str:
    """A plain number without superfluous zeros; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return text if "." in text or abs(value) >= 1 or value == 0 else f"{value:f}"
    return f"{value:.10g}"


def rows(
    engine: Engine, kpi: str, member: Member | None, period: Period, part: str, limit: int, offset: int, *, since: int | None = None
) -> RowPage:
    """The rows behind one part, in order of day and id; with `since` only those that loads after that version of the mart brought.

    QueryError where the KPI has no such part.
    """
    leaves = {label(leaf): leaf for leaf in engine.registry.parts(engine.registry.kpi(kpi).id)}
    if part not in leaves:
        raise QueryError(f'{kpi} has no part "{part}". {nearest(part, leaves)}'.strip(), do=f"It has: {', '.join(leaves)}.")
    leaf = leaves[part]
    with engine.lock:
        text = rows_sql(engine, leaf, member, period)
        if text is None:
            return RowPage((), (), 0)
        measure = engine.registry.measures[leaf.name]
        if since is not None:
            text = f"SELECT * FROM ({text}) AS late WHERE _load > {int(since)}"
        total = int(scalar(engine.con, f"SELECT count(*) FROM ({text}) AS r"))
        day = measure.measure.day
        order = ", ".join([f'"{day}"', *(["id"] if "id" in measure.relation.columns else []), "_file", "_row"])
        found = engine.con.execute(f"SELECT * FROM ({text}) AS r ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}")
        columns = tuple(column[0] for column in found.description or ())
        return RowPage(columns, tuple(found.fetchall()), total)


def rows_sql(engine: Engine, leaf: Name, member: Member | None, period: Period) -> str | None:
    """SQL of the rows behind one part of a number, to be run while the engine's lock is held; None where the part has no days."""
    cuts = cuts_of(engine, member)
    place = place_of(engine, member) if cuts and member else None
    at = shifted(leaf, period)
    if at is None:
        return None
    measure = engine.registry.measures[leaf.name]
    engine.define([measure.relation.name])
    engine.money.ensure(engine.con, [measure], at.start, at.end)
    return _rows_sql(engine, leaf, cuts, place, at)[0]


def _part(engine: Engine, leaf: Name, cuts: tuple[Cut, ...], member: Member | None, place: int | None, period: Period) -> Part:
    measure = engine.registry.measures[leaf.name]
    at = shifted(leaf, period)
    if at is None:
        return Part(label(leaf), _meaning(measure), None, 0, period)
    text, total = _rows_sql(engine, leaf, cuts, place, at)
    value, count = engine.con.execute(f"SELECT {total}, count(*) FROM ({text}) AS r").fetchall()[0]
    if value is None and measure.measure.aggregate in ("count", "sum") and engine.coverage.measure(measure, at, _source(engine, member)):
        value = Decimal(0)
    return Part(label(leaf), _meaning(measure), value, int(count), at)


def _meaning(measure: Resolved) -> str:
    doc = measure.measure.doc
    what = f"{measure.measure.aggregate} of {measure.argument.text} in {measure.relation.name}"
    return doc or (f"{what} where {measure.where.text}" if measure.where else what)


def _rows_sql(engine: Engine, leaf: Name, cuts: tuple[Cut, ...], place: int | None, period: Period) -> tuple[str, str]:
    """SQL of the rows that make a measure's value in one cell, and the aggregate that makes the value of them."""
    measure = engine.registry.measures[leaf.name]
    if leaf.shift == formula.WHOLE:
        cuts, place = (), None
    if measure.relation.by_period:
        engine.con.execute(
            "CREATE OR REPLACE TEMP TABLE periods AS SELECT 0 AS p, CAST($a AS DATE) AS start_on, CAST($b AS DATE) AS end_on, $c AS label",
            {"a": period.start, "b": period.end, "c": period.label},
        )
    query = Query((), cuts, (period,))
    for base in query.bases:
        index.ensure(engine.con, base)
    owner = whose(measure, query, credits=engine.coverage.mart.has("credits"))
    state = State(measure.relation.name, measure.measure.day, "sums", query.bases, Grain.DAY, (measure,), owner)
    shares = owner == "credits"
    until = last_day(engine.coverage.mart, measure.relation.needs[0])
    members = _members_filter(engine, measure, cuts, place, period)
    if shares and cuts[0].dimension.name == "team":
        members += f" AND NOT {sql.OVERLAY}"
    asked = Asked(query.bases, members, engine.source(state), engine.sources, shares, until)
    return rows_of(measure, period, asked), total_of(measure, asked)


def _members_filter(engine: Engine, measure: Resolved, cuts: tuple[Cut, ...], place: int | None, period: Period) -> str:
    if not cuts or place is None:
        return "true"
    if cuts[0].dimension.name != "team":
        return f"m1 = {int(place)}"
    seats = index.ensure_teams(engine.con, cuts[0].level)
    stock = f"DATE '{period.start}'" if measure.measure.stands == "start" else f"DATE '{period.end}' - 1"
    day = f'"{measure.measure.at}"' if measure.measure.at else stock
    return f'EXISTS (SELECT 1 FROM "{seats}" AS q WHERE q.m = m1 AND q.team = {int(place)} AND q.from_on <= {day} AND q.to_on > {day})'
