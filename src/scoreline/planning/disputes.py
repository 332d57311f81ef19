"""Disputes: a figure that its member does not accept, from the day it is questioned until it is corrected, restated or refused.

A dispute is bound to one cell (member, period, KPI) and to a record behind it, or says which record is missing. The member opens it, the
manager answers, and then somebody other than the member resolves it. What was said stays, in order, with author and time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.lifecycle import is_called, is_own


class Stand(StrEnum):
    """How far a dispute has come. The last three end it."""

    OPEN = "open"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    RESTATED = "restated"
    REFUSED = "refused"


ENDS = (Stand.CORRECTED, Stand.RESTATED, Stand.REFUSED)


class Kind(StrEnum):
    """What somebody did by saying something."""

    OPENING = "opening"
    ANSWER = "answer"
    COMMENT = "comment"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Remark:
    """What somebody said, when, and what was done by it."""

    kind: Kind
    by: str
    at: dt.datetime
    text: str


@dataclass(frozen=True)
class Record:
    """A row of the mart: its table, its id, and the source that it came from."""

    table: str
    id: str
    source: str = ""

    @property
    def text(self) -> str:
        """How people write it: orders/o4."""
        return f"{self.table}/{self.id}"


@dataclass(frozen=True)
class Dispute:
    """A figure in dispute.

    `version` is that of the closing that the figure was read from, 0 of an open period; `fact` and `mart_version` are what it was then.
    `record` stands behind the figure; where it is None, `missing` says which record is lacking. `settled_by` is the closing's version that
    restated it, or the mart's that corrected it. `number` is 0 until it is kept.
    """

    member: Member
    period: Period
    kpi: str
    version: int
    record: Record | None
    missing: str
    fact: Fact
    mart_version: int | None
    number: int = 0
    stand: Stand = Stand.OPEN
    settled_by: int | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether it was resolved."""
        return self.stand in ENDS

    @property
    def cell(self) -> tuple[object, ...]:
        """What tells its cell from every other."""
        return *self.member.key, self.period.grain, self.period.start, self.kpi

    @property
    def about(self) -> str:
        """The cell as people read it."""
        return f"{self.kpi} of {self.member.name}, {self.period.label}"

    @property
    def where(self) -> str:
        """How errors and the audit trail name it."""
        return f"dispute {self.number} ({self.about})" if self.number else self.about

    @property
    def subject(self) -> str:
        """What it is about: a record, or which one is missing."""
        return self.record.text if self.record else f"missing: {self.missing}"

    @property
    def settlement(self) -> str:
        """How it was settled, in words."""
        return {
            Stand.CORRECTED: "corrected" + (f" by data version {self.settled_by}" if self.settled_by else ""),
            Stand.RESTATED: f"restated by version {self.settled_by}",
            Stand.REFUSED: "refused",
        }.get(self.stand, "not settled yet")

    @property
    def plain(self) -> dict[str, Any]:
        """The dispute in JSON's own kinds, without what was said."""
        return {
            "number": self.number,
            "member": list(self.member.key),
            "period": self.period.label,
            "kpi": self.kpi,
            "version": self.version,
            "record": self.record and {"table": self.record.table, "id": self.record.id, "source": self.record.source},
            "missing": self.missing,
            "fact": None if self.fact.value is None else str(self.fact.value),
            "state": self.fact.state.value,
            "mart_version": self.mart_version,
            "stand": self.stand.value,
            "settled_by": self.settled_by,
        }


def refuse_opener(dispute: Dispute, name: str, managers: Collection[str]) -> None:
    """PeriodError where somebody opens a dispute about another's matrix. For a team or a place, whoever is not its manager does."""
    member = dispute.member
    if member.kind == "person" and not is_own(member, name):
        raise PeriodError(f"{name} may not dispute it: it is the matrix of {member.name}.", where=dispute.about, do=_AS)
    if member.kind != "person" and is_called(name, *managers):
        raise PeriodError(f"{name} proposed the matrix of {member.name}.", where=dispute.about, do="Let one of its people open it.")


def answered(dispute: Dispute, said: Remark, managers: Collection[str]) -> Dispute:
    """The dispute with the manager's answer: of whoever proposed the matrix, or, of a draft, of anyone but the member.

    PeriodError for anybody else, without a text, and where it is resolved.
    """
    _refuse_ended(dispute)
    _refuse_opener(dispute, said.by, "answers")
    if managers and not is_called(said.by, *managers):
        names = " or ".join(sorted(managers))
        raise PeriodError(f"{said.by} may not answer it: {names} does, who proposed the matrix.", where=dispute.where, do=_AS)
    return replace(dispute, stand=Stand.ANSWERED, remarks=(*dispute.remarks, _with_text(dispute, said)))


def commented(dispute: Dispute, said: Remark) -> Dispute:
    """The dispute with a comment, of anybody. PeriodError without a text, and where it is resolved."""
    _refuse_ended(dispute)
    return replace(dispute, remarks=(*dispute.remarks, _with_text(dispute, said)))


def resolved(dispute: Dispute, said: Remark, end: Stand, settled_by: int | None) -> Dispute:
    """The dispute resolved. A refusal needs a reason; the others name what settled it.

    PeriodError where the member resolves it, where it was not answered, and where it is resolved already.
    """
    _refuse_ended(dispute)
    _refuse_opener(dispute, said.by, "resolves")
    if dispute.stand is Stand.OPEN:
        raise PeriodError("It was not answered yet.", where=dispute.where, do="Let the manager answer first: scoreline dispute answer.")
    if end is Stand.REFUSED:
        said = _with_text(dispute, said, "A refusal needs a reason.", "Say it with --reason TEXT.")
    return replace(dispute, stand=end, settled_by=settled_by, remarks=(*dispute.remarks, said))


def refuse_unnamed_record(dispute: Dispute) -> None:
    """PeriodError where it names neither a record nor what is missing, or both."""
    if (dispute.record is None) == (not dispute.missing.strip()):
        raise PeriodError(
            "It must be about a record, or say which one is missing.",
            where=dispute.about,
            do="Name it with --record TABLE/ID (scoreline why lists them), or say it with --missing TEXT.",
        )


_AS = "Say who acts with --as NAME."


def _refuse_ended(dispute: Dispute) -> None:
    if dispute.ended:
        last = dispute.remarks[-1]
        raise PeriodError(f"It is {dispute.stand} since {last.at:%Y-%m-%d}, by {last.by}.", where=dispute.where, do="Open another one.")


def _refuse_opener(dispute: Dispute, name: str, does: str) -> None:
    if is_own(dispute.member, name) or is_called(name, dispute.remarks[0].by):
        raise PeriodError(f"Nobody {does} an own dispute.", where=dispute.where, do=f"Let the manager do it. {_AS}")


def _with_text(dispute: Dispute, said: Remark, what: str = "It says nothing.", do: str = "Say it with --text TEXT.") -> Remark:
    if not said.text.strip():
        raise PeriodError(what, where=dispute.where, do=do)
    return said
