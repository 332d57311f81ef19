"""What a table of periods should say about them: that a year is fiscal, that a week is retail, what a window holds."""

from __future__ import annotations

from scoreline.periods.calendar import Calendar
from scoreline.periods.grain import Grain
from scoreline.periods.period import WHOLE, Period

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def describe(period: Period) -> str:
    """What a window holds: year to date, last 3 months, since 2017-01-01. Empty for a period alone."""
    window = period.window
    if window == WHOLE:
        return ""
    if window.to:
        return f"{window.to} to date"
    if window.count > 1:
        return f"last {window.count} {period.grain}s"
    return f"since {window.since.isoformat()}"


def kind(calendar: Calendar, grain: Grain) -> str:
    """The word before a label that is not the calendar's own: retail or fiscal; empty where it is."""
    if grain is Grain.DAY:
        return ""
    if calendar.retail:
        return "retail"
    return "fiscal" if calendar.first_month > 1 and grain in (Grain.QUARTER, Grain.YEAR) else ""


def explain(calendar: Calendar, grain: Grain) -> str:
    """One sentence on labels that are not the calendar's own; empty where they are."""
    month = _MONTHS[calendar.first_month - 1]
    named = f", named after their {calendar.named}" if calendar.first_month > 1 else ""
    match kind(calendar, grain):
        case "fiscal":
            return f"{grain.capitalize()}s are fiscal: years from {month}{named}."
        case "retail":
            weeks = f"weeks from {_DAYS[calendar.week_start]}, years from about 1 {month}{named}"
            return f"{grain.capitalize()}s are those of a {calendar.scheme} calendar: {weeks}."
    return ""


def reach(first: Period, last: Period, start: Period | None, end: Period | None) -> list[str]:
    """A sentence for each end at which whole periods reach outside what was asked for, from `start` to `end`."""
    found = []
    if start and first.alone.start < start.start:
        found.append(f"{first.label} begins on {first.alone.start}, before {start.label}.")
    if end and last.end > end.end:
        found.append(f"{last.label} ends on {last.last_day}, after {end.label}.")
    return found
