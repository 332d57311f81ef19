"""Disputes: a figure that its member does not accept, from the day it is questioned until it is corrected, restated or refused.

A dispute is bound to one cell (member, period, KPI) and to a record behind it, or says which record is missing. What was said
stays, in order, with author and time. Who may say what: dispute_rules.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.periods import Period


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
