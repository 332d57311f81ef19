"""scoreline period pending, carry and restate: what came after a period was closed."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, Format, FormatOption, KindOption, MemberOption, PeriodOption, WorkspaceOption, opened


def pending(
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="Only of this one.")] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List where today's figures differ from those of closed periods.

    Late data changes no closed period. JSON also holds the rows that came since; scoreline period restate takes the figures over,
    scoreline period carry counts one of them in a later period.
    """
    from scoreline.cli.output import write
    from scoreline.cli.pending_text import data, sheet
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    found = ws.life.pending(period)
    write(form, sheet(found, formats_of(ws)), data(found))


def carry(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id.")],
    member: MemberOption,
    source: Annotated[str, typer.Option("--from", metavar="PERIOD", help="The closed period whose difference is pending.")],
    into: Annotated[str, typer.Option("--into", metavar="PERIOD", help="The later, open period that it counts in.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is carried.")],
    by: Annotated[str, typer.Option("--as", metavar="NAME", help="Who carries it.")],
    kind: KindOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Count a pending difference in a later, open period.

    In place of a restatement: the closed figure stays, and the open one has the difference, named. Only of KPIs that add up over time.
    """
    from scoreline.cli.screen import say
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    made = ws.life.carry(ws.member(member, kind=kind), kpi, source, into, reason=reason, by=by)
    amount = formats_of(ws).value(made.amount, ws.registry.kpis[made.kpi].unit)
    say(f"Carried {amount} of {made.kpi} of {made.member.name} from {made.source.label} into {made.into.label}.")


def restate(
    period: PeriodOption,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why the closed figures change.")],
    by: Annotated[str, typer.Option("--as", metavar="NAME", help="Who restates it.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Freeze today's figures of a closed period as its next version.

    On the matrices that were frozen. Earlier versions stay: scoreline score --as-of N reads the one that data version N knew.
    """
    from scoreline.cli.screen import say

    made = opened(workspace).life.restate(period, reason=reason, by=by)
    data = "" if made.basis.mart_version is None else f", on data version {made.basis.mart_version}"
    say(f"Restated {made.period.label}: version {made.version}{data}.")
