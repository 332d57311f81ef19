"""scoreline plan: goals split over periods and members, saved, and shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli import plan_sheet
from scoreline.cli.options import HERE, ByOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoreline.cli.output import Sheet
    from scoreline.planning.decompose.plan import Move, Plan
    from scoreline.planning.decompose.slices import Span
    from scoreline.workspace import Workspace

SAVED = "saved"
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file with goal, time, members and pins.")]
PerOption = Annotated[
    str | None,
    typer.Option("--per", metavar="LENGTH", help="quarter, month, week or day.", show_default="the longest that the plan has"),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Goals split over periods and members.", no_args_is_help=True)
    group.command()(split)
    group.command()(apply)
    group.command()(show)
    group.command("list")(list_)
    plan_sheet.register(group)
    app.add_typer(group, name="plan")


def split(
    file: FileArgument,
    against: Annotated[
        str | None,
        typer.Option(metavar="FILE|saved", help="Show only what moves against the plan of this file, or against the saved one."),
    ] = None,
    per: PerOption = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Split a goal and show who is to reach what, when.

    Parts sum to their wholes exactly, over members and over periods. Nothing is saved.
    """
    from scoreline.cli.output import write
    from scoreline.errors import PlanError

    ws = opened(workspace)
    if against == SAVED:
        draft = ws.plans.draft(file)
        plan, before = draft.plan, ws.plans.beside(draft)
        if before is None:
            raise PlanError("No plan of this goal is saved.", where=draft.label, do="Look at it without --against, and apply it.")
        found = _moves(before.plan, plan, _spans(plan, per))
        write(form, *_moved(ws, plan, found, f"Against version {before.version}, saved by {before.by}."))
        return
    plan = ws.split_goal(file)
    spans = _spans(plan, per)
    if against is None:
        write(form, *_amounts(ws, plan, spans))
    else:
        write(form, *_moved(ws, plan, _moves(ws.split_goal(Path(against)), plan, spans)))


def apply(
    file: FileArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why this is the plan, or why it changes.")],
    over: Annotated[
        int | None,
        typer.Option(
            "--over", metavar="N", min=0, help="The saved version that you looked at; it is refused where another was saved since."
        ),
    ] = None,
    by: ByOption = None,
    per: PerOption = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show who moves by how much against the saved plan of the same goal, and save the new one as its next version.

    Earlier versions stay, and so do the matrices whose norms came from them. scoreline plan split FILE --against saved shows the same
    and saves nothing.
    """
    from scoreline.cli.output import write
    from scoreline.cli.screen import say

    ws = opened(workspace)
    draft = ws.plans.draft(file)
    before = ws.plans.beside(draft)
    spans = _spans(draft.plan, per)
    seen = before.version if before else 0
    shown = _moved(ws, draft.plan, _moves(before.plan, draft.plan, spans)) if before else _amounts(ws, draft.plan, spans)
    write(form, *shown)
    made = ws.plans.save(draft, over=seen if over is None else over, reason=reason, by=by, origin=file.name)
    if form is Format.TABLE:
        say(f"Saved version {made.version} of {made.label}: {made.fingerprint[:12]}.")


def show(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The time of the whole goal: 2026, 2026-Q1.")],
    of: Annotated[str | None, typer.Option("--of", metavar="NAME", help="Who stands at the top.", show_default="the company")] = None,
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Only this member and those right below.")] = None,
    version: Annotated[int | None, typer.Option(metavar="N", min=1, help="An earlier version.", show_default="the newest")] = None,
    per: PerOption = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show a saved plan: who is to reach what, when."""
    from scoreline.cli.output import write

    ws = opened(workspace)
    found = ws.plans.get(kpi, period, of=of, version=version)
    note = f"Version {found.version}, saved by {found.by}: {found.reason}"
    write(form, *_amounts(ws, found.plan, _spans(found.plan, per), member, note))


def list_(form: FormatOption = Format.TABLE, workspace: WorkspaceOption = HERE) -> None:
    """List the saved plans with all their versions."""
    from scoreline.cli.output import write
    from scoreline.cli.plan_text import listed
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    sheet = listed(ws.plans.list(), formats_of(ws))
    write(form, sheet, [dict(zip(sheet.keys, row, strict=True)) for row in sheet.rows])


def _spans(plan: Plan, per: str | None) -> list[Span]:
    from scoreline.periods import grain

    return [plan.times.spans[0], *plan.times.at(grain(per) if per else None)]


def _moves(before: Plan, after: Plan, spans: Sequence[Span]) -> list[Move]:
    from scoreline.planning.decompose.plan import moves

    return moves(before, after, spans)


def _amounts(
    ws: Workspace, plan: Plan, spans: Sequence[Span], member: str | None = None, note: str = ""
) -> tuple[Sheet, list[dict[str, object]]]:
    """A plan's amounts as a table and for JSON."""
    from scoreline.cli.plan_text import cells, table
    from scoreline.cli.values import formats_of, heading

    show = formats_of(ws)
    unit = ws.registry.kpi(plan.goal.kpi).unit
    names = plan.members.keys if member is None else plan.around(member)
    return table(plan, names, spans, show, heading("Member", unit, show), note), [row for name in names for row in cells(plan, name, spans)]


def _moved(ws: Workspace, plan: Plan, found: Sequence[Move], note: str = "") -> tuple[Sheet, list[dict[str, object]]]:
    """What moves as a table and for JSON."""
    from scoreline.cli.plan_text import move_data, moved
    from scoreline.cli.values import formats_of

    sheet = moved(found, plan.goal.step, formats_of(ws), ws.registry.kpi(plan.goal.kpi).unit, note)
    return sheet, [move_data(move) for move in found]
