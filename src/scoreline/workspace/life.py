"""The life of a workspace's periods: matrices proposed, signed, closed and restated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.periods import Period, parse
from scoreline.planning.carries import Carry
from scoreline.planning.lifecycle import Agreement, Status, status
from scoreline.scoring.scorecard import Scorecard
from scoreline.state import agreements, closings
from scoreline.state.frozen import Closing
from scoreline.state.versions import chosen, moment
from scoreline.workspace import carrying, closing, marks, pending, scores
from scoreline.workspace.ground import Ground
from scoreline.workspace.pending import Pending


class Life:
    """What may be done with the periods of one workspace. `by` is who acts; the system's account where it is None."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    @property
    def today(self) -> dt.date:
        """The day that it is in the workspace's time zone."""
        return self._ground.settings.today

    def agreements(self, period: str | Period, member: Member | None = None) -> Sequence[Agreement]:
        """The matrices of exactly that period, with the names put to them."""
        when = self._period(period)
        found = agreements.agreements(self._ground.path, member=member, period=when)
        return [one for one in found if (one.matrix.period.grain, one.matrix.period.start) == (when.grain, when.start)]

    def status(self, agreement: Agreement) -> Status:
        """How far a matrix has come today."""
        return status(agreement, self.today, self.version(agreement.matrix.period))

    def version(self, period: str | Period) -> int:
        """The newest version of a closed period; 0 where it is open."""
        held = closings.closings(self._ground.path, period=self._period(period), results=False)
        return held[-1].version if held else 0

    def to_date(self, member: Member, period: str | Period) -> Scorecard:
        """A member's scorecard of a running period: facts so far against the plan of the days that the data covers, provisional.

        With the disputes that are open. PeriodError where the data covers none of its days, or all of them.
        """
        when = self._period(period)
        return marks.disputed(self._ground.path, [scores.to_date(self._ground, member, when)], when)[0]

    def propose(self, member: Member, period: str | Period, *, by: str | None = None) -> Agreement:
        """Propose a draft as the member's manager. PeriodError where it is one's own, or agreed already."""
        return agreements.propose(self._ground.path, member, self._period(period), by=by)

    def propose_all(self, members: Sequence[Member], period: str | Period, *, by: str | None = None) -> tuple[Agreement, ...]:
        """Propose the drafts of several members, all or none."""
        return agreements.propose_all(self._ground.path, members, self._period(period), by=by)

    def sign_all(self, members: Sequence[Member], period: str | Period, *, read: str, by: str | None = None) -> tuple[Agreement, ...]:
        """Sign the matrices of several members, all or none. `read` is their fingerprint together (planning.lifecycle.together)."""
        return agreements.sign_all(self._ground.path, members, self._period(period), read=read, by=by)

    def sign(self, member: Member, period: str | Period, *, read: str, by: str | None = None) -> Agreement:
        """Sign as the member or as the manager. `read` is the fingerprint of the matrix that was read.

        PeriodError where the matrix changed since, nobody proposed it, or the name may not sign.
        """
        return agreements.sign(self._ground.path, member, self._period(period), read=read, by=by)

    def enter(self, member: Member, period: str | Period, kpi: str, fact: Fact, *, evidence: str, by: str | None = None) -> None:
        """Enter a fact by hand where the data has none: a value, a zero, or that it does not apply, with its evidence or the reason.

        PeriodError where the member's matrix has no such row, the data has the fact, the evidence is empty, or the period is closed.
        """
        closing.enter(self._ground, member, self._period(period), kpi, fact, evidence=evidence, by=by)

    def close(self, period: str | Period, *, by: str | None = None, unsigned: str = "", disputed: str = "") -> Closing:
        """Freeze a period: facts, definitions, matrices, memberships and the data's version, for all who have a matrix for it.

        PeriodError where a fact is missing, the period is not over or closed already, a matrix is not agreed or a figure is in dispute;
        `unsigned` and `disputed` say why it is closed all the same.
        """
        when = self._period(period)
        return closing.close(self._ground, when, self.today, by=by, unsigned_because=unsigned, disputed_because=disputed)

    def pending(self, period: str | Period | None = None) -> list[Pending]:
        """Where today's figures of closed periods, or of one, differ from those that were frozen, with the rows that came since."""
        return pending.pending(self._ground, None if period is None else self._period(period))

    def carry(self, member: Member, kpi: str, source: str | Period, into: str | Period, *, reason: str, by: str | None = None) -> Carry:
        """Count what is pending of a closed figure in a later, open period, in place of restating the closed one.

        PeriodError without a reason or a name, for a KPI that does not add up, and where nothing is left to carry or nothing to add it to.
        """
        found = self._ground.registry.kpi(kpi).id
        return carrying.carry(self._ground, member, found, self._period(source), self._period(into), reason=reason, by=by)

    def restate(self, period: str | Period, *, reason: str, by: str) -> Closing:
        """Freeze today's figures of a closed period as its next version, on the matrices that were frozen; earlier versions stay.

        PeriodError without a reason or a name, and where nothing is pending or a fact is missing.
        """
        return pending.restate(self._ground, self._period(period), reason=reason, by=by)

    def read(self, period: str | Period, *, version: int | None = None, at: str = "") -> Closing:
        """What was frozen of a closed period: its newest version, that of a number, or the one that stood at a time.

        `at` is a date, whose end counts, or a date and time; in the workspace's time zone where it names none. PeriodError where there is
        no such version.
        """
        when, then = self._period(period), moment(at, self._ground.settings.time_zone) if at else None
        return chosen(closings.closings(self._ground.path, period=when), when, version, then)

    def closings(self, period: str | Period | None = None, *, results: bool = True) -> tuple[Closing, ...]:
        """All versions of closed periods, or of one, by period and version; without what was frozen unless `results`."""
        return closings.closings(self._ground.path, period=None if period is None else self._period(period), results=results)

    def _period(self, period: str | Period) -> Period:
        return period if isinstance(period, Period) else parse(period, self._ground.settings.business_calendar)
