"""scoreline why: where a number comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(why)


def why(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2017-07-03, 2017-W30, 2017-07, 2017-Q3 or 2017.")],
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Whose number; without it, the whole company's.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person, team, ... where a name stands for several.")] = None,
    part: Annotated[str | None, typer.Option(metavar="NAME", help="The part of the formula whose rows to show; else the first.")] = None,
    rows: Annotated[int, typer.Option(min=0, metavar="N", help="How many of its rows to show.")] = 10,
    skip: Annotated[int, typer.Option(min=0, metavar="N", help="How many of its rows to pass over first.")] = 0,
    sql: Annotated[bool, typer.Option("--sql", help="Show the SQL too.")] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show where a number comes from.

    The formula, the values put in, the versions of definition and data, and the rows behind it.
    """
    from scoreline.cli import why_text
    from scoreline.cli.output import write_csv, write_json
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    who = None if member is None else ws.member(member, kind=kind)
    answer = ws.why(kpi, member=who, period=period)
    chosen = part or (answer.parts[0].name if answer.parts else None)
    found = None
    if chosen is not None and rows:
        page = ws.why_rows(kpi, member=who, period=period, part=chosen, limit=rows, offset=skip)
        found = why_text.Rows(chosen, page, skip)
    match form:
        case Format.JSON:
            write_json(why_text.data(answer, found))
        case Format.CSV:
            write_csv(why_text.sheet(found))
        case Format.TABLE:
            why_text.tell(answer, found, ws.registry.kpis[answer.kpi].unit, formats_of(ws), sql=sql)
