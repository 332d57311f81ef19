"""Windows: periods that reach back, for sums to date, rolling and cumulative ones.

    to date       2017-03 of the year to date       1 January to the end of March
    rolling 3     2017-03                           January to March
    cumulative    2017-03 of a list from 2016-11    November 2016 to March 2017

A window keeps the end and the label of its period. Its `previous` and `year_before` are windows of the same rule, so that
the year to date is compared with the year to date a year before, and never with a whole year.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoreline.errors import QueryError
from scoreline.periods.grain import Grain, grain
from scoreline.periods.period import Period, Window, reaching

LONGEST = 1_000
"""The most periods that a rolling window may hold."""


def to_date(periods: Sequence[Period], to: str) -> list[Period]:
    """Each period from the start of the month, quarter or year that holds its last day. QueryError where that is not longer."""
    longer = grain(to)
    if longer not in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        raise QueryError(f"There is no {longer} to date.", do="Use month, quarter or year.")
    lengths = list(Grain)
    for period in periods[:1]:
        if lengths.index(period.grain) >= lengths.index(longer):
            shorter = ", ".join(lengths[: lengths.index(longer)])
            raise QueryError(f"A {period.grain} is no part of a {longer} to date.", do=f"Use shorter periods: {shorter}.")
    return [reaching(period, Window(to=longer.value)) for period in periods]


def rolling(periods: Sequence[Period], count: int) -> list[Period]:
    """Each period together with those before it, `count` in all. QueryError where the count is odd."""
    if not 2 <= count <= LONGEST:
        raise QueryError(f"{count} periods make no rolling window.", do=f"Name a number from 2 to {LONGEST:,}.")
    return [reaching(period, Window(count=count)) for period in periods]


def cumulative(periods: Sequence[Period]) -> list[Period]:
    """Each period together with all those before it in the list."""
    return [reaching(period, Window(since=periods[0].start)) for period in periods]
