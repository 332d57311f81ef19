"""scoreline kpis and scoreline kpi: which KPIs the data allows, and their values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.workspace import KpiTable, Workspace


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(kpis)
    app.command()(kpi)


def kpis(form: FormatOption = Format.TABLE, as_of: AsOfOption = None, workspace: WorkspaceOption = HERE) -> None:
    """List the KPIs that the data allows.

    For each of the others it says what to add to unlock it.
    """
    from scoreline.cli.output import Column, Sheet, write

    ws = opened(workspace, as_of)
    entries: list[dict[str, Any]] = []
    for item in ws.availability():
        definition = ws.registry.kpis[item.kpi]
        entries.append(
            {
                "kpi": item.kpi,
                "title": item.title,
                "dimension": definition.dimension,
                "unit": definition.unit,
                "direction": definition.direction,
                "available": item.ok,
                "missing": list(item.missing),
                "formula": definition.formula,
                "first_day": item.span.start if item.span else None,
                "last_day": item.span.end - dt.timedelta(days=1) if item.span else None,
            }
        )
    keys = ["kpi", "title", "unit", "available", "missing", "first_day", "last_day"]
    ordered = sorted(entries, key=lambda entry: not entry["available"])
    write(
        form,
        Sheet(
            columns=[Column("KPI"), Column("Title"), Column("Unit"), Column("Ready"), Column("Covered"), Column("Add to unlock")],
            shown=[_line(entry) for entry in ordered],
            keys=keys,
            rows=[[*map(_cell, map(entry.get, keys))] for entry in ordered],
            notes=["Values: scoreline kpi ID [ID ...] --by DIMENSION --per PERIOD"],
        ),
        entries,
    )


def _line(entry: dict[str, Any]) -> list[str]:
    covered = f"{entry['first_day']} to {entry['last_day']}" if entry["first_day"] else "–"
    ready = "yes" if entry["available"] else "no"
    return [entry["kpi"], entry["title"], entry["unit"], ready, covered, ", ".join(entry["missing"])]


def _cell(value: object) -> object:
    return ", ".join(value) if isinstance(value, list) else value


def kpi(
    ids: Annotated[list[str], typer.Argument(metavar="KPI", help="One or more KPI ids, as scoreline kpis lists them.")],
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIMENSION",
            help="Cut by person, team (team:region names a level), location, product, category, customer, segment, deal_kind. "
            "May be given more than once; without it, the whole company.",
        ),
    ] = None,
    per: Annotated[str, typer.Option(metavar="PERIOD", help="day, week, month, quarter or year.")] = "month",
    start: Annotated[
        str | None, typer.Option("--from", metavar="PERIOD", help="First period: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Last period, included.")] = None,
    states: Annotated[bool, typer.Option("--states", help="Add each value's state to JSON and CSV.")] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Compute KPIs per period and member.

    Without --by for the whole company; without --from and --to over all periods that the data covers.
    """
    from scoreline.cli.output import write

    ws = opened(workspace, as_of)
    table = ws.kpi(*ids, by=by or None, per=per, start=start, end=end)
    rows = table.to_pylist()
    judged = _states(table, rows)
    if states:
        rows = [row | {f"{id}_state": judged[id][place] for id in table.kpis} for place, row in enumerate(rows)]
    write(form, _sheet(ws, table, rows, judged), rows)


def _states(table: KpiTable, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """KPI -> the state of its value in each row."""
    return {id: [table.judge(row[id], id, row["period"]).state.value for row in rows] for id in table.kpis}


def _sheet(ws: Workspace, table: KpiTable, rows: list[dict[str, Any]], states: dict[str, list[str]]) -> Sheet:
    from scoreline.cli.output import Column, Sheet
    from scoreline.cli.values import figures, footnotes, formats_of, heading

    show = formats_of(ws)
    heads = [name for name in table.table.column_names if name not in table.kpis]
    columns = [Column(name.replace("_", " ").capitalize()) for name in heads]
    cells = [["–" if row[name] is None else str(row[name]) for row in rows] for name in heads]
    for id in table.kpis:
        kpi = ws.registry.kpis[id]
        columns.append(Column(heading(kpi.title, kpi.unit, show), number=True))
        cells.append(figures([row[id] for row in rows], states[id], kpi.unit, show))
    keys = list(rows[0]) if rows else [*heads, *table.kpis]
    return Sheet(
        columns=columns,
        shown=[list(line) for line in zip(*cells, strict=True)],
        keys=keys,
        rows=[[row[key] for key in keys] for row in rows],
        notes=[
            *footnotes(state for column in states.values() for state in column),
            *table.notes,
            f"Data version {table.mart_version}.",
        ],
    )
