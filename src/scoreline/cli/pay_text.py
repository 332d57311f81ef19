"""Pay statements, saved pay-outs and their ledgers as tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.scoring.statement import Statement
    from scoreline.workspace.ledger import Record

RECORD = ("kpi", "part", "day", "id", "share", "credited", "source", "file", "row")


def of_all(made: Sequence[Statement], show: Formats) -> Sheet:
    """Everybody's sums."""
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
        shown=[[str(cell) if place < 2 else money(cell, show) for place, cell in enumerate(row)] for row in [*rows, ["All", "", *sums]]],
        keys=["person", "role", "earned", "corrected", "draw_and_kept_back", "paid", "owed"],
        rows=rows,
        title=f"Paid for {show.period(made[0].period)}, {show.currency}",
        notes=_notes(made),
    )


def _between(item: Statement) -> Decimal:
    """What draw and keeping back add or take."""
    from scoreline.scoring.incentives import total

    return item.paid - item.earned - total([entry.line for entry in item.corrections])


def of_one(item: Statement, show: Formats) -> Sheet:
    """One person's statement, line by line."""
    from scoreline.cli.output import Column, Sheet

    titles = {basis.kpi: basis.title for basis in item.basis}
    facts = []
    for basis in item.basis:
        norm = "" if basis.norm is None else f", norm {show.value(basis.norm, basis.unit)}"
        facts.append(f"{basis.title}: {show.value(basis.fact, basis.unit)}{norm}")
    lines = []
    for line in item.lines:
        rate = "" if line.rate is None else f"{line.rate:f}"
        lines.append([titles.get(line.kpi, line.kpi), line.what, show.number(line.quantity), rate, money(line.amount, show)])
    heads = ("KPI", "For", "Of the fact", "Rate", "Amount")
    return Sheet(
        columns=[Column(title, number=place > 1) for place, title in enumerate(heads)],
        shown=[*lines, ["Paid", "", "", "", money(item.paid, show)]],
        keys=["kpi", "what", "quantity", "rate", "amount"],
        rows=[[line.kpi, line.what, line.quantity, line.rate, line.amount] for line in item.lines],
        title=f"{item.member.name}, {show.period(item.period)}, {show.currency}",
        notes=[*facts, *([f"Owed from later earnings: {money(item.owed, show)}."] if item.owed else []), *_notes([item])],
    )


def of_records(found: Sequence[Record], title: str, show: Formats) -> Sheet:
    """The records behind a fact."""
    from scoreline.cli.output import Column, Sheet

    total = sum((record.credited for record in found), Decimal(0))
    lines = [[show.date(r.day), r.id, r.part, show.number(r.credited, 2), f"{r.source}, {r.file}, {r.row}"] for r in found]
    return Sheet(
        columns=[Column("Day"), Column("Record"), Column("Part"), Column("Credited", number=True), Column("From")],
        shown=[*lines, ["All", "", "", show.number(total, 2), ""]],
        keys=RECORD,
        rows=[[getattr(record, key) for key in RECORD] for record in found],
        title=title,
    )


def _notes(made: Sequence[Statement]) -> list[str]:
    """What is to be said of all statements."""
    missing = [item.member.name for item in made if item.provisional]
    every = sorted({item.role for item in made if item.all_pays})
    open_ = any(not item.closed for item in made)
    notes = [f"{made[0].period.label} is not closed: what it pays is provisional."] if open_ else []
    notes += [f"Not all facts are known yet: {', '.join(missing)}."] if missing else []
    if every:
        notes.append(f"Every scored row pays for: {', '.join(every)}. Leave some that only inform, or the numbers will serve the pay.")
    return notes


def money(amount: object, show: Formats) -> str:
    """An amount to the cent."""
    return show.number(Decimal(str(amount)), 2)
