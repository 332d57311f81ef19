"""Proposing and signing matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.lifecycle import Agreement, Part, Signature, part_of, refuse_own, refuse_reread, refuse_unnamed
from scoreline.state.access import session
from scoreline.state.audit import Writing, writing
from scoreline.state.closings import refuse_closed
from scoreline.state.services import about, wanted
from scoreline.state.setup import there

if TYPE_CHECKING:
    from scoreline.state.models import StoredMatrix


def agreements(workspace: Path, *, member: Member | None = None, period: Period | None = None) -> tuple[Agreement, ...]:
    """How far the matrices are agreed, by member and period; only those of a member, or inside a period, where one is given."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        return tuple(agreement for _, agreement in read(alias, member, period))


def propose(workspace: Path, member: Member, period: Period, *, by: str | None = None) -> Agreement:
    """Puts a manager's name to a draft. Who proposes it anew takes the other's place, whose signature goes.

    PeriodError where there is no matrix, it is one's own, or it is agreed already.
    """
    return propose_all(workspace, [member], period, by=by)[0]


def propose_all(workspace: Path, members: Sequence[Member], period: Period, *, by: str | None = None) -> tuple[Agreement, ...]:
    """The same for several members: all or none."""
    with writing(workspace, by) as open_:
        held = _these(open_.alias, members, period)
        refuse_unnamed(open_.by)
        for head, agreement in held:
            refuse_own(agreement.matrix, open_.by)
            if agreement.agreed:
                raise PeriodError("It is agreed already.", where=agreement.where, do="Apply a changed matrix to agree anew.")
            head.signatures.using(open_.alias).filter(part__in=(Part.PROPOSAL.value, Part.MANAGER.value)).delete()
        return tuple(_put(open_, head, agreement, Part.PROPOSAL) for head, agreement in held)


def sign(workspace: Path, member: Member, period: Period, *, read: str, by: str | None = None) -> Agreement:
    """Signs as the member, or as the manager who proposed it. `read` is the fingerprint of the matrix that was read, or its beginning.

    PeriodError where the matrix has changed since, nobody proposed it, or the name may not sign.
    """
    return sign_all(workspace, [member], period, read=read, by=by)[0]


def sign_all(workspace: Path, members: Sequence[Member], period: Period, *, read: str, by: str | None = None) -> tuple[Agreement, ...]:
    """The same for several members: all or none. `read` is the fingerprint of their matrices together."""
    with writing(workspace, by) as open_:
        held = _these(open_.alias, members, period)
        refuse_unnamed(open_.by)
        refuse_reread([agreement for _, agreement in held], read, period)
        return tuple(_put(open_, head, agreement, part_of(agreement, open_.by)) for head, agreement in held)


def read(alias: str, member: Member | None = None, period: Period | None = None) -> Iterator[tuple[StoredMatrix, Agreement]]:
    """The agreements in an open database, each with the head of its matrix."""
    from scoreline.state.models import StoredMatrix
    from scoreline.state.records import matrix_of, signatures_of

    heads = StoredMatrix.objects.using(alias).filter(**wanted(member, period))
    for head in heads.order_by("member_kind", "member_name", "member_id", "starts_on", "grain").prefetch_related("rows", "signatures"):
        yield head, Agreement(matrix_of(head), signatures_of(head))


def one(alias: str, member: Member, period: Period) -> tuple[StoredMatrix, Agreement]:
    """The agreement of a member's open period in an open database, with its head. PeriodError where it is closed or there is none."""
    return _these(alias, [member], period)[0]


def _these(alias: str, members: Sequence[Member], period: Period) -> list[tuple[StoredMatrix, Agreement]]:
    refuse_closed(alias, [period])
    held = {
        agreement.matrix.member.key: (head, agreement)
        for head, agreement in read(alias, members[0] if len(members) == 1 else None, period)
        if (agreement.matrix.period.grain, agreement.matrix.period.start) == (period.grain, period.start)
    }
    for member in members:
        if member.key not in held:
            where = f"{member.name}, {period.label}"
            raise PeriodError("There is no matrix.", where=where, do="Apply one with: scoreline matrix apply FILE.")
    return [held[member.key] for member in members]


def _put(open_: Writing, head: StoredMatrix, agreement: Agreement, part: Part) -> Agreement:
    from scoreline.state.models import StoredSignature

    new = Signature(part, open_.by, open_.at, agreement.fingerprint)
    StoredSignature.objects.using(open_.alias).create(matrix=head, part=part.value, by=new.by, at=new.at, fingerprint=new.fingerprint)
    kind = "proposal" if part is Part.PROPOSAL else "signature"
    open_.note(kind, about(agreement.matrix), after=new.plain)
    gone = (Part.PROPOSAL, Part.MANAGER) if part is Part.PROPOSAL else (part,)
    return Agreement(agreement.matrix, (*(one for one in agreement.signatures if one.part not in gone), new))
