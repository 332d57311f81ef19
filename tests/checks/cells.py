"""Cells to check, and what the check queries say of them. A cell is a period and a member of a cut.

Each query file beside this one gives a KPI for the cells of the relation `cell` (member, start, stop, the start of the period
before, and the same period a year before), from the tables of facts.sql. `{cut}` stands for the cut's key of a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from scoreline.mart.staged import Staged
from tests.checks.tables import read_tables

FOLDER = Path(__file__).parent
KPIS = tuple(sorted(path.stem for path in FOLDER.glob("*.sql") if path.stem != "facts"))
COMPANY = "company"
BETWEEN = " & "
Value = Decimal | float | int | None


@dataclass(frozen=True)
class Days:
    """A period, the start of the one before, and the same one a year before (None where that year had none)."""

    label: str
    start: dt.date
    stop: dt.date
    before: dt.date
    year_start: dt.date | None
    year_stop: dt.date | None


def days(label: str) -> Days:
    """The days of 2024-W07, 2024-02 or 2024-Q1 in calendar years."""
    year, part = int(label[:4]), label[5:]
    if part[0] == "W":
        start, week = dt.date.fromisocalendar(year, int(part[1:]), 1), dt.timedelta(days=7)
        try:
            ago = dt.date.fromisocalendar(year - 1, int(part[1:]), 1)
        except ValueError:
            return Days(label, start, start + week, start - week, None, None)
        return Days(label, start, start + week, start - week, ago, ago + week)
    length = 3 if part[0] == "Q" else 1
    month = (int(part[1:]) - 1) * 3 if part[0] == "Q" else int(part) - 1
    first, last = year * 12 + month, year * 12 + month + length
    return Days(label, *(_month(number) for number in (first, last, first - length, first - 12, last - 12)))


def _month(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


def grain(label: str) -> str:
    """week, quarter or month."""
    return {"W": "week", "Q": "quarter"}.get(label[5], "month")


class Checks:
    """The check queries over the staged loads."""

    def __init__(self, staged: Sequence[Staged], time_zone: str, customer_days: int) -> None:
        self.con = duckdb.connect()
        read_tables(self.con, staged, time_zone)
        self.con.execute(f"CREATE MACRO customer_days() AS {customer_days}")
        self.con.execute((FOLDER / "facts.sql").read_text("utf-8"))

    def values(self, kpi: str, cut: Sequence[str], members: Iterable[str], periods: Iterable[str]) -> dict[tuple[str, str], Value]:
        """The KPI of every member in every period, by (member, period). The company is the only member of the cut ()."""
        rows = [(member, *_columns(days(label)), label) for label in periods for member in members]
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE cell (member VARCHAR, start DATE, stop DATE, before DATE, year_start DATE, year_stop DATE, "
            "label VARCHAR)"
        )
        for begin in range(0, len(rows), 1000):
            chunk = rows[begin : begin + 1000]
            marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(chunk))
            self.con.execute(f"INSERT INTO cell VALUES {marks}", [value for row in chunk for value in row])
        query = (FOLDER / f"{kpi}.sql").read_text("utf-8").replace("{cut}", key(cut))
        found = self.con.execute(f"SELECT member, label, value FROM ({query})").fetchall()
        assert len(found) == len(rows)
        return {(member, label): value for member, label, value in found}


def _columns(of: Days) -> tuple[dt.date | None, ...]:
    return of.start, of.stop, of.before, of.year_start, of.year_stop


def key(cut: Sequence[str]) -> str:
    """The SQL of a row's member: its key in that cut, empty where it names none."""
    if not cut:
        return f"'{COMPANY}'"
    return f" || '{BETWEEN}' || ".join(f"coalesce({name.replace(':', '_')}, '')" for name in cut)
