"""The lengths of periods."""

from __future__ import annotations

from enum import StrEnum

from scoreline.errors import QueryError, nearest


class Grain(StrEnum):
    """The length of a period, shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def grain(name: str) -> Grain:
    """The grain of that name. QueryError, with the nearest name, where there is none."""
    try:
        return Grain(name)
    except ValueError:
        known = [item.value for item in Grain]
        raise QueryError(f'"{name}" is not a period length. {nearest(name, known)}'.strip(), do=f"Use one of {', '.join(known)}.") from None
