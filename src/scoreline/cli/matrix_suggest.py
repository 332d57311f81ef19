"""scoreline matrix suggest: base, norm and target from the past, as a table or as a matrix file to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.matrix_suggest_file import ends, file_of
from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened
from scoreline.cli.standing import KpiOption, MemberOption, RoleOption, named

if TYPE_CHECKING:
    from scoreline.insight.suggesting import Suggestion
    from scoreline.planning.levels import AnyLevels
    from scoreline.reports.formats import Formats
    from scoreline.workspace import Workspace
    from scoreline.workspace.proposing import Suggested


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("suggest")(suggest)


def suggest(
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The period to plan: 2017-07, 2017-Q3 or 2017.")],
    member: MemberOption = None,
    role: RoleOption = None,
    kpi: KpiOption = None,
    as_file: Annotated[bool, typer.Option("--yaml", help="Print a matrix file to edit instead.")] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Suggest base, norm and target from the past, and say how.

    By the twelve periods of that length before: one's own, the peers', and half of a clear trend. Nothing is saved: edit what --yaml
    prints, then save it with matrix apply.
    """
    from scoreline.cli.output import Column, Sheet, filled, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    found = ws.insights.suggest(named(ws, member, role, period), period, *(kpi or ()))
    if as_file:
        typer.echo(file_of(ws.registry.kpis, found))
        return
    rows = [(item, row) for item in found for row in item.rows]
    data = [_data(item, row) for item, row in rows]
    show = formats_of(ws)
    figures = ("Base", "Norm", "Target")
    sheet = Sheet(
        columns=[Column(title, number=title in figures) for title in ("Member", "KPI", *figures)],
        shown=[[item.member.name, _title(ws, row.kpi), *_shown(row.levels, show)] for item, row in rows],
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
        title=f"Suggested for {show.period(ws.period(period))}",
        notes=[f"{item.member.name}, {row.kpi}: {row.how}" for item, row in rows],
    )
    write(form, filled(sheet), data)


def _title(ws: Workspace, kpi: str) -> str:
    from scoreline.cli.values import formats_of, heading

    definition = ws.registry.kpi(kpi)
    return heading(definition.title, definition.unit, formats_of(ws))


def _shown(levels: AnyLevels | None, show: Formats) -> list[str]:
    return [f"{show.number(end[0])} to {show.number(end[1])}" if isinstance(end, list) else show.number(end) for end in ends(levels)]


def _data(item: Suggested, row: Suggestion) -> dict[str, Any]:
    base, norm, target = ends(row.levels)
    return {
        "member": item.member.name,
        "member_id": item.member.id,
        "period": item.period.label,
        "kpi": row.kpi,
        "base": base,
        "norm": norm,
        "target": target,
        "own": row.own,
        "peers": row.peers,
        "own_weight": float(row.weight),
        "moved": row.moved,
        "how": row.how,
    }
