"""Plans, and what moves between two of them, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from scoreline.cli.output import Sheet
    from scoreline.planning.decompose.plan import Move, Plan
    from scoreline.planning.decompose.slices import Span
    from scoreline.reports.formats import Formats
    from scoreline.state.plans import PlanHead


def cells(plan: Plan, member: str, spans: Sequence[Span]) -> list[dict[str, object]]:
    """A member's amounts, with who stands above and the days, which the label alone does not tell at the edges of a year."""
    node = plan.members.numbers[member]
    above = plan.members.keys[plan.members.parents[node]] if node else None
    return [
        {"member": member, "above": above, "period": span.label, "from": span.start, "until": span.end, "amount": amount}
        for span, amount in zip(spans, plan.amounts(member, spans), strict=True)
    ]


def table(plan: Plan, names: Sequence[str], spans: Sequence[Span], show: Formats, title: str, note: str = "") -> Sheet:
    """Members down, indented below whom they belong to, and periods across; CSV has a row for each amount."""
    from scoreline.cli.output import Column, Sheet

    order = [plan.members.keys[node] for node in plan.members.down if plan.members.keys[node] in set(names)]
    least = min(plan.members.depth(plan.members.numbers[name]) for name in order)
    columns = [list(amounts) for amounts in zip(*(plan.amounts(name, spans) for name in order), strict=True)]
    every = [amount for column in columns for amount in column]
    shown = [_exact(column, every, plan.goal.step, show) for column in columns]
    indented = [f"{'  ' * (plan.members.depth(plan.members.numbers[name]) - least)}{name}" for name in order]
    data = [row for name in names for row in cells(plan, name, spans)]
    return Sheet(
        columns=[Column(title), *(Column(span.label, number=True) for span in spans)],
        shown=[[name, *amounts] for name, amounts in zip(indented, zip(*shown, strict=True), strict=True)],
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
        notes=[note] if note else [],
    )


def move_data(move: Move) -> dict[str, object]:
    """A move for JSON."""
    return {"member": move.member, "period": move.period, "before": move.before, "after": move.after, "change": move.by}


def moved(found: Sequence[Move], step: Decimal, show: Formats, unit: str, note: str = "") -> Sheet:
    """What moves, a row for each amount."""
    from scoreline.cli.output import Column, Sheet
    from scoreline.cli.values import heading

    columns: list[list[Decimal | None]] = [[move.before for move in found], [move.after for move in found], [move.by for move in found]]
    every = [amount for column in columns for amount in column]
    shown = [_exact(column, every, step, show, signed=place == 2) for place, column in enumerate(columns)]
    titles = ("Member", "Period", heading("Before", unit, show), heading("After", unit, show), heading("Change", unit, show))
    return Sheet(
        columns=[Column(title, number=place > 1) for place, title in enumerate(titles)],
        shown=[[move.member, move.period, *cells] for move, *cells in zip(found, *shown, strict=True)],
        keys=["member", "period", "before", "after", "change"],
        rows=[list(move_data(move).values()) for move in found],
        notes=[*([] if found else ["Nothing moves."]), *([note] if note else [])],
    )


def listed(found: Sequence[PlanHead], show: Formats) -> Sheet:
    """Saved versions, a line each."""
    from scoreline.cli.output import Column, Sheet

    keys = ("kpi", "of", "period", "version", "amount", "by", "at", "reason", "fingerprint")
    rows = [
        [one.kpi, one.top.name, one.period.label, one.version, one.amount, one.by, one.at, one.reason, one.fingerprint] for one in found
    ]
    titles = ("KPI", "Of", "Period", "Version", "Amount", "By", "Saved", "Why")
    return Sheet(
        columns=[Column(title, number=title in ("Version", "Amount")) for title in titles],
        shown=[
            [one.kpi, one.top.name, one.period.label, str(one.version), show.number(one.amount, 2), one.by, show.time(one.at), one.reason]
            for one in found
        ],
        keys=keys,
        rows=rows,
        notes=[] if found else ["No plan is saved yet: scoreline plan apply FILE --reason TEXT"],
    )


def _exact(
    column: Sequence[Decimal | None], every: Sequence[Decimal | None], step: Decimal, show: Formats, signed: bool = False
) -> list[str]:
    """A column to the smallest unit, so that it adds up as it stands; without decimals where no amount has any."""
    from scoreline.planning.decompose.plan import places

    digits = places(step, every)
    return [show.number(amount, digits, signed=signed) for amount in column]
