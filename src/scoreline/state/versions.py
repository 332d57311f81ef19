"""Which version of a closed period is meant: the newest, one by its number, or the one that stood at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.state.frozen import Closing


def chosen(held: Sequence[Closing], period: Period, version: int | None = None, at: dt.datetime | None = None) -> Closing:
    """That version among all of a period, in order. PeriodError where there is none, or both a number and a time are given."""
    if version is not None and at is not None:
        raise PeriodError("It is either a version or a time.", where=period.label, do="Leave out one of them.")
    if not held:
        raise PeriodError("It is not closed.", where=period.label, do="Read it as it stands today: scoreline score.")
    found = [one for one in held if (version is None or one.version == version) and (at is None or one.at <= at)]
    if not found:
        known = ", ".join(f"{one.version} of {one.at:%Y-%m-%d %H:%M} UTC" for one in held)
        what = f"It has no version {version}." if at is None else f"It was not closed yet at {at:%Y-%m-%d %H:%M %Z}."
        raise PeriodError(what, where=period.label, do=f"It has: {known}.")
    return found[-1]


def moment(text: str, time_zone: str) -> dt.datetime:
    """The time that a text names: 2017-08-05 (its end), 2017-08-05 14:30, or with a zone of its own. PeriodError for anything else."""
    zone = ZoneInfo(time_zone)
    try:
        if len(text) == len("2017-08-05"):
            return dt.datetime.combine(dt.date.fromisoformat(text) + dt.timedelta(days=1), dt.time(), zone) - dt.timedelta.resolution
        found = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise PeriodError(f'"{text}" is no time.', do="Write it as 2017-08-05, or as 2017-08-05 14:30.") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
