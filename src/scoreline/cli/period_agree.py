"""scoreline period propose and sign: how a draft becomes an agreed matrix, one by one or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, ByOption, KindOption, PeriodOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoreline.planning.lifecycle import Agreement
    from scoreline.workspace import Workspace

OneOption = Annotated[str | None, typer.Option("--member", metavar="NAME", help="The person or team, by name or id.")]
TeamOption = Annotated[
    str | None, typer.Option("--team", metavar="NAME", help="All who have a matrix in a team: it, those below it, and their people.")
]
EveryoneOption = Annotated[bool, typer.Option("--everyone", help="All who have a matrix for the period.")]


def propose(
    period: PeriodOption,
    member: OneOption = None,
    team: TeamOption = None,
    everyone: EveryoneOption = False,
    kind: KindOption = None,
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Propose drafts to their members, as the manager.

    Of one member, of a team or of everyone: all of them, or none where one is refused. Nobody proposes an own matrix.
    """
    from scoreline.cli.screen import say
    from scoreline.planning.fingerprint import SHOWN
    from scoreline.planning.lifecycle import together

    ws = opened(workspace)
    found = chosen(ws, period, member, team, everyone, kind)
    made = ws.life.propose_all([one.matrix.member for one in found], period, by=by)
    for one in made:
        say(f"Proposed {one.where}. It lacks {one.lacks}, who read {one.fingerprint[:SHOWN]}.")
    if len(made) > 1:
        say(f"Together they are {together(made)[:SHOWN]}: what you give to period sign as read.")


def sign(
    period: PeriodOption,
    read: Annotated[str, typer.Option("--read", metavar="HASH", help="The fingerprint of what was read; 8 letters are enough.")],
    member: OneOption = None,
    team: TeamOption = None,
    everyone: EveryoneOption = False,
    kind: KindOption = None,
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Sign matrices, as the member or as the manager who proposed them.

    Of one member, of a team or of everyone: all of them, or none where one is refused. What changed since it was read is not signed. A
    matrix is agreed when both have signed it.
    """
    from scoreline.cli.screen import say

    ws = opened(workspace)
    found = chosen(ws, period, member, team, everyone, kind)
    for made in ws.life.sign_all([one.matrix.member for one in found], period, read=read, by=by):
        say(f"{made.signatures[-1].by} signed {made.where}. " + ("It is agreed." if made.agreed else f"It lacks {made.lacks}."))


def chosen(
    ws: Workspace, period: str, member: str | None, team: str | None, everyone: bool, kind: str | None = None
) -> Sequence[Agreement]:
    """The matrices of a period that are meant. PeriodError unless it is exactly one of a member, a team and everyone, and where none is."""
    from scoreline.errors import PeriodError

    label = ws.period(period).label
    if [member is not None, team is not None, everyone].count(True) != 1:
        raise PeriodError("It must be one of --member, --team and --everyone.", where=label, do="Give one of them.")
    found = ws.life.agreements(period)
    keys = {one.matrix.member.key for one in found}
    if member is not None:
        keys = {ws.member(member, kind=kind).key}
    elif team is not None:
        keys = {one.key for one in ws.sheets.team(ws.member(team, kind="team"), ws.period(period))}
    if chosen := [one for one in found if one.matrix.member.key in keys]:
        return chosen
    raise PeriodError(f"There is no matrix of {member or team or 'anyone'}.", where=label, do="Apply one: scoreline matrix apply FILE.")
