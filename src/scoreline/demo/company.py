"""Who the made-up company is: Halden & Roth, a maker of coffee machines for workplaces, cafés and hotels.

It also sells the coffee, the cups and the paper that go with them. Everything here is written by hand; the rest is drawn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NAME = "Halden & Roth"
CURRENCY = "EUR"
REVIEW_DAYS = 10
TIME_ZONE = "Europe/Berlin"
START, END = dt.date(2023, 1, 1), dt.date(2026, 1, 1)
"""The days that the data covers, END not among them."""


@dataclass(frozen=True)
class Team:
    """A node of the tree. `market` teams sell in one country from one city; a larger company has more of them."""

    id: str
    name: str
    parent: str | None
    kind: str


@dataclass(frozen=True)
class Market:
    """Where a market team sells. `hours` are taken off its clock, so that office hours there fall on the same day here."""

    team: str
    city: str
    country: str
    culture: str
    calendar: str
    hours: int
    weight: float
    """Share of the customers at the start."""
    growth: float
    """Share of the customers won later."""
    pace: tuple[float, float, float]
    """How well the market did in each of the three years, 1 being usual."""


TEAMS = (
    Team("HR", NAME, None, "company"),
    Team("DACH", "Germany & Austria", "HR", "region"),
    Team("EAST", "Eastern Europe & Central Asia", "HR", "region"),
    Team("ASIA", "Asia", "HR", "region"),
    Team("DIRECT", "Direct & Partners", "HR", "region"),
    Team("HAM", "Hamburg", "DACH", "team"),
    Team("MUC", "München", "DACH", "team"),
    Team("VIE", "Wien", "DACH", "team"),
    Team("KEY", "Key Accounts DACH", "DACH", "team"),
    Team("WAW", "Warszawa", "EAST", "team"),
    Team("ALA", "Алматы", "EAST", "team"),
    Team("HAN", "Hà Nội", "ASIA", "team"),
    Team("SGN", "TP. Hồ Chí Minh", "ASIA", "team"),
    Team("SHA", "上海", "ASIA", "team"),
    Team("BDR", "Business Development", "DIRECT", "team"),
    Team("PAR", "Channel Partners", "DIRECT", "team"),
    Team("WEB", "Online Store", "DIRECT", "team"),
)

MARKETS = (
    Market("HAM", "Hamburg", "Germany", "de", "office", 0, 0.20, 0.14, (1.00, 1.02, 1.04)),
    Market("MUC", "München", "Germany", "de", "office", 0, 0.19, 0.13, (1.06, 1.00, 0.84)),
    Market("VIE", "Wien", "Austria", "de", "office", 0, 0.11, 0.09, (0.98, 1.00, 1.02)),
    Market("WAW", "Warszawa", "Poland", "pl", "office", 0, 0.13, 0.14, (0.92, 1.02, 1.08)),
    Market("ALA", "Алматы", "Kazakhstan", "ru", "office", 3, 0.09, 0.09, (1.04, 0.92, 1.00)),
    Market("HAN", "Hà Nội", "Vietnam", "vi", "asia", 5, 0.08, 0.12, (0.90, 1.00, 1.10)),
    Market("SGN", "TP. Hồ Chí Minh", "Vietnam", "vi", "asia", 5, 0.10, 0.14, (0.95, 1.05, 1.12)),
    Market("SHA", "上海", "China", "zh", "asia", 5, 0.10, 0.15, (1.00, 1.06, 1.02)),
)


@dataclass(frozen=True)
class Segment:
    """A kind of customer. What it buys beside deals, how it pays, and how much work it is."""

    name: str
    orders: float
    """Orders a year that do not come out of deals."""
    stays: int
    """Days that it stays a customer, on average."""
    units: float = 0
    """Units on a usual line."""
    percent_off: int = 0
    terms: int = 14
    """Days to pay a bill."""
    deals: float = 0
    """Deals a year once it is a customer."""
    machines: float = 0
    """Machines in a deal at least."""
    more_machines: float = 0
    """And so many more on average."""
    deal_percent_off: int = 0
    deal_days: float = 1
    """How long deals take, 1 being usual."""
    deal_chance: float = 1
    """How often they are won, 1 being usual."""
    touches: float = 0
    """Calls, visits and the like on a deal."""
    care: float = 0
    """The same a year beside deals, by a seller who is as diligent as any."""


SEGMENTS = (
    Segment("Enterprise", 17, 3200, 30, 9, 45, 2.8, 5, 3, 8, 1.6, 0.85, 9, 24),
    Segment("Mid-market", 12, 3200, 12, 4, 30, 1.9, 2, 1.2, 3, 1.15, 1, 7, 14),
    Segment("Small business", 8, 3200, 5.5, 0, 14, 1.1, 1, 0.5, 0, 0.85, 1, 5.5, 9),
    Segment("Reseller", 18, 3200, 25, 20, 60, 2.5, 4, 2.5, 18, 0.85, 1.15, 5.5, 20),
    Segment("Online business", 7, 3200, 5.5, care=9),
    Segment("Consumer", 1.1, 500),
)

DIRECTOR, MANAGER, AE = "sales_director", "sales_manager", "account_executive"
KAM, CHANNEL, FIELD = "key_account_manager", "channel_rep", "field_rep"
BDR, WEB = "business_development_rep", "online_store_manager"

ROSTER: tuple[tuple[str, str, int], ...] = (
    ("HR", DIRECTOR, 1),
    ("DACH", DIRECTOR, 1),
    ("EAST", DIRECTOR, 1),
    ("ASIA", DIRECTOR, 1),
    *((team, MANAGER, 1) for team in ("HAM", "MUC", "VIE", "KEY", "WAW", "ALA", "HAN", "SGN", "SHA", "BDR", "PAR")),
    *(("HAM", AE, 4), ("HAM", FIELD, 2)),
    *(("MUC", AE, 4), ("MUC", FIELD, 2)),
    *(("VIE", AE, 2), ("VIE", FIELD, 1)),
    ("KEY", KAM, 4),
    *(("WAW", AE, 3), ("WAW", FIELD, 1)),
    *(("ALA", AE, 2), ("ALA", FIELD, 1)),
    *(("HAN", AE, 2), ("HAN", FIELD, 1)),
    *(("SGN", AE, 3), ("SGN", FIELD, 1)),
    *(("SHA", AE, 3), ("SHA", FIELD, 1)),
    ("BDR", BDR, 5),
    ("PAR", CHANNEL, 3),
    ("WEB", WEB, 1),
)
"""Seats: team, role, how many. A seat is held by one person after another."""

MOVES: tuple[tuple[str, str, int, dt.date, str, str], ...] = (
    ("HAM", AE, 3, dt.date(2024, 7, 1), "MUC", AE),
    ("VIE", AE, 1, dt.date(2024, 10, 1), "KEY", KAM),
    ("HAN", AE, 1, dt.date(2024, 3, 1), "SGN", AE),
    ("MUC", FIELD, 1, dt.date(2025, 4, 1), "MUC", AE),
    ("PAR", CHANNEL, 2, dt.date(2023, 9, 1), "HAM", CHANNEL),
)
"""Who changes team or role: team, role, which seat of them (from 0), day, new team, new role. Customers go along."""

STAGES: tuple[tuple[str, str, int, str, str], ...] = (
    ("qualified", "Qualified", 1, "0.10", "open"),
    ("tasting", "Needs & tasting", 2, "0.25", "open"),
    ("proposal", "Proposal", 3, "0.45", "open"),
    ("negotiation", "Negotiation", 4, "0.70", "open"),
    ("won", "Won", 5, "1.00", "won"),
    ("lost", "Lost", 6, "0.00", "lost"),
)
"""The pipeline: id, name, position, probability, kind."""
