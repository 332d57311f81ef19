"""scoreline dispute: figures that a member does not accept, from the question to how it was settled."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from scoreline.cli.options import HERE, ByOption, Format, FormatOption, KindOption, MemberOption, PeriodOption, WorkspaceOption, opened

NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="The dispute's number.", min=1)]


class Ending(StrEnum):
    """How a dispute is resolved."""

    CORRECTED = "corrected"
    RESTATED = "restated"
    REFUSED = "refused"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Figures that a member does not accept.", no_args_is_help=True)
    group.command("open")(open_)
    group.command("answer")(answer)
    group.command("comment")(comment)
    group.command("resolve")(resolve)
    group.command("list")(list_)
    group.command("show")(show)
    app.add_typer(group, name="dispute")


def open_(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id.")],
    member: MemberOption,
    period: PeriodOption,
    record: Annotated[str, typer.Option("--record", metavar="TABLE/ID", help="The record behind the figure: orders/1044.")] = "",
    missing: Annotated[str, typer.Option("--missing", metavar="TEXT", help="In place of a record: which one is missing.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What is wrong with it.")] = "",
    kind: KindOption = None,
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Dispute a figure of one's own matrix.

    About a record behind it, which scoreline why lists, or about one that is missing. It is seen beside the figure until it is resolved.
    """
    from scoreline.cli.screen import say

    ws = opened(workspace)
    made = ws.disputes.open(ws.member(member, kind=kind), period, kpi, record=record, missing=missing, text=text, by=by)
    say(f"Opened {made.where}. The manager answers it: scoreline dispute answer {made.number}.")


def answer(
    number: NumberArgument,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="The answer.")],
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Answer a dispute, as the manager who proposed the matrix."""
    from scoreline.cli.screen import say

    made = opened(workspace).disputes.answer(number, text, by=by)
    say(f"{made.remarks[-1].by} answered {made.where}.")


def comment(
    number: NumberArgument,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="The comment.")],
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Comment on a dispute, as anybody."""
    from scoreline.cli.screen import say

    made = opened(workspace).disputes.comment(number, text, by=by)
    say(f"{made.remarks[-1].by} commented on {made.where}.")


def resolve(
    number: NumberArgument,
    outcome: Annotated[Ending, typer.Option("--outcome", metavar="corrected|restated|refused", help="How it was settled.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; a refusal needs it.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Resolve a dispute that was answered.

    Corrected: other data was loaded, or the figure is another one. Restated: its period was restated since. Refused: with a reason. Nobody
    resolves an own dispute.
    """
    from scoreline.cli.screen import say
    from scoreline.planning.disputes import Stand

    made = opened(workspace).disputes.resolve(number, Stand(outcome), reason=reason, by=by)
    say(f"Resolved {made.where}: {made.settlement}.")


def list_(
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="Only of this one.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are resolved.")] = False,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the disputes that are not resolved.

    JSON also holds what was said.
    """
    from scoreline.cli.dispute_text import data, sheet
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    found = ws.disputes.list(period, ended=None if every else False)
    write(form, sheet(found, ws.registry, formats_of(ws)), [data(one) for one in found])


def show(number: NumberArgument, form: FormatOption = Format.TABLE, workspace: WorkspaceOption = HERE) -> None:
    """Show a dispute with all that was said."""
    from scoreline.cli.dispute_text import data, remarks
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    found = ws.disputes.get(number)
    write(form, remarks(found, ws.registry, formats_of(ws)), data(found))
