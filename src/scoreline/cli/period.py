"""scoreline period: the life of what was agreed: proposed, signed, running, closed, restated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, ByOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.planning.lifecycle import Agreement
    from scoreline.workspace.life import Life

PeriodOption = Annotated[str, typer.Option("--period", metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")]
MemberOption = Annotated[str, typer.Option("--member", metavar="NAME", help="The person or team, by name or id.")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="person or team, where a name stands for both.")]
_KEYS = ("kind", "member", "status", "proposed_by", "member_signed", "manager_signed", "lacks", "fingerprint")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Periods from the first draft to the last restatement.", no_args_is_help=True)
    for command in (show, propose, sign, enter, close, pending, restate, history):
        group.command()(command)
    app.add_typer(group, name="period")


def show(period: PeriodOption, form: FormatOption = Format.TABLE, workspace: WorkspaceOption = HERE) -> None:
    """Show how far each matrix of a period has come.

    Draft, agreed, running, closed or restated; who proposed and signed it, what it lacks, and its fingerprint: what to give to
    period sign as read.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of
    from scoreline.planning.fingerprint import SHOWN

    ws = opened(workspace)
    entries = [_entry(ws.life, one) for one in ws.life.agreements(period)]
    titles = ("Kind", "Member", "Status", "Proposed by", "Member signed", "Manager signed", "Lacks", "Fingerprint")
    shown = [[*(str(entry[key] or "–") for key in _KEYS[:-1]), entry["fingerprint"][:SHOWN]] for entry in entries]
    write(
        form,
        Sheet(
            columns=[Column(title) for title in titles],
            shown=shown,
            keys=_KEYS,
            rows=[[entry[key] for key in _KEYS] for entry in entries],
            title=formats_of(ws).period(ws.period(period)),
            notes=[] if entries else ["There are no matrices of this period: scoreline matrix apply FILE"],
        ),
        entries,
    )


def propose(
    member: MemberOption, period: PeriodOption, kind: KindOption = None, by: ByOption = None, workspace: WorkspaceOption = HERE
) -> None:
    """Propose a draft to its member, as the manager.

    Nobody proposes an own matrix.
    """
    from scoreline.cli.screen import say
    from scoreline.planning.fingerprint import SHOWN

    ws = opened(workspace)
    made = ws.life.propose(ws.member(member, kind=kind), period, by=by)
    say(f"Proposed {made.where}. It lacks {made.lacks}, who read {made.fingerprint[:SHOWN]}.")


def sign(
    member: MemberOption,
    period: PeriodOption,
    read: Annotated[str, typer.Option("--read", metavar="HASH", help="The fingerprint of the matrix that was read; 8 letters are enough.")],
    kind: KindOption = None,
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Sign a matrix, as the member or as the manager who proposed it.

    A matrix that changed since it was read is not signed. It is agreed when both have signed it.
    """
    from scoreline.cli.screen import say

    ws = opened(workspace)
    made = ws.life.sign(ws.member(member, kind=kind), period, read=read, by=by)
    say(f"{made.signatures[-1].by} signed {made.where}. " + ("It is agreed." if made.agreed else f"It lacks {made.lacks}."))


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
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Close a period for all who have a matrix for it.

    Freezes facts, definitions, matrices, memberships and the version of the data. A quarter or year is closed on its own matrices, or on
    those of its months. It stays open where a fact of a scored row is missing or a matrix is not agreed.
    """
    from scoreline.cli.screen import say

    made = opened(workspace).life.close(period, by=by, unsigned=unsigned)
    data = "" if made.basis.mart_version is None else f", on data version {made.basis.mart_version}"
    count = "1 matrix" if len(made.results) == 1 else f"{len(made.results)} matrices"
    say(f"Closed {made.period.label}: {count}{data}.")


def pending(
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="Only of this one.")] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List where today's figures differ from those of closed periods.

    Late data changes no closed period. JSON also holds the rows that came since; scoreline period restate takes the figures over.
    """
    from scoreline.cli.output import write
    from scoreline.cli.pending_text import data, sheet
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    found = ws.life.pending(period)
    write(form, sheet(found, formats_of(ws)), data(found))


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


def history(
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help="Only the versions of this one.")] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the closed periods with all their versions.

    JSON holds each member's scorecard as it was frozen.
    """
    from scoreline.cli.output import Column, Sheet, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    show = formats_of(ws)
    found = ws.life.closings(period)
    keys = ("period", "version", "at", "by", "reason", "data_version", "matrices")
    rows: list[list[Any]] = [
        [one.period.label, one.version, one.at, one.by, one.reason or one.basis.unsigned, one.basis.mart_version, len(one.results)]
        for one in found
    ]
    write(
        form,
        Sheet(
            columns=[
                Column("Period"), Column("Version", number=True), Column("Closed"), Column("By"), Column("Why"),
                Column("Data version", number=True), Column("Matrices", number=True),
            ],
            shown=[[row[0], str(row[1]), show.time(row[2]), row[3], row[4] or "–", show.number(row[5], 0), str(row[6])] for row in rows],
            keys=keys,
            rows=rows,
            notes=[] if rows else ["No period is closed yet: scoreline period close --period PERIOD"],
        ),
        [
            {**dict(zip(keys, row, strict=True)), "results": [result.card.to_dict() for result in one.results]}
            for row, one in zip(rows, found, strict=True)
        ],
    )  # fmt: skip


def _entry(life: Life, one: Agreement) -> dict[str, Any]:
    from scoreline.planning.lifecycle import Part, Status

    names = {part: held.by for part in Part if (held := one.signature(part))}
    status = life.status(one)
    return {
        "kind": one.matrix.member.kind,
        "member": one.matrix.member.name,
        "period": one.matrix.period.label,
        "status": status.value,
        "proposed_by": names.get(Part.PROPOSAL),
        "member_signed": names.get(Part.MEMBER),
        "manager_signed": names.get(Part.MANAGER),
        "lacks": one.lacks if status is Status.DRAFT else "",
        "fingerprint": one.fingerprint,
    }
