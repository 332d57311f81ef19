"""Periods of time: days, ISO weeks, months, quarters and years. Every range here is half open, [start, end).

    2017-07-03   2017-W30   2017-07   2017-Q3   2017

Where the fiscal year starts in another month than January, quarters and years are fiscal, and a fiscal year bears the
number of the calendar year in which it ends.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scoreline.errors import QueryError, nearest


class Grain(StrEnum):
    """The length of a period, shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a period may be asked for: nothing was sold earlier that a computer knows of, nothing is planned later."""

_LABELS = (
    (Grain.DAY, re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    (Grain.WEEK, re.compile(r"(\d{4})-W(\d\d)")),
    (Grain.MONTH, re.compile(r"(\d{4})-(\d\d)")),
    (Grain.QUARTER, re.compile(r"(\d{4})-Q([1-4])")),
    (Grain.YEAR, re.compile(r"(\d{4})")),
)


@dataclass(frozen=True, order=True)
class Period:
    """One period: its first day, the first day after it, and its grain."""

    start: dt.date
    end: dt.date
    grain: Grain
    first_month: int = 1

    @property
    def label(self) -> str:
        """The name that `parse` reads: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017."""
        match self.grain:
            case Grain.DAY:
                return self.start.isoformat()
            case Grain.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year:04}-W{week:02}"
            case Grain.MONTH:
                return f"{self.start.year:04}-{self.start.month:02}"
            case Grain.QUARTER:
                offset = (self.start.month - self.first_month) % 12
                return f"{_fiscal_year(self.start, self.first_month):04}-Q{offset // 3 + 1}"
            case Grain.YEAR:
                return f"{_fiscal_year(self.start, self.first_month):04}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def next(self) -> Period:
        """The period after it."""
        return at(self.end, self.grain, self.first_month)

    def previous(self) -> Period:
        """The period before it."""
        return at(self.start - dt.timedelta(days=1), self.grain, self.first_month)

    def year_before(self) -> Period | None:
        """The same period a year before; None for 29 February and for a week 53 where that year had none."""
        if self.grain is Grain.WEEK:
            year, week, _ = self.start.isocalendar()
            try:
                monday = dt.date.fromisocalendar(year - 1, week, 1)
            except ValueError:
                return None
            return at(monday, Grain.WEEK)
        try:
            day = self.start.replace(year=self.start.year - 1)
        except ValueError:
            return None
        return at(day, self.grain, self.first_month)


def _fiscal_year(day: dt.date, first_month: int) -> int:
    return day.year + 1 if first_month > 1 and day.month >= first_month else day.year


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def at(day: dt.date, grain: Grain, first_month: int = 1) -> Period:
    """The period of that grain which holds the day."""
    match grain:
        case Grain.DAY:
            return Period(day, day + dt.timedelta(days=1), grain, first_month)
        case Grain.WEEK:
            monday = day - dt.timedelta(days=day.weekday())
            return Period(monday, monday + dt.timedelta(days=7), grain, first_month)
        case Grain.MONTH:
            length = 1
        case Grain.QUARTER:
            length = 3
        case Grain.YEAR:
            length = 12
    back = (day.month - first_month) % length
    start = _add_months(day.replace(day=1), -back)
    return Period(start, _add_months(start, length), grain, first_month)


def parse(label: str, first_month: int = 1) -> Period:
    """The period that a label names. QueryError where it names none."""
    text = label.strip().upper()
    for grain, pattern in _LABELS:
        if found := pattern.fullmatch(text):
            try:
                period = _from_parts(grain, [int(part) for part in found.groups()], first_month)
            except ValueError:
                break
            if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
                raise QueryError(f'"{label}" lies too far away.', do=f"Name a period from {FIRST_YEAR} to {LAST_YEAR}.")
            return period
    raise QueryError(
        f'"{label}" is not a period.',
        do="Write a day, week, month, quarter or year: 2017-07-03, 2017-W30, 2017-07, 2017-Q3, 2017.",
    )


def _from_parts(grain: Grain, parts: list[int], first_month: int) -> Period:
    match grain:
        case Grain.DAY:
            return at(dt.date(*parts), grain, first_month)
        case Grain.WEEK:
            return at(dt.date.fromisocalendar(parts[0], parts[1], 1), grain, first_month)
        case Grain.MONTH:
            return at(dt.date(parts[0], parts[1], 1), grain, first_month)
        case Grain.QUARTER | Grain.YEAR:
            start = dt.date(parts[0] - (1 if first_month > 1 else 0), first_month, 1)
            quarters = parts[1] - 1 if grain is Grain.QUARTER else 0
            return at(_add_months(start, 3 * quarters), grain, first_month)


def grain(name: str) -> Grain:
    """The grain of that name. QueryError, with the nearest name, where there is none."""
    try:
        return Grain(name)
    except ValueError:
        known = [item.value for item in Grain]
        raise QueryError(f'"{name}" is not a period length. {nearest(name, known)}'.strip(), do=f"Use one of {', '.join(known)}.") from None


def between(start: dt.date, end: dt.date, grain: Grain, first_month: int = 1) -> Iterator[Period]:
    """The periods of a grain that overlap [start, end), in order."""
    period = at(start, grain, first_month)
    while period.start < end:
        yield period
        period = period.next()
