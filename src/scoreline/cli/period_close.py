"""scoreline period enter and close: facts that the data lacks, and the end of a period."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, ByOption, KindOption, MemberOption, PeriodOption, WorkspaceOption, opened


def enter(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="The KPI's id.")],
    member: MemberOption,
    period: PeriodOption,
    evidence: Annotated[str, typer.Option("--evidence", metavar="TEXT", help="Where it comes from, or why it holds.")],
    value: Annotated[str | None, typer.Option("--value", metavar="NUMBER", help="The fact, in the KPI's unit.")] = None,
    zero: Annotated[bool, typer.Option("--zero", help="There was nothing.")] = False,
    not_applicable: Annotated[bool, typer.Option("--not-applicable", help="It does not apply to this member.")] = False,
    kind: KindOption = None,
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Enter a fact by hand that the data lacks.

    One of --value, --zero and --not-applicable. It is used as long as the data has no fact, and stands in the audit trail.
    """
    from decimal import Decimal, InvalidOperation

    from scoreline.cli.screen import say
    from scoreline.engine.facts import Fact, FactState
    from scoreline.errors import PeriodError

    if [value is not None, zero, not_applicable].count(True) != 1:
        raise PeriodError("It must be one of --value, --zero and --not-applicable.", where=kpi, do="Give one of them.")
    fact = Fact(None, FactState.ZERO if zero else FactState.NOT_APPLICABLE)
    if value is not None:
        try:
            fact = Fact(Decimal(value), FactState.VALUE)
        except InvalidOperation:
            raise PeriodError(f'"{value}" is not a number.', where=kpi, do="Write digits and a decimal point: 12500.50.") from None
    ws = opened(workspace)
    who = ws.member(member, kind=kind)
    ws.life.enter(who, period, kpi, fact, evidence=evidence, by=by)
    say(f"Entered {kpi} of {who.name}, {ws.period(period).label}: {value or fact.state.value.replace('_', ' ')}.")


def close(
    period: PeriodOption,
    unsigned: Annotated[str, typer.Option("--unsigned", metavar="REASON", help="Why it is closed though not all have signed.")] = "",
    disputed: Annotated[str, typer.Option("--disputed", metavar="REASON", help="Why it is closed though figures are in dispute.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Close a period for all who have a matrix for it.

    Freezes facts, definitions, matrices, memberships and the version of the data. A quarter or year is closed on its own matrices, or on
    those of its months. It stays open where a fact of a scored row is missing, a matrix is not agreed or a figure is in dispute.
    """
    from scoreline.cli.screen import say

    made = opened(workspace).life.close(period, by=by, unsigned=unsigned, disputed=disputed)
    data = "" if made.basis.mart_version is None else f", on data version {made.basis.mart_version}"
    count = "1 matrix" if len(made.results) == 1 else f"{len(made.results)} matrices"
    say(f"Closed {made.period.label}: {count}{data}.")
