"""scoreline explain: why a KPI, or the total of a matrix, changed."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The later period: 2017-07, 2017-Q3 or 2017.")],
    kpi: Annotated[str | None, typer.Argument(metavar="KPI", help="The KPI's id; without it, the total of the member's matrix.")] = None,
    start: Annotated[str, typer.Option("--from", metavar="PERIOD", help="The earlier period; without it, the one before.")] = "",
    by: Annotated[str, typer.Option(metavar="DIMENSION", help="The segments: person, team, product, segment and others.")] = "",
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Whose number; without it, the whole company's.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person, team, ... where a name stands for several.")] = None,
    volume: Annotated[
        str, typer.Option(metavar="KPI", help="What a total comes from, so that its rate is a price: sales_volume for revenue.")
    ] = "",
    order: Annotated[
        str,
        typer.Option(metavar="volume,mix,rate", help="Let the factors change one after another; without it, no order matters."),
    ] = "",
    told_at: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="The version of the data by which the earlier total was told; tells what was restated."),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="The version of the closed earlier period by which its total was told.",
            show_default="the first, where it was restated",
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Explain a change.

    A KPI's between two periods as volume, mix and rate of its segments; the total of a matrix as fact, levels, weights, people and what was
    restated. The parts sum to the change exactly. With --from the same period as --period, only what was restated is told.
    """
    from scoreline.cli import explain_text
    from scoreline.cli.output import write
    from scoreline.errors import QueryError

    ws = opened(workspace, as_of)
    after = ws.period(period)
    before = ws.period(start) if start else after.previous()
    if kpi is None:
        if member is None or by or volume or order:
            raise QueryError(
                "Without a KPI the total of a matrix is explained, which --member names.",
                do="Name the KPI whose segments are meant, or a member without --by, --volume and --order.",
            )
        if told_at is not None and version is not None:
            raise QueryError("An earlier total was told by one version.", do="Give --told-at or --version, not both.")
        moved = ws.insights.total_change(ws.member(member, kind=kind), before, after, told_at=told_at, version=version)
        title = f"{member}, {before.label} to {after.label}"
        write(form, explain_text.of_total(ws, moved, title), explain_text.total_data(moved, member, before.label, after.label))
        return
    if not by or told_at is not None or version is not None:
        do = "Name the segments, such as --by product, and leave --told-at and --version out."
        raise QueryError(f"The change of {kpi} is told by segment.", do=do)
    who = None if member is None else ws.member(member, kind=kind)
    names = [name.strip() for name in order.split(",")] if order else []
    change, notes = ws.insights.kpi_change(kpi, before, after, by=by, member=who, volume=volume, order=names)
    title = f"{ws.registry.kpi(kpi).title}{'' if who is None else f' of {who.name}'}, {before.label} to {after.label}"
    write(form, explain_text.of_kpi(ws, kpi, change, notes, title, by), explain_text.kpi_data(change, kpi, before.label, after.label))
