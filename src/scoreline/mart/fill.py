"""What the mart fills into rows: business days, the days of a period, the columns carried from a parent, the load, the month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from scoreline.mart import sql
from scoreline.mart.columns import MONTH, Column, Table, Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.period_days import first_day, last_day
from scoreline.mart.staged import Span
from scoreline.periods import GREGORIAN, Calendar


@dataclass(frozen=True)
class Fill:
    """How rows are filled.

    `parents` gives the rows of each table, as SQL for FROM, as they are after the load. `time_zone` is None where the days
    stay as they are. `source` is the one source of all rows, or None where there may be several. `calendar` is the
    business's, for the days of periods.
    """

    parents: Mapping[str, str]
    load: int
    source: str | None
    time_zone: str | None
    calendar: Calendar = GREGORIAN


def carried_by(table: Table) -> dict[str, list[Column]]:
    """Parent column -> the columns that are taken from the row it points at."""
    found: dict[str, list[Column]] = {}
    for column in table.columns:
        if column.carried:
            found.setdefault(column.carried[0], []).append(column)
    return found


def loading_order() -> tuple[str, ...]:
    """All tables, each after those that it takes columns from."""
    graph = {table.name: {table.parents[ref] for ref in carried_by(table)} for table in TABLES.values()}
    return tuple(TopologicalSorter(graph).static_order())


def staged_rows(table: Table, have: frozenset[str], source: str) -> str:
    """SQL for FROM: the staged rows of a table, with the contract's columns and types. `have` are the columns staged."""
    columns = [
        f"CAST({sql.name(column.name)} AS {column.type.sql}) AS {sql.name(column.name)}"
        if column.name in have and not column.reckoned
        else f"NULL::{column.type.sql} AS {sql.name(column.name)}"
        for column in table.columns
    ]
    file = "CAST(_file AS VARCHAR)" if "_file" in have else "''"
    row = "CAST(_row AS BIGINT)" if "_row" in have else "NULL::BIGINT"
    system = f"{sql.text(source)} AS _source, coalesce({file}, '') AS _file, {row} AS _row"
    return f"(SELECT {', '.join(columns)}, {system} FROM staged.main.{sql.name(table.name)})"


def filled(table: Table, rows: str, fill: Fill, *, compare: bool = False) -> str:
    """A SELECT of rows, filled, in the order of the stored columns.

    A carried column takes the parent's value where the reference finds a row of the same source; else it keeps its own.
    With `compare` two columns follow: `_was`, the month so far, and `_differs`, whether filling changed the row.
    """
    joins, sources = [], dict[str, str]()
    for number, (ref, columns) in enumerate(carried_by(table).items()):
        parent = TABLES[table.parents[ref]].name
        if parent not in fill.parents:
            continue
        alias = f"p{number}"
        joins.append(_join(alias, ref, columns, fill.parents[parent], fill.source))
        sources[ref] = alias
    values = {column.name: _value(column, sources, fill) for column in table.columns}
    made = [f"{value} AS {sql.name(name)}" for name, value in values.items()]
    made += ["s._source AS _source", "s._file AS _file", "s._row AS _row", f"{fill.load}::BIGINT AS _load"]
    if compare:
        filled_in = [column.name for column in table.columns if column.carried or column.reckoned]
        before = sql.names(filled_in, "s")
        made.append(f"({'s._month' if table.partitioned else sql.text('')}) AS _was")
        made.append(f"(hash({before}) <> hash({', '.join(values[name] for name in filled_in)})) AS _differs")
    inner = f"SELECT {', '.join(made)} FROM {rows} AS s {' '.join(joins)}"
    order = [*table.names, "_source", "_file", "_row", "_load"]
    month = f", {month_of(table)} AS {MONTH.name}" if table.partitioned else ""
    extra = ", _was, _differs" if compare else ""
    return f"SELECT {sql.names(order)}{month}{extra} FROM ({inner})"


def month_of(table: Table) -> str:
    """The month of a row's event day as SQL text; `none` without a day. Empty for a table that is not partitioned."""
    if not table.partitioned or table.event is None:
        return "''"
    return f"coalesce(strftime({sql.name(table.event)}, '%Y-%m'), 'none')"


def within(table: Table, span: Span) -> str:
    """A condition: the row's event day lies in a span. Rows without a day do not."""
    assert table.event is not None  # noqa: S101
    day = sql.name(table.event)
    return f"({day} >= DATE '{span.start.isoformat()}' AND {day} < DATE '{span.end.isoformat()}')"


def _join(alias: str, ref: str, columns: list[Column], parent: str, source: str | None) -> str:
    wanted = sql.names(dict.fromkeys(column.carried[1] for column in columns if column.carried))
    on = f"{alias}.id = s.{sql.name(ref)}"
    if source is None:
        return f"LEFT JOIN (SELECT id, _source, {wanted} FROM {parent}) {alias} ON {on} AND {alias}._source = s._source"
    rows = f"SELECT id, {wanted} FROM {parent} WHERE _source = {sql.text(source)}"
    return f"LEFT JOIN ({rows}) {alias} ON {on}"


def _value(column: Column, parents: Mapping[str, str], fill: Fill) -> str:
    own = f"s.{sql.name(column.name)}"
    if column.carried and column.carried[0] in parents:
        alias = parents[column.carried[0]]
        return f"CASE WHEN {alias}.id IS NULL THEN {own} ELSE {alias}.{sql.name(column.carried[1])} END"
    if column.day_of and fill.time_zone is not None:
        return _day(f"s.{sql.name(column.day_of)}", fill.time_zone)
    if column.period_of:
        label, end = column.period_of
        return (first_day if end == "first" else last_day)(f"s.{sql.name(label)}", fill.calendar)
    return own


def _day(moment: str, time_zone: str) -> str:
    if time_zone == "UTC":
        # ten times as fast as asking for the time zone
        return f"CAST(make_timestamp(epoch_us({moment})) AS {Type.DATE.sql})"
    return f"CAST({moment} AT TIME ZONE {sql.text(time_zone)} AS {Type.DATE.sql})"
