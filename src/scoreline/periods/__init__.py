"""Periods of time: days, weeks, months, quarters and years of a business's calendar. Every range is half open, [start, end).

    2017-07-03   2017-W30   2017-07   2017-Q3   2017

Where the fiscal year starts in another month than January, quarters and years are fiscal. In a retail calendar weeks, months,
quarters and years are its own, and months are written 2017-P07, since month 7 of such a year is seldom July.
"""

from scoreline.periods.calendar import GREGORIAN, Calendar, Named, Scheme, YearEnd
from scoreline.periods.grain import Grain, grain
from scoreline.periods.period import FIRST_YEAR, LAST_YEAR, Period, Window, at, between, parse

__all__ = [
    "FIRST_YEAR",
    "GREGORIAN",
    "LAST_YEAR",
    "Calendar",
    "Grain",
    "Named",
    "Period",
    "Scheme",
    "Window",
    "YearEnd",
    "at",
    "between",
    "grain",
    "parse",
]
