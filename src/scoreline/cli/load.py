"""scoreline load: files in, a new version of the mart out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.mart.versions import Version
    from scoreline.reports.formats import Formats


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(load)


def load(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with the files.")],
    mapping: Annotated[
        str,
        typer.Option(metavar="NAME|FILE", help="A shipped mapping (maven_crm, adventureworks, northwind), or the path of one."),
    ],
    covers: Annotated[
        str,
        typer.Option(metavar="FROM..TO", help="The days that the files cover, in place of the mapping's: 2026-01-01..2026-01-31."),
    ] = "",
    workspace: WorkspaceOption = HERE,
) -> None:
    """Load files into the mart.

    All tables are published in one new version, or nothing is. Loading the same files again changes nothing. Rows that break a
    contract are refused and kept in the folder quarantine; over refused_limit (scoreline.toml) of them, nothing loads.
    """
    from scoreline.cli import progress
    from scoreline.cli.screen import print_sheet, say
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    with progress.shown() as tell:
        report = ws.load(source, mapping, covers=covers, progress=tell)
    print_sheet(_sheet(report.version, formats_of(ws)))
    for reference in report.unknown_references:
        say(f"Unknown reference, kept as unknown: {reference}")
    for note in (*report.notes, *ws.registry.notices):
        say(note)
    if report.quarantine is not None:
        rows = "1 row was" if report.refused == 1 else f"{report.refused:,} rows were"
        say(f"{rows} refused. File, row, column, value and reason: {report.quarantine}")
    say(
        f"The mart is at version {report.version.number}."
        if report.changed
        else f"Nothing changed; the mart stays at version {report.version.number}."
    )


def _sheet(version: Version, show: Formats) -> Sheet:
    from scoreline.cli.output import Column, Sheet

    counts = ("read", "new", "changed", "unchanged", "deleted", "refused")
    rows = [[name, *(getattr(count, field) for field in counts), _covered(version, name)] for name, count in version.counts.items()]
    return Sheet(
        columns=[Column("Table"), *(Column(field.capitalize(), number=True) for field in counts), Column("Covers")],
        shown=[[str(row[0]), *(show.number(value, 0) for value in row[1:-1]), str(row[-1])] for row in rows],
        keys=["table", *counts, "covers"],
        rows=rows,
    )


def _covered(version: Version, table: str) -> str:
    """The days that a table's data covers; assumed means from the first to the last event, since none were declared."""
    held = version.tables.get(table)
    if held is None or held.coverage is None:
        return ""
    span = held.coverage.span
    last = span.end - dt.timedelta(days=1)
    return f"{span.start} to {last}, {'assumed' if held.coverage.assumed else 'declared'}"
