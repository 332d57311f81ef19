"""Who was there on which working days, by the mart and the workspace's settings; and the matrices that hold for those days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from scoreline.engine.absence import absences
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.attendance import Attendance, Days
from scoreline.planning.decompose.workdays import public_holidays
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Matrix
from scoreline.planning.proration import Proration
from scoreline.workspace.ground import Ground


@dataclass(frozen=True)
class Held:
    """The matrix that holds for a member in a period: as it was agreed, with the levels for the days there, and how many those are."""

    agreed: Matrix
    matrix: Matrix
    days: Days


def attendance(ground: Ground) -> Attendance:
    """Everybody's days; found out once for a version of the mart."""
    standing = ground.standing
    if standing.attendance is None:
        working = ground.settings.working_days

        @lru_cache
        def off(year: int) -> Collection[dt.date]:
            return {*(public_holidays(working.holidays, [year]) if working.holidays else ()), *working.closed}

        standing.attendance = Attendance(working.weekdays_off, off, absences(standing.engine))
    return standing.attendance


def proration(ground: Ground, member: Member, until: dt.date | None = None) -> Proration:
    """What a member's levels are for: all of a period's days on which the member is there, or only those before `until`."""
    days, working, sums = attendance(ground), ground.settings.working_days, ground.additive
    full = sums.difference(working.as_agreed) if working.prorate else frozenset[str]()
    return Proration(days.share(member, until), days.share(member), full, sums - full)


def held(ground: Ground, matrices: Iterable[Matrix], member: Member, when: Period, until: dt.date | None = None) -> Held:
    """The matrix that holds for a member, among all of the member's. MatrixError where there is none."""
    own, sums, part = list(matrices), ground.additive, proration(ground, member, until)
    agreed = matrix_for(own, member, when, sums, Proration(part.whole, part.whole))
    return Held(agreed, matrix_for(own, member, when, sums, part), attendance(ground).days(member, when, until))
