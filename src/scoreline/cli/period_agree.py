"""scoreline period propose and sign: how a draft becomes an agreed matrix."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, ByOption, KindOption, MemberOption, PeriodOption, WorkspaceOption, opened


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
