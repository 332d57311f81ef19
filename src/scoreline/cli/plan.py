"""scoreline plan: a goal split over periods and members."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from scoreline.cli.output import Sheet
    from scoreline.planning.decompose.plan import Move, Plan
    from scoreline.planning.decompose.slices import Span
    from scoreline.reports.formats import Formats

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file with goal, time, members and pins.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    group = typer.Typer(help="Goals split over periods and members.", no_args_is_help=True)
    group.command("split")(split)
    app.add_typer(group, name="plan")


def split(
    file: FileArgument,
    against: Annotated[Path | None, typer.Option(metavar="FILE", help="Show only what moves against the plan of this file.")] = None,
    per: Annotated[
        str | None,
        typer.Option(metavar="LENGTH", help="quarter, month, week or day.", show_default="the longest that the plan has"),
    ] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Split a goal and show who is to reach what, when.

    Parts sum to their wholes exactly, over members and over periods. Nothing is saved.
    """
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of, heading
    from scoreline.periods import grain
    from scoreline.planning.decompose.plan import moves

    ws = opened(workspace)
    plan = ws.split_goal(file)
    spans = [plan.times.spans[0], *plan.times.at(grain(per) if per else None)]
    show = formats_of(ws)
    unit = ws.registry.kpi(plan.goal.kpi).unit
    if against is None:
        data = [row for member in plan.members.keys for row in _cells(plan, member, spans)]
        write(form, _table(plan, spans, show, heading("Member", unit, show), data), data)
    else:
        found = moves(ws.split_goal(against), plan, spans)
        write(form, _moved(found, plan.goal.step, show, unit), [_move(move) for move in found])


def _cells(plan: Plan, member: str, spans: Sequence[Span]) -> list[dict[str, object]]:
    """A member's amounts, with who stands above and the days, which the label alone does not tell at the edges of a year."""
    node = plan.members.numbers[member]
    above = plan.members.keys[plan.members.parents[node]] if node else None
    return [
        {"member": member, "above": above, "period": span.label, "from": span.start, "until": span.end, "amount": amount}
        for span, amount in zip(spans, plan.amounts(member, spans), strict=True)
    ]


def _table(plan: Plan, spans: Sequence[Span], show: Formats, title: str, data: Sequence[dict[str, object]]) -> Sheet:
    """Members down, indented below whom they belong to, and periods across; CSV has a row for each amount."""
    from scoreline.cli.output import Column, Sheet

    columns = [list(amounts) for amounts in zip(*(plan.amounts(member, spans) for member in plan.members.keys), strict=True)]
    every = [amount for column in columns for amount in column]
    shown = [_exact(column, every, plan.goal.step, show) for column in columns]
    order = _down(plan)
    names = [f"{'  ' * plan.members.depth(node)}{plan.members.keys[node]}" for node in order]
    return Sheet(
        columns=[Column(title), *(Column(span.label, number=True) for span in spans)],
        shown=[[name, *(column[node] for column in shown)] for name, node in zip(names, order, strict=True)],
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
    )


def _down(plan: Plan) -> list[int]:
    """The members, each followed by those below."""
    found, waiting = [], [0]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(plan.members.children[node])
    return found


def _move(move: Move) -> dict[str, object]:
    return {"member": move.member, "period": move.period, "before": move.before, "after": move.after, "change": move.by}


def _moved(found: Sequence[Move], step: Decimal, show: Formats, unit: str) -> Sheet:
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
        rows=[list(_move(move).values()) for move in found],
        notes=[] if found else ["Nothing moves."],
    )


def _exact(
    column: Sequence[Decimal | None], every: Sequence[Decimal | None], step: Decimal, show: Formats, signed: bool = False
) -> list[str]:
    """A column to the smallest unit, so that it adds up as it stands; without decimals where no amount has any."""
    whole = all(amount is None or amount == amount.to_integral_value() for amount in every)
    exponent = step.normalize().as_tuple().exponent
    digits = 0 if whole or not isinstance(exponent, int) else max(0, -exponent)
    return [show.number(amount, digits, signed=signed) for amount in column]
