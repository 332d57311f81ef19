"""Who was there on which working days: the days of a period that a person's levels are for.

Teams and places are always there. Days are counted as working days; a period without any is counted in calendar days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoreline.engine.absence import Away
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.decompose.workdays import worked


@dataclass(frozen=True)
class Days:
    """How many of a period's days somebody was there."""

    there: int
    all: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1."""
        return Fraction(self.there, self.all)


WHOLE = Days(1, 1)
"""All days, however many there are."""


class Attendance:
    """Everybody's days. `weekend` is as `date.weekday` counts; `off` gives a year's holidays; `away` are everybody's spans of days away."""

    def __init__(
        self, weekend: Collection[int], off: Callable[[int], Collection[dt.date]], away: Mapping[tuple[str, str], Iterable[Away]]
    ) -> None:
        self._weekend, self._off, self._away = frozenset(weekend), off, away
        self._counted: dict[tuple[dt.date, dt.date], int] = {}

    def days(self, member: Member, period: Period, until: dt.date | None = None) -> Days:
        """The days of a period on which the member is there; only those before `until` where it is given."""
        end = period.end if until is None else max(period.start, min(until, period.end))
        counted = self._working if self._working(period.start, period.end) else _calendar
        missed = 0
        for first, back in self._away.get((member.source, member.id), ()) if member.kind == "person" else ():
            if first < end and back > period.start:
                missed += counted(max(first, period.start), min(back, end))
        return Days(counted(period.start, end) - missed, counted(period.start, period.end))

    def gone(self, member: Member, period: Period) -> bool:
        """Whether the member is there on none of the period's days: nothing that is counted then says anything about the work."""
        return not self.days(member, period).there

    def share(self, member: Member, until: dt.date | None = None) -> Callable[[Period], Fraction]:
        """The part of a period's days on which the member is there."""
        return lambda period: self.days(member, period, until).share

    def _working(self, start: dt.date, end: dt.date) -> int:
        """How many days of [start, end) are worked."""
        if (start, end) not in self._counted:
            free = {day for year in range(start.year, end.year + 1) for day in self._off(year)}
            self._counted[start, end] = worked(start, end, free, self._weekend)
        return self._counted[start, end]


def _calendar(start: dt.date, end: dt.date) -> int:
    return (end - start).days
