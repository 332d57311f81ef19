"""scoreline matrix ready: the matrices that Scoreline brings for seven roles, to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import Format, FormatOption


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("ready")(ready)


def ready(
    role: Annotated[str | None, typer.Argument(metavar="ROLE", help="The role, as the list has it.", show_default="list them")] = None,
    member: Annotated[str, typer.Option(metavar="NAME", help="Who it is for, to be put into the file.")] = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The period, to be put into the file: 2017-07.")] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """List the ready matrices, or print one as a matrix file to edit.

    Levels are left to be set: a file without them is refused. `scoreline matrix ready "field rep" > field.yaml` keeps one.
    """
    from scoreline.kpis.registry import shipped
    from scoreline.planning.ready.matrix import as_file
    from scoreline.planning.ready.roles import ready as found

    if role is None:
        _list(form)
    else:
        typer.echo(as_file(found(role), shipped().kpis, member, period), nl=False)


def _list(form: Format) -> None:
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.planning.ready.roles import READY

    rows = [[one.role, one.of, ", ".join(row.kpi for row in one.rows if row.weight is not None), one.about] for one in READY.values()]
    keys = ["role", "of", "kpis", "about"]
    sheet = Sheet(
        columns=[Column("Role"), Column("Of a"), Column("Scored rows")],
        shown=[row[:3] for row in rows],
        keys=keys,
        rows=rows,
        notes=["Print one as a file: scoreline matrix ready ROLE"],
    )
    write(form, sheet, [dict(zip(keys, row, strict=True)) for row in rows])
