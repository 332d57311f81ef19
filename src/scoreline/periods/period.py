"""Periods and windows. Every range here is half open, [start, end)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoreline.errors import QueryError
from scoreline.periods.calendar import GREGORIAN, Calendar
from scoreline.periods.grain import Grain

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a period may be asked for: nothing was sold earlier that a computer knows of, nothing is planned later."""

_DAY = dt.timedelta(days=1)
_LABELS = (
    (Grain.DAY, re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    (Grain.WEEK, re.compile(r"(\d{4})-W(\d\d)")),
    (Grain.MONTH, re.compile(r"(\d{4})-(P?)(\d\d)")),
    (Grain.QUARTER, re.compile(r"(\d{4})-Q([1-4])")),
    (Grain.YEAR, re.compile(r"(\d{4})")),
)


@dataclass(frozen=True, order=True)
class Window:
    """A rule that lets a period reach back: to the start of a longer one, over the last `count`, or to a fixed day.

    The default is no window: the period alone.
    """

    to: str = ""
    count: int = 1
    since: dt.date = dt.date.max

    def start(self, period: Period) -> dt.date:
        """The first day of the window that ends with a period. With a fixed day after the period, the window is empty."""
        if self.to:
            return period.calendar.bounds(period.last_day, Grain(self.to))[0]
        if self.since != dt.date.max:
            return min(self.since, period.end)
        first = period
        for _ in range(self.count - 1):
            first = first.previous()
        return first.start


WHOLE = Window()


@dataclass(frozen=True, order=True)
class Period:
    """One period: its first day, the first day after it, its grain, and the calendar that it is one of.

    A window is a period whose `start` follows another rule; its end and its label are those of the period it ends with.
    """

    start: dt.date
    end: dt.date
    grain: Grain
    calendar: Calendar = GREGORIAN
    window: Window = WHOLE

    @property
    def label(self) -> str:
        """The name that `parse` reads: 2017-07-03, 2017-W30, 2017-07 (2017-P07 in a retail calendar), 2017-Q3, 2017."""
        if self.grain is Grain.DAY:
            return self.last_day.isoformat()
        year, number = self.calendar.place(self.last_day, self.grain)
        match self.grain:
            case Grain.WEEK:
                return f"{year:04}-W{number:02}"
            case Grain.MONTH:
                return f"{year:04}-{'P' if self.calendar.retail else ''}{number:02}"
            case Grain.QUARTER:
                return f"{year:04}-Q{number}"
        return f"{year:04}"

    @property
    def last_day(self) -> dt.date:
        """The last day in it."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def whole_months(self) -> bool:
        """Whether it consists of months of the calendar, so that what is kept by month is enough."""
        return self.start.day == 1 and self.end.day == 1

    @property
    def alone(self) -> Period:
        """The period that a window ends with; of any other period, itself."""
        return self if self.window == WHOLE else at(self.last_day, self.grain, self.calendar)

    def next(self) -> Period:
        """The period after it; of a window, the window that ends with that."""
        return reaching(at(self.end, self.grain, self.calendar), self.window)

    def previous(self) -> Period:
        """The period before it; of a window, the window that ends with that."""
        return reaching(at(self.alone.start - _DAY, self.grain, self.calendar), self.window)

    def year_before(self) -> Period | None:
        """The same period a year before; None for 29 February and for a week 53 where that year had none.

        Of a window, the window that ends with that; one since a fixed day starts at that day's period a year before.
        """
        day = self.calendar.year_before(self.alone.start, self.grain)
        if day is None:
            return None
        window = self.window
        if window.since != dt.date.max:
            since = at(window.since, self.grain, self.calendar).year_before()
            if since is None:
                return None
            window = Window(since=since.start)
        return reaching(at(day, self.grain, self.calendar), window)


def reaching(period: Period, window: Window) -> Period:
    """The window of that rule which ends with a period."""
    if window == WHOLE:
        return period
    return Period(window.start(period), period.end, period.grain, period.calendar, window)


def at(day: dt.date, grain: Grain, calendar: Calendar = GREGORIAN) -> Period:
    """The period of that grain which holds the day."""
    return Period(*calendar.bounds(day, grain), grain, calendar)


def parse(label: str, calendar: Calendar = GREGORIAN) -> Period:
    """The period that a label names. QueryError where it names none."""
    text = label.strip().upper()
    for grain, pattern in _LABELS:
        if found := pattern.fullmatch(text):
            parts = list(found.groups())
            if grain is Grain.MONTH and (parts.pop(1) == "P") is not calendar.retail:
                raise _other_months(label, parts, calendar)
            try:
                period = _from_parts(grain, [int(part) for part in parts], calendar)
            except (ValueError, OverflowError):
                break
            if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
                raise QueryError(f'"{label}" lies too far away.', do=f"Name a period from {FIRST_YEAR} to {LAST_YEAR}.")
            return period
    month = "2017-P07" if calendar.retail else "2017-07"
    raise QueryError(
        f'"{label}" is not a period.',
        do=f"Write a day, week, month, quarter or year: 2017-07-03, 2017-W30, {month}, 2017-Q3, 2017.",
    )


def _from_parts(grain: Grain, parts: list[int], calendar: Calendar) -> Period:
    day = dt.date(*parts) if grain is Grain.DAY else calendar.first_day(grain, *parts)
    return at(day, grain, calendar)


def _other_months(label: str, parts: list[str], calendar: Calendar) -> QueryError:
    if calendar.retail:
        return QueryError(
            f'"{label}" would be a month of the calendar, but months are those of a {calendar.scheme} year here.',
            do=f"Write {parts[0]}-P{parts[1]} for month {int(parts[1])} of that year.",
        )
    return QueryError(f'"{label}" is a month of a retail calendar, which is not used here.', do=f"Write {parts[0]}-{parts[1]}.")


def between(start: dt.date, end: dt.date, grain: Grain, calendar: Calendar = GREGORIAN) -> Iterator[Period]:
    """The periods of a grain that overlap [start, end), in order."""
    period = at(start, grain, calendar)
    while period.start < end:
        yield period
        period = period.next()
