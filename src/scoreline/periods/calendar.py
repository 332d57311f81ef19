"""Calendars: how days make up weeks, months, quarters and years.

Of every grain but the day, the periods of a calendar bear a year and a number within it: week 30 of 2017, month 7, quarter 3.

    gregorian   months of the calendar; ISO weeks, from Monday; quarters and years from `first_month` on
    4-4-5 ...   a retail calendar: whole weeks only, so many in the months of each quarter. 13 weeks are a quarter, 52 a year;
                where a year has a 53rd week, it belongs to its last month

A retail year ends on the last day of a week: the last one of the month before `first_month`, or the one nearest to that
month's end.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from scoreline.periods.grain import Grain

WEEK = dt.timedelta(days=7)
_QUARTERS_WEEKS = 13


class Scheme(StrEnum):
    """How a year is divided: the calendar's months, or so many weeks in the three months of each quarter."""

    GREGORIAN = "gregorian"
    W445 = "4-4-5"
    W454 = "4-5-4"
    W544 = "5-4-4"


class YearEnd(StrEnum):
    """On which day a retail year ends: the last such weekday of the month, or the one nearest to the month's end."""

    LAST = "last"
    NEAREST = "nearest"


class Named(StrEnum):
    """Which calendar year gives a fiscal year its number: the one in which it starts, or the one in which it ends."""

    START = "start"
    END = "end"


@dataclass(frozen=True, order=True)
class Calendar:
    """How a business counts its time. `week_start` (0 is Monday) and `year_end` matter in retail calendars only."""

    scheme: Scheme = Scheme.GREGORIAN
    first_month: int = 1
    named: Named = Named.END
    week_start: int = 0
    year_end: YearEnd = YearEnd.NEAREST

    @property
    def text(self) -> str:
        """Everything in it as one short text, which `read` reads."""
        return f"{self.scheme} {self.first_month} {self.named} {self.week_start} {self.year_end}"

    @classmethod
    def read(cls, text: str) -> Calendar:
        """The calendar that a text stands for."""
        scheme, first_month, named, week_start, year_end = text.split(" ")
        return cls(Scheme(scheme), int(first_month), Named(named), int(week_start), YearEnd(year_end))

    @property
    def retail(self) -> bool:
        """Whether its months consist of whole weeks."""
        return self.scheme is not Scheme.GREGORIAN

    def place(self, day: dt.date, grain: Grain) -> tuple[int, int]:
        """The year, and the number within it, of the period that holds the day; of a year, number 1. Not for days."""
        if self.retail:
            return self._retail_place(day, grain)
        match grain:
            case Grain.WEEK:
                year, week, _ = day.isocalendar()
                return year, week
            case Grain.MONTH:
                return day.year, day.month
            case Grain.QUARTER:
                return self._fiscal_year(day), (day.month - self.first_month) % 12 // 3 + 1
        return self._fiscal_year(day), 1

    def count(self, grain: Grain, year: int) -> int:
        """How many periods of that grain the year has."""
        match grain:
            case Grain.WEEK if self.retail:
                return (year_start(self, year + 1) - year_start(self, year)) // WEEK
            case Grain.WEEK:
                return dt.date(year, 12, 28).isocalendar().week
            case Grain.MONTH:
                return 12
            case Grain.QUARTER:
                return 4
        return 1

    def first_day(self, grain: Grain, year: int, number: int = 1) -> dt.date:
        """The first day of a period. ValueError where the year has no such number. Not for days."""
        if not 1 <= number <= self.count(grain, year):
            raise ValueError(f"{year} has no {grain} {number}")
        if self.retail:
            start = year_start(self, year)
            match grain:
                case Grain.WEEK:
                    return start + (number - 1) * WEEK
                case Grain.MONTH:
                    return start + _weeks_before(self.scheme)[number - 1] * WEEK
                case Grain.QUARTER:
                    return start + (number - 1) * _QUARTERS_WEEKS * WEEK
            return start
        match grain:
            case Grain.WEEK:
                return dt.date.fromisocalendar(year, number, 1)
            case Grain.MONTH:
                return dt.date(year, number, 1)
        index = self.starts_in(year) * 12 + self.first_month - 1 + 3 * (number - 1)
        return dt.date(index // 12, index % 12 + 1, 1)

    def bounds(self, day: dt.date, grain: Grain) -> tuple[dt.date, dt.date]:
        """The period that holds a day, as [first day, first day after it)."""
        if grain is Grain.DAY:
            return day, day + dt.timedelta(days=1)
        year, number = self.place(day, grain)
        after = (year, number + 1) if number < self.count(grain, year) else (year + 1, 1)
        return self.first_day(grain, year, number), self.first_day(grain, *after)

    def year_before(self, day: dt.date, grain: Grain) -> dt.date | None:
        """A day in the same period a year before; None where there is none, as for 29 February or a week 53.

        A day of a retail calendar is compared with the same weekday of the same week.
        """
        if grain is Grain.DAY and not self.retail:
            try:
                return day.replace(year=day.year - 1)
            except ValueError:
                return None
        unit = Grain.WEEK if grain is Grain.DAY else grain
        year, number = self.place(day, unit)
        if number > self.count(unit, year - 1):
            return None
        start = self.first_day(unit, year - 1, number)
        return start + (day - self.first_day(unit, year, number)) if grain is Grain.DAY else start

    def _fiscal_year(self, day: dt.date) -> int:
        started = day.year if day.month >= self.first_month else day.year - 1
        return started + self._ahead

    def starts_in(self, year: int) -> int:
        """The calendar year in which a fiscal year starts."""
        return year - self._ahead

    @property
    def _ahead(self) -> int:
        return 1 if self.first_month > 1 and self.named is Named.END else 0

    def _retail_place(self, day: dt.date, grain: Grain) -> tuple[int, int]:
        year = self._fiscal_year(day) + 1
        while year_start(self, year) > day:
            year -= 1
        week = (day - year_start(self, year)) // WEEK
        match grain:
            case Grain.WEEK:
                return year, week + 1
            case Grain.MONTH:
                return year, bisect_right(_weeks_before(self.scheme), week)
            case Grain.QUARTER:
                return year, min(week // _QUARTERS_WEEKS, 3) + 1
        return year, 1


GREGORIAN = Calendar()


@lru_cache(maxsize=4096)
def year_start(calendar: Calendar, year: int) -> dt.date:
    """The first day of a retail year: the day after the last day of the last week of the year before it."""
    nominal = dt.date(calendar.starts_in(year), calendar.first_month, 1)
    over = (nominal.weekday() - calendar.week_start) % 7
    if calendar.year_end is YearEnd.NEAREST and over > 3:
        over -= 7
    return nominal - dt.timedelta(days=over)


@lru_cache
def _weeks_before(scheme: Scheme) -> tuple[int, ...]:
    """How many weeks of the year lie before each of its twelve months."""
    weeks = [int(text) for text in scheme.split("-")] * 4
    return (0, *accumulate(weeks[:-1]))
