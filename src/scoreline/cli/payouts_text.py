"""Saved pay-outs and their ledgers as tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from scoreline.cli.pay_text import money
from scoreline.planning.fingerprint import SHOWN

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.scoring.payout import Payout
    from scoreline.workspace.ledger import Ledger


def payout_data(one: Payout) -> dict[str, object]:
    """A saved pay-out for JSON."""
    return {
        **one.statement.to_dict(),
        "saved_by": one.by,
        "saved_at": one.at,
        "file": one.origin,
        "rules": one.scheme.fingerprint,
        "data_version": one.mart_version,
        "corrected_later": [{"kpi": cause.kpi, "told_at": cause.told_at, "now_at": cause.now_at} for cause in one.corrected],
    }


def of_payouts(found: Sequence[Payout], show: Formats) -> Sheet:
    """Saved pay-outs, a line each."""
    from scoreline.cli.output import Column, Sheet
    from scoreline.scoring.settlement import sum_of

    keys = ("period", "person", "role", "earned", "corrected", "paid", "owed", "closed_version", "rules", "by", "at")
    rows: list[list[object]] = [
        [
            made.period.label, made.member.name, made.role, made.earned, sum_of(made.corrections), made.paid, made.owed, made.closed,
            one.scheme.fingerprint[:SHOWN], one.by, one.at,
        ]
        for one in found
        for made in (one.statement,)
    ]  # fmt: skip
    titles = ("Period", "Person", "Role", "Earned", "Corrected", "Paid", "Owed", "Version", "Rules", "By", "Saved")
    shown = [
        [*map(str, row[:3]), *(money(cell, show) for cell in row[3:7]), *map(str, row[7:10]), show.time(one.at)]
        for row, one in zip(rows, found, strict=True)
    ]
    return Sheet(
        columns=[Column(title, number=3 <= place < 8) for place, title in enumerate(titles)],
        shown=shown,
        keys=keys,
        rows=rows,
        title=f"Paid, {show.currency}",
        notes=[] if found else ["No pay-out is saved yet: scoreline pay FILE --period PERIOD --save"],
    )


def of_ledger(found: Ledger, show: Formats) -> Sheet:
    """A pay-out from its records down to what is paid."""
    from scoreline.cli.output import Column, Sheet

    made = found.payout.statement
    rows: list[tuple[str, str, str, object, object, object]] = []
    for basis in made.basis:
        for record in found.records.get(basis.kpi, ()):
            share = "" if record.share == 1 else f" at {record.share:f}"
            rows.append(
                (
                    "record",
                    basis.kpi,
                    f"{record.day} {record.id}{share} ({record.source}, {record.file}, {record.row})",
                    record.credited,
                    None,
                    None,
                )
            )
        rows.append(("fact", basis.kpi, f"{basis.title}, {basis.state.value.replace('_', ' ')}", basis.fact, None, None))
        if basis.norm is not None:
            rows.append(("norm", basis.kpi, basis.title, basis.norm, None, None))
        if basis.index is not None:
            rows.append(("index", basis.kpi, basis.title, basis.index, None, None))
        corrected = [entry.line for entry in made.corrections]
        rows += [
            ("pays", line.kpi, line.what, line.quantity, line.rate, line.amount)
            for line in made.lines
            if line.kpi == basis.kpi and line not in corrected
        ]
    rows += [("correction", entry.line.kpi, entry.line.what, None, None, entry.line.amount) for entry in made.corrections]
    rows += [("settled", "", line.what, None, None, line.amount) for line in made.lines if not line.kpi]
    rows.append(("paid", "", f"owed from here on: {money(made.owed, show)}", None, None, made.paid))
    return Sheet(
        columns=[
            Column("Step"),
            Column("KPI"),
            Column("What"),
            Column("Quantity", number=True),
            Column("Rate", number=True),
            Column("Amount", number=True),
        ],
        shown=[
            [
                step,
                kpi,
                what,
                _quantity(quantity, show),
                "" if rate is None else f"{rate:f}",
                "" if amount is None else money(amount, show),
            ]
            for step, kpi, what, quantity, rate, amount in rows
        ],
        keys=("step", "kpi", "what", "quantity", "rate", "amount"),
        rows=rows,
        title=f"{made.member.name}, {show.period(made.period)}, {show.currency}",
        notes=[
            f"Saved by {found.payout.by} on {show.time(found.payout.at)}.",
            f"Rules {found.payout.scheme.fingerprint[:SHOWN]} of {found.payout.origin}, closing version {made.closed}.",
            *found.notes,
        ],
    )


def _quantity(value: object, show: Formats) -> str:
    return "" if value is None else show.number(Decimal(str(value)), 2)
