"""scoreline kpis: what the data allows of each KPI."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened
from scoreline.errors import QueryError

if TYPE_CHECKING:
    from scoreline.periods import Period
    from scoreline.workspace import Availability, Workspace

_KEYS = ("kpi", "title", "dimension", "unit", "allowed", "months", "missing", "first_day", "last_day")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(kpis)


def kpis(
    group: Annotated[
        str | None, typer.Option(metavar="GROUP", help="Only financial, customer, process, online store or capability.")
    ] = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the KPIs and what the data allows of them.

    Ready says yes, partly or no; Months tells which months can be computed. For the others it says what to add to unlock them. JSON
    also tells the gaps, why they are there, and which sources cover fewer days than their tables.
    """
    from scoreline.cli.output import Column, Sheet, write

    ws = opened(workspace, as_of)
    entries = [_entry(ws, item) for item in ws.availability() if group in (None, ws.registry.kpis[item.kpi].dimension)]
    if not entries:
        known = ", ".join(dict.fromkeys(kpi.dimension for kpi in ws.registry.offered))
        raise QueryError(f'No KPI is of the group "{group}".', do=f"Use one of: {known}.")
    ordered = sorted(entries, key=lambda entry: not entry["available"])
    write(
        form,
        Sheet(
            columns=[Column("KPI"), Column("Title"), Column("Unit"), Column("Ready"), Column("Months"), Column("Add to unlock")],
            shown=[_line(entry) for entry in ordered],
            keys=_KEYS,
            rows=[[_cell(entry[key]) for key in _KEYS] for entry in ordered],
            notes=[
                *_reasons(ordered),
                *_shorter(ws),
                *ws.registry.notices,
                "Values: scoreline kpi ID [ID ...] --by DIMENSION --per PERIOD",
            ],
        ),
        entries,
    )


def _entry(ws: Workspace, item: Availability) -> dict[str, Any]:
    definition = ws.registry.kpis[item.kpi]
    return {
        "kpi": item.kpi,
        "title": item.title,
        "dimension": definition.dimension,
        "unit": definition.unit,
        "direction": definition.direction,
        "formula": definition.formula,
        "needs_cut": list(definition.needs_cut),
        "own": ws.registry.own(item.kpi),
        "available": item.ok,
        "allowed": item.allowed.value,
        "missing": list(item.missing),
        "first_day": item.span.start if item.span else None,
        "last_day": item.span.end - dt.timedelta(days=1) if item.span else None,
        "months": [_run(run) for run in item.months],
        "gaps": [_run(run) for run in item.gaps],
        "why": item.why,
        "sources": [asdict(source) for source in item.sources],
    }


def _run(run: tuple[Period, Period]) -> str:
    first, last = run
    return first.label if first == last else f"{first.label} to {last.label}"


def _reasons(entries: list[dict[str, Any]]) -> list[str]:
    """Why KPIs are not computable in all months, those with the same reason together."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry["why"]:
            found.setdefault(entry["why"], []).append(entry["kpi"])
    return [f"{', '.join(kpis)}: {why}" for why, kpis in found.items()]


def _shorter(ws: Workspace) -> list[str]:
    """A note for each source that covers fewer days than its table."""
    sources = dict.fromkeys(source for item in ws.availability() for source in item.sources)
    return [
        f"{item.table} of {item.source} only from {item.first} to {item.last}{_but(item.gaps)}: its {item.people} people and "
        f"{item.locations} locations have no numbers outside of these days."
        for item in sources
    ]


def _but(gaps: Sequence[tuple[dt.date, dt.date]]) -> str:
    return f", without {' and '.join(f'{first} to {last}' for first, last in gaps)}" if gaps else ""


def _line(entry: dict[str, Any]) -> list[str]:
    months = ", ".join(entry["months"])
    if not months and entry["first_day"]:
        months = f"{entry['first_day']} to {entry['last_day']}, no whole month"
    return [entry["kpi"], entry["title"], entry["unit"], entry["allowed"], months or "–", ", ".join(entry["missing"])]


def _cell(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
