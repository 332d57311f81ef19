"""Working days: the days of the week that are worked, less public holidays, less the company's own days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from scoreline.errors import PlanError, nearest
from scoreline.planning.decompose.slices import Times, days

WEEKEND = (5, 6)
"""Saturday and Sunday, as `date.weekday` counts."""


def public_holidays(place: str, years: Collection[int]) -> frozenset[dt.date]:
    """The public holidays of a country (DE) or a part of one (DE-BY), observed days among them. PlanError where it is not known."""
    import holidays
    from holidays.utils import list_supported_countries

    country, _, part = place.partition("-")
    known = list_supported_countries()
    if country not in known:
        what = f'The public holidays of "{country}" are not known. {nearest(country, known)}'.strip()
        raise PlanError(what, do="Write the country's two letters, as in DE or DE-BY.")
    if part and part not in known[country]:
        shown = ", ".join(known[country]) or "none"
        raise PlanError(f'{country} has no part "{part}" with holidays of its own.', do=f"It has: {shown}.")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=sorted(years)))


def working_days(
    times: Times, *, off: Collection[dt.date] = (), closed: Collection[dt.date] = (), weekend: Collection[int] = WEEKEND
) -> list[int]:
    """How many days are worked in each leaf of the periods. PlanError for a day of the company's own (`closed`) outside the plan."""
    for day in sorted(closed):
        if not times.whole.start <= day < times.whole.end:
            span = f"{times.whole.start} to {times.whole.last_day}"
            raise PlanError(f"The day off {day} lies outside the plan of {times.whole.label}.", do=f"Name days from {span}.")
    free = {*off, *closed}
    return [worked(span.start, span.end, free, weekend) for span in times.leaves]


def worked(start: dt.date, end: dt.date, free: Collection[dt.date], weekend: Collection[int] = WEEKEND) -> int:
    """How many days of [start, end) are worked."""
    return sum(day.weekday() not in weekend and day not in free for day in days(start, end))
