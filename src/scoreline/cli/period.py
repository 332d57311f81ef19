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
    for command in (show, propose, sign):
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


def _entry(life: Life, one: Agreement) -> dict[str, Any]:
    from scoreline.planning.lifecycle import Part

    names = {part: held.by for part in Part if (held := one.signature(part))}
    return {
        "kind": one.matrix.member.kind,
        "member": one.matrix.member.name,
        "period": one.matrix.period.label,
        "status": life.status(one).value,
        "proposed_by": names.get(Part.PROPOSAL),
        "member_signed": names.get(Part.MEMBER),
        "manager_signed": names.get(Part.MANAGER),
        "lacks": one.lacks,
        "fingerprint": one.fingerprint,
    }
