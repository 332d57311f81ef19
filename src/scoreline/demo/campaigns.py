"""The campaigns of Halden & Roth: what they are called, by which channel they work, when they run and what a day costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scoreline.demo import company


@dataclass(frozen=True)
class Campaign:
    """A campaign from `start` to before `end`, and what a day of it costs in its currency. One channel has one at a time."""

    id: str
    name: str
    channel: str
    start: dt.date
    end: dt.date
    daily: int
    currency: str = company.CURRENCY


_YEARLY: tuple[tuple[str, str, str, tuple[int, int], tuple[int, int], int, str], ...] = (
    ("SEA", "Search ads", "search", (1, 1), (1, 1), 48, company.CURRENCY),
    ("NL", "Newsletter", "newsletter", (1, 1), (1, 1), 9, company.CURRENCY),
    ("OFF1", "A better office coffee", "advertisement", (2, 1), (6, 16), 110, company.CURRENCY),
    ("OFF2", "Autumn in the office", "advertisement", (9, 1), (12, 16), 130, company.CURRENCY),
    ("FAIR1", "Spring fair", "trade fair", (3, 1), (5, 1), 260, company.CURRENCY),
    ("FAIR2", "Hotel fair", "trade fair", (9, 15), (11, 15), 310, company.CURRENCY),
    ("PAR", "Partner weeks", "partner", (2, 15), (11, 1), 22, company.CURRENCY),
    ("REF", "Bring a friend", "referral", (1, 1), (1, 1), 14, company.CURRENCY),
    ("SOC", "Home barista", "social", (10, 1), (1, 1), 75, "USD"),
)
"""Every year's: id, name, channel, first day, first day after (1 January: of the next year), cost of a day, currency."""


def campaigns() -> list[Campaign]:
    """All campaigns but the promotion's."""
    found = []
    for year in range(company.START.year, company.END.year):
        for id, name, channel, start, end, daily, currency in _YEARLY:
            until = dt.date(year + 1, 1, 1) if end == (1, 1) else dt.date(year, *end)
            found.append(Campaign(f"CP-{year}-{id}", f"{name} {year}", channel, dt.date(year, *start), until, daily, currency))
    return found
