"""A KPI table laid out for people.

    a few KPIs     a row for each member and period, a column for each KPI and for what stands beside it
    many KPIs      a row for each member and KPI, a column for each period
    compared       a row for each member, KPI and period: the value, what it is compared with, the change

CSV takes the rows as they are, whichever way people see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoreline.cli.output import DASH, Column, Sheet

if TYPE_CHECKING:
    from scoreline.reports.formats import Formats
    from scoreline.workspace import KpiTable, Workspace

_FEW = 8
_COMPARED = {"previous": "Period before", "last-year": "Year before", "target": "Target"}


@dataclass(frozen=True)
class _Shown:
    """One KPI's figures, row by row of the table, as text: its own, those beside it, and those it is compared with."""

    title: str
    own: list[str]
    beside: dict[str, list[str]]
    compared: list[list[str]]


def sheet(ws: Workspace, table: KpiTable, rows: Sequence[dict[str, Any]]) -> Sheet:
    """The table for people, and `rows` for CSV."""
    from scoreline.cli.values import footnotes, formats_of

    show = formats_of(ws)
    states = {kpi: [fact.state.value for fact in table.facts(kpi)] for kpi in table.kpis}
    shown = [_shown(ws, table, kpi, rows, states[kpi], show) for kpi in table.kpis]
    if table.comparison:
        columns, cells = _tall(table, shown, rows)
    elif len(table.kpis) > _FEW:
        columns, cells = _turned(table, shown, rows)
    else:
        columns, cells = _wide(table, shown, rows)
    keys = list(rows[0]) if rows else table.wide.column_names
    every = [state for column in states.values() for state in column]
    if table.comparison:
        every += [state for kpi in table.kpis for state in table.comparison.states.column(kpi).to_pylist()]
    return Sheet(
        columns=columns,
        shown=cells,
        keys=keys,
        rows=[[row[key] for key in keys] for row in rows],
        notes=[*footnotes(every), *_said(ws, table), *table.notes, f"Data version {table.mart_version}."],
    )


def _shown(ws: Workspace, table: KpiTable, kpi: str, rows: Sequence[dict[str, Any]], states: Sequence[str], show: Formats) -> _Shown:
    from scoreline.cli.values import changes, figures, heading, plain_figures

    definition = ws.registry.kpis[kpi]
    labels = {name: name.partition(": ")[2] for name in table.beside.column_names if name.startswith(f"{kpi}: ")}
    beside = {label: plain_figures(table.beside.column(name).to_pylist(), show) for name, label in labels.items()}
    title, unit = heading(definition.title, definition.unit, show), definition.unit
    own = [row[kpi] for row in rows]
    if table.comparison is None:
        return _Shown(title, figures(own, states, unit, show), beside, [])
    against = table.comparison
    others = [*own, *against.values.column(kpi).to_pylist()]
    both = figures(others, [*states, *(state or "" for state in against.states.column(kpi).to_pylist())], unit, show)
    changed = changes(against.changes.column(kpi).to_pylist(), unit, show)
    percents = [show.number(value, 1, signed=True) for value in against.percents.column(kpi).to_pylist()]
    return _Shown(title, both[: len(own)], beside, [both[len(own) :], changed, percents])


def _heads(table: KpiTable) -> list[Column]:
    """The columns of the members and of the period."""
    from scoreline.periods.words import describe, kind

    first = table.query.periods[0]
    said = ", ".join(word for word in (kind(first.calendar, first.grain), describe(first)) if word)
    whose = ", today's owner" if table.query.owner == "today" else ""
    named = [
        Column(cut.name.replace("_", " ").capitalize() + (whose if cut.dimension.name in ("person", "team") else ""))
        for cut in table.query.cuts
    ]
    return [*named, Column(f"Period, {said}" if said else "Period")]


def _wide(table: KpiTable, shown: list[_Shown], rows: Sequence[dict[str, Any]]) -> tuple[list[Column], list[list[str]]]:
    columns, figures = _heads(table), []
    for item in shown:
        columns += [Column(item.title, number=True), *(Column(label.capitalize(), number=True) for label in item.beside)]
        figures += [item.own, *item.beside.values()]
    return columns, [[*_names(table, row), row["period"], *(column[place] for column in figures)] for place, row in enumerate(rows)]


def _turned(table: KpiTable, shown: list[_Shown], rows: Sequence[dict[str, Any]]) -> tuple[list[Column], list[list[str]]]:
    """Time runs right: a line for each member's KPI, and below it one for each number beside it."""
    count = len(table.query.periods)
    columns = [*_heads(table)[:-1], Column("KPI"), *(Column(period.label, number=True) for period in table.query.periods)]
    lines = []
    for first in range(0, len(rows), count):
        for item in shown:
            lines.append([*_names(table, rows[first]), item.title, *item.own[first : first + count]])
            for label, column in item.beside.items():
                lines.append([*("" for _ in table.by), f"  {label}", *column[first : first + count]])
    return columns, lines


def _tall(table: KpiTable, shown: list[_Shown], rows: Sequence[dict[str, Any]]) -> tuple[list[Column], list[list[str]]]:
    """A line for each value that is compared."""
    assert table.comparison is not None  # noqa: S101
    figures = ("Value", _COMPARED[table.comparison.how], "Change", "Change, %")
    labels = list(dict.fromkeys(label for item in shown for label in item.beside))
    only = shown[0].title if len(shown) == 1 else ""
    columns = [*_heads(table), *([] if only else [Column("KPI")]), Column(only or figures[0], number=True)]
    columns += [Column(title, number=True) for title in (*figures[1:], *(label.capitalize() for label in labels))]
    lines = []
    for place, row in enumerate(rows):
        for item in shown:
            line = [*_names(table, row), row["period"], *([] if only else [item.title]), item.own[place]]
            line += [column[place] for column in item.compared]
            line += [item.beside[label][place] if label in item.beside else "" for label in labels]
            lines.append(line)
    return columns, lines


def _names(table: KpiTable, row: dict[str, Any]) -> list[str]:
    return [DASH if row[name] is None else str(row[name]) for name in table.by]


def _said(ws: Workspace, table: KpiTable) -> list[str]:
    """What holds for every figure: the filter, the window, the owner, whose quarters these are."""
    from scoreline.periods.words import describe, explain

    found = []
    for item in table.query.where:
        names = {(member.source, member.id): member.name for member in ws.members(item.cut.name)}
        found.append(f"Only {item.cut.name.replace('_', ' ')} {', '.join(names.get(key, key[1]) for key in item.members)}.")
    first = table.query.periods[0]
    if window := describe(first):
        found.append(
            f"Every figure is for the {window}." if first.window.to or first.window.count > 1 else f"Every figure counts {window}."
        )
    if table.query.owner == "today":
        found.append(f"Records count for whoever has them today, {ws.engine.coverage.today()}, the last day that the data covers.")
    if any(name.endswith(": still open") and any(table.beside.column(name).to_pylist()) for name in table.beside.column_names):
        found.append("Entries still open may yet change the figures that they stand beside.")
    if said := explain(first.calendar, first.grain):
        found.append(said)
    return found
