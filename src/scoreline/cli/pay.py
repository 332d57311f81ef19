"""scoreline pay: what results pay, line by line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, ByOption, Format, FormatOption, WorkspaceOption, opened

DEFAULT = "incentives.yaml"
FileArgument = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="A YAML file of incentives by role.", show_default=f"the workspace's {DEFAULT}")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(pay)


def pay(
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The period to pay for: 2017-07, 2017-Q3 or 2017.")],
    file: FileArgument = None,
    member: Annotated[str | None, typer.Option(metavar="NAME", help="One person's statement; without it, everybody's sums.")] = None,
    matrices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Pay by the matrices of this file in place of the saved or frozen ones.")
    ] = None,
    what_if: Annotated[
        list[str] | None, typer.Option(metavar="KPI=FACT", help="Pay as if the fact were this. May be given more than once.")
    ] = None,
    told_at: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="The version of the data by which the year's earlier periods were paid; adds corrections."),
    ] = None,
    records: Annotated[
        str | None, typer.Option(metavar="KPI", help="List the records behind this fact instead, with what each is credited with.")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Save the pay-outs of a closed period, with their rules.")] = False,
    by: ByOption = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Work out what results pay.

    Only rows of a matrix that are marked as results may pay. A closed period pays by what was frozen; an open one is provisional. Nothing
    is saved without --save; what was saved never changes: it is shown as it was saved, and scoreline payouts leads to its records.
    """
    from scoreline.cli import pay_text
    from scoreline.cli.output import write
    from scoreline.cli.screen import say
    from scoreline.cli.values import formats_of
    from scoreline.errors import QueryError

    ws = opened(workspace, as_of)
    who = None if member is None else ws.member(member, kind="person")
    show = formats_of(ws)
    if who is None and (what_if or records):
        raise QueryError("A what-if and records are of one person.", do="Add --member NAME.")
    if records and who:
        found = ws.insights.records(records, who, period)
        write(form, pay_text.of_records(found, f"{who.name}, {records} of {period}", show), [vars(record) for record in found])
        return
    rules = file or workspace / DEFAULT
    if save:
        if matrices or what_if or told_at is not None:
            raise QueryError("Only what a closed period froze is saved.", do="Leave out --matrices, --what-if and --told-at.")
        made = [one.statement for one in ws.insights.save_pay(rules, period, member=who, by=by)]
    else:
        made = ws.insights.pay(rules, period, member=who, matrices=matrices, what_if=_facts(what_if or []), told_at=told_at)
    saved = 0 if save else len(ws.insights.payouts(member=who, period=period))
    data = [item.to_dict() for item in made]
    write(form, pay_text.of_one(made[0], show) if who else pay_text.of_all(made, show), data[0] if who else data)
    if form is Format.TABLE and who is None and (left := [one.name for one in ws.insights.unpaid(rules, period, matrices=matrices)]):
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        say(f"Not paid, since they have no matrix for {ws.period(period).label}: {', '.join(left[:5])}{more}.")
    if saved and form is Format.TABLE:
        which = "Paid already" if saved == len(made) else f"{saved} of {len(made)} are paid already"
        say(f"{which}, and shown as saved: scoreline payouts show has the records.")
    if save and form is Format.TABLE:
        say(f"Saved {'1 pay-out' if len(made) == 1 else f'{len(made)} pay-outs'} of {ws.period(period).label}.")


def _facts(given: list[str]) -> dict[str, Decimal]:
    from scoreline.errors import QueryError

    found = {}
    for text in given:
        kpi, _, value = text.partition("=")
        try:
            found[kpi.strip()] = Decimal(value.strip())
        except InvalidOperation:
            raise QueryError(f'"{text}" is no what-if.', do="Write KPI=FACT, such as --what-if revenue=120000.") from None
    return found
