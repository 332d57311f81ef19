"""scoreline pay: what results pay, line by line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.scoring.statement import Statement
    from scoreline.workspace.pay import Record

_RECORD = ("kpi", "part", "day", "id", "credited", "source", "file", "row")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(pay)


def pay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file of incentives by role.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The period to pay for: 2017-07, 2017-Q3 or 2017.")],
    member: Annotated[str | None, typer.Option(metavar="NAME", help="One person's statement; without it, everybody's sums.")] = None,
    matrices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Pay by the matrices of this file in place of the saved ones.")
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
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Work out what results pay.

    Only rows of a matrix that are marked as results may pay. Nothing is saved.
    """
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of
    from scoreline.errors import QueryError

    ws = opened(workspace, as_of)
    who = None if member is None else ws.member(member, kind="person")
    show = formats_of(ws)
    if who is None and (what_if or records):
        raise QueryError("A what-if and records are of one person.", do="Add --member NAME.")
    if records and who:
        found = ws.insights.records(records, who, period)
        write(form, _of_records(found, f"{who.name}, {records} of {period}", ws.registry.kpi(records).unit, show), [vars(r) for r in found])
        return
    made = ws.insights.pay(file, period, member=who, matrices=matrices, what_if=_facts(what_if or []), told_at=told_at)
    data = [item.to_dict() for item in made]
    write(form, _of_one(made[0], show) if who else _of_all(made, show), data[0] if who else data)


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


def _of_all(made: list[Statement], show: Formats) -> Sheet:
    from scoreline.cli.output import Column, Sheet
    from scoreline.scoring.incentives import total

    titles = ("Person", "Role", "Earned", "Corrected", "Draw and kept back", "Paid", "Owed")
    rows = [
        [item.member.name, item.role, item.earned, total([entry.line for entry in item.corrections]), _between(item), item.paid, item.owed]
        for item in made
    ]
    sums: list[Decimal] = [sum((Decimal(str(row[place])) for row in rows), Decimal(0)) for place in range(2, 7)]
    return Sheet(
        columns=[Column(title, number=place > 1) for place, title in enumerate(titles)],
        shown=[[str(cell) if place < 2 else _money(cell, show) for place, cell in enumerate(row)] for row in [*rows, ["All", "", *sums]]],
        keys=["person", "role", "earned", "corrected", "draw_and_kept_back", "paid", "owed"],
        rows=rows,
        title=f"Paid for {show.period(made[0].period)}, {show.currency}",
        notes=_notes(made),
    )


def _between(item: Statement) -> Decimal:
    """What draw and keeping back add or take."""
    from scoreline.scoring.incentives import total

    return item.paid - item.earned - total([entry.line for entry in item.corrections])


def _of_one(item: Statement, show: Formats) -> Sheet:
    from scoreline.cli.output import Column, Sheet

    titles = {basis.kpi: basis.title for basis in item.basis}
    facts = []
    for basis in item.basis:
        norm = "" if basis.norm is None else f", norm {show.value(basis.norm, basis.unit)}"
        facts.append(f"{basis.title}: {show.value(basis.fact, basis.unit)}{norm}")
    lines = []
    for line in item.lines:
        rate = "" if line.rate is None else f"{line.rate:f}"
        lines.append([titles.get(line.kpi, line.kpi), line.what, show.number(line.quantity), rate, _money(line.amount, show)])
    heads = ("KPI", "For", "Of the fact", "Rate", "Amount")
    return Sheet(
        columns=[Column(title, number=place > 1) for place, title in enumerate(heads)],
        shown=[*lines, ["Paid", "", "", "", _money(item.paid, show)]],
        keys=["kpi", "what", "quantity", "rate", "amount"],
        rows=[[line.kpi, line.what, line.quantity, line.rate, line.amount] for line in item.lines],
        title=f"{item.member.name}, {show.period(item.period)}, {show.currency}",
        notes=[*facts, *([f"Owed from later earnings: {_money(item.owed, show)}."] if item.owed else []), *_notes([item])],
    )


def _of_records(found: list[Record], title: str, unit: str, show: Formats) -> Sheet:
    from scoreline.cli.output import Column, Sheet

    total = sum((record.credited for record in found), Decimal(0))
    lines = [[show.date(r.day), r.id, r.part, show.number(r.credited, 2), f"{r.source}, {r.file}, {r.row}"] for r in found]
    return Sheet(
        columns=[Column("Day"), Column("Record"), Column("Part"), Column("Credited", number=True), Column("From")],
        shown=[*lines, ["All", "", "", show.number(total, 2), ""]],
        keys=_RECORD,
        rows=[[getattr(record, key) for key in _RECORD] for record in found],
        title=title,
    )


def _notes(made: list[Statement]) -> list[str]:
    """What is to be said of all statements."""
    missing = [item.member.name for item in made if item.provisional]
    every = sorted({item.role for item in made if item.all_pays})
    notes = [f"Not all facts are known yet: {', '.join(missing)}."] if missing else []
    if every:
        notes.append(f"Every scored row pays for: {', '.join(every)}. Leave some that only inform, or the numbers will serve the pay.")
    return notes


def _money(amount: object, show: Formats) -> str:
    return show.number(Decimal(str(amount)), 2)
