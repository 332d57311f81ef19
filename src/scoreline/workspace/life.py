"""The life of a workspace's periods: matrices proposed, signed, closed and restated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from scoreline.engine.members import Member
from scoreline.periods import Period, parse
from scoreline.planning.lifecycle import Agreement, Status, status
from scoreline.state import agreements
from scoreline.workspace.ground import Ground


class Life:
    """What may be done with the periods of one workspace. `by` is who acts; the system's account where it is None."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    @property
    def today(self) -> dt.date:
        """The day that it is in the workspace's time zone."""
        return dt.datetime.now(ZoneInfo(self._ground.settings.time_zone)).date()

    def agreements(self, period: str | Period, member: Member | None = None) -> Sequence[Agreement]:
        """The matrices of exactly that period, with the names put to them."""
        when = self._period(period)
        found = agreements.agreements(self._ground.path, member=member, period=when)
        return [one for one in found if (one.matrix.period.grain, one.matrix.period.start) == (when.grain, when.start)]

    def status(self, agreement: Agreement) -> Status:
        """How far a matrix has come today."""
        return status(agreement, self.today)

    def propose(self, member: Member, period: str | Period, *, by: str | None = None) -> Agreement:
        """Propose a draft as the member's manager. PeriodError where it is one's own, or agreed already."""
        return agreements.propose(self._ground.path, member, self._period(period), by=by)

    def sign(self, member: Member, period: str | Period, *, read: str, by: str | None = None) -> Agreement:
        """Sign as the member or as the manager. `read` is the fingerprint of the matrix that was read.

        PeriodError where the matrix changed since, nobody proposed it, or the name may not sign.
        """
        return agreements.sign(self._ground.path, member, self._period(period), read=read, by=by)

    def _period(self, period: str | Period) -> Period:
        return period if isinstance(period, Period) else parse(period, self._ground.settings.business_calendar)
