"""scoreline payouts: what was paid, and the way from the records to it."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, Format, FormatOption, WorkspaceOption, opened


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Saved pay-outs.", no_args_is_help=True)
    group.command("list")(list_)
    group.command()(show)
    app.add_typer(group, name="payouts")


def list_(
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="Only those of this period.")] = None,
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this person.")] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the pay-outs that were saved."""
    from scoreline.cli import payouts_text
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    who = None if member is None else ws.member(member, kind="person")
    found = ws.insights.payouts(member=who, period=period)
    write(form, payouts_text.of_payouts(found, formats_of(ws)), [payouts_text.payout_data(one) for one in found])


def show(
    member: Annotated[str, typer.Option(metavar="NAME", help="Whose pay-out.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="Of which period.")],
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show a saved pay-out line by line: records, what they are credited with, facts, indexes, and what these paid.

    The records are those that the data had when the period was closed.
    """
    from scoreline.cli import payouts_text
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    found = ws.insights.ledger(ws.member(member, kind="person"), period)
    records = [vars(record) for held in found.records.values() for record in held]
    write(
        form,
        payouts_text.of_ledger(found, formats_of(ws)),
        {**payouts_text.payout_data(found.payout), "records": records, "notes": found.notes},
    )
