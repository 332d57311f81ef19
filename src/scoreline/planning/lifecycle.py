"""The life of a matrix: draft -> agreed -> running -> closed -> restated, and who may take which step.

A matrix that is applied is a draft. A manager proposes it, never for oneself; then the member and that manager sign it. Signatures hold
the fingerprint of the matrix that was read, so a matrix that changes is a draft again. An agreed matrix runs from its first day until its
period is closed. Before there are accounts, names say who is who: a person is known by name or id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.fingerprint import SHOWN, fingerprint, sha256
from scoreline.planning.matrix import Matrix

_SHORTEST = 8


class Status(StrEnum):
    """How far a member's period has come."""

    DRAFT = "draft"
    AGREED = "agreed"
    RUNNING = "running"
    CLOSED = "closed"
    RESTATED = "restated"


class Part(StrEnum):
    """What somebody put a name to: the proposal, the member's signature, or the manager's."""

    PROPOSAL = "proposal"
    MEMBER = "member"
    MANAGER = "manager"


@dataclass(frozen=True)
class Signature:
    """A name put to a matrix, and the fingerprint of the matrix that it was put to."""

    part: Part
    by: str
    at: dt.datetime
    fingerprint: str

    @property
    def plain(self) -> dict[str, str]:
        """The signature in JSON's own kinds."""
        return {"part": self.part.value, "by": self.by, "at": self.at.isoformat(), "fingerprint": self.fingerprint}

    @classmethod
    def read(cls, plain: Mapping[str, str]) -> Signature:
        """The signature of that form."""
        return cls(Part(plain["part"]), plain["by"], dt.datetime.fromisoformat(plain["at"]), plain["fingerprint"])


@dataclass(frozen=True)
class Agreement:
    """A matrix and the names put to it."""

    matrix: Matrix
    signatures: tuple[Signature, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """That of the matrix as it is now."""
        return fingerprint(self.matrix)

    def signature(self, part: Part) -> Signature | None:
        """The signature of that part, if it was put to the matrix as it is now."""
        return next((one for one in self.signatures if one.part is part and one.fingerprint == self.fingerprint), None)

    @property
    def agreed(self) -> bool:
        """Whether both have signed."""
        return bool(self.signature(Part.MEMBER) and self.signature(Part.MANAGER))

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Whose signatures a proposed matrix waits for; none where nobody proposed it, and where it is agreed."""
        proposal = self.signature(Part.PROPOSAL)
        names = {Part.MEMBER: self.matrix.member.name, Part.MANAGER: proposal.by} if proposal else {}
        return tuple(name for part, name in names.items() if not self.signature(part))

    @property
    def lacks(self) -> str:
        """What an unsigned matrix waits for; empty where it is agreed."""
        if self.signature(Part.PROPOSAL) is None:
            return "a proposal"
        return " and ".join(f"the signature of {name}" for name in self.waits_for)

    @property
    def where(self) -> str:
        """How errors name it."""
        return f"the matrix of {self.matrix.member.name} for {self.matrix.period.label}"


def status(agreement: Agreement, today: dt.date, version: int = 0) -> Status:
    """How far it has come. `version` is that of its period's closing: 0 where it is open, 2 or more where it was restated."""
    if version:
        return Status.CLOSED if version == 1 else Status.RESTATED
    if not agreement.agreed:
        return Status.DRAFT
    return Status.RUNNING if agreement.matrix.period.start <= today else Status.AGREED


def is_own(member: Member, name: str) -> bool:
    """Whether the name is that of the person whose matrix it is. Teams and places have no name that signs."""
    return member.kind == "person" and is_called(name, member.name, member.id)


def refuse_own(matrix: Matrix, name: str) -> None:
    """PeriodError where somebody sets the own matrix."""
    if is_own(matrix.member, name):
        raise PeriodError(
            "Nobody sets an own matrix.", where=Agreement(matrix).where, do="Let the manager do it, and say who that is with --as NAME."
        )


def refuse_unnamed(name: str) -> None:
    """PeriodError where nobody says who acts."""
    if not name.strip():
        raise PeriodError("It must be known who acts.", do="Say it with --as NAME.")


def together(agreements: Sequence[Agreement]) -> str:
    """The fingerprint of one matrix, or of several together, in whatever order."""
    found = sorted(one.fingerprint for one in agreements)
    return found[0] if len(found) == 1 else sha256("".join(found))


def refuse_reread(agreements: Sequence[Agreement], read: str, period: Period) -> None:
    """PeriodError where what was read are not the matrices as they are now.

    `read` is the beginning of their fingerprint together, 8 letters or more.
    """
    where, now = agreements[0].where if len(agreements) == 1 else f"{len(agreements)} matrices for {period.label}", together(agreements)
    if len(read) < _SHORTEST:
        do = f"Give {_SHORTEST} letters or more of it."
        raise PeriodError(f'"{read}" is too short to tell which matrix was read.', where=where, do=do)
    if not now.startswith(read.lower()):
        what, again = f"It is not the matrix that was read ({read[:SHOWN]}): it has changed since.", "Read it again: scoreline matrix show."
        if len(agreements) > 1:
            what, again = f"They are not the matrices that were read ({read[:SHOWN]}).", "Read them again: scoreline period show."
        raise PeriodError(what, where=where, do=f"{again} It is now {now[:SHOWN]}.")


def part_of(agreement: Agreement, name: str) -> Part:
    """As whom a name signs: as the member, or as the manager who proposed it. PeriodError where it may do neither, or did already.

    For a team or a place, whoever is not its manager signs for it.
    """
    proposal = agreement.signature(Part.PROPOSAL)
    if proposal is None:
        raise PeriodError("Nobody has proposed it yet.", where=agreement.where, do="Let the manager propose it: scoreline period propose.")
    part = Part.MANAGER if is_called(name, proposal.by) else Part.MEMBER
    if part is Part.MEMBER and agreement.matrix.member.kind == "person" and not is_own(agreement.matrix.member, name):
        raise PeriodError(
            f"{name} may not sign it: {agreement.matrix.member.name} does, and {proposal.by}, who proposed it.",
            where=agreement.where,
            do="Another manager proposes it anew first.",
        )
    if done := agreement.signature(part):
        raise PeriodError(f"{done.by} signed it already, on {done.at:%Y-%m-%d}.", where=agreement.where)
    return part


def unsigned(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    """What keeps a period from being closed: one sentence for each matrix that is not agreed."""
    return tuple(f"{one.matrix.member.name} lacks {one.lacks}" for one in agreements if not one.agreed)


def is_called(name: str, *known: str) -> bool:
    """Whether a name is one of those known; upper and lower case and spaces do not count."""
    return " ".join(name.split()).casefold() in {" ".join(one.split()).casefold() for one in known if one}
