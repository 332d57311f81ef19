"""Cells to check, and what the check queries say of them. A cell is a period and a member of a cut.

Each query file beside this one gives a KPI for the cells of the relation `cell` (member, start, stop, the start of the period
before, and the same period a year before), from the tables of facts.sql. `{cut}` stands for the cut's key of a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import pyarrow as pa

from scoreline.mart.staged import Staged
from tests.checks.comparing import Value
from tests.checks.tables import read_tables

FOLDER = Path(__file__).parent
KPIS = tuple(sorted(path.stem for path in FOLDER.glob("*.sql") if path.stem != "facts"))
FACTS = ("placed", "sold", "given_back", "opened", "decided", "touched", "quoted", "asked", "billed", "quotas")
COMPANY = "company"
BETWEEN = " & "
DAYS = ("start", "stop", "before", "year_start", "year_stop")
CELL = pa.schema([("member", pa.string()), ("label", pa.string()), *((day, pa.date32()) for day in DAYS)])


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
    """The days of 2024-02-29, 2024-W07, 2024-02, 2024-Q1 or 2024 in calendar years."""
    year, part = int(label[:4]), label[5:]
    match grain(label):
        case "day":
            start, length = dt.date.fromisoformat(label), 1
            ago = None if part == "02-29" else start.replace(year=year - 1)
        case "week":
            start, length = dt.date.fromisocalendar(year, int(part[1:]), 1), 7
            ago = None if part == "W53" else dt.date.fromisocalendar(year - 1, int(part[1:]), 1)
        case "month":
            return _months(label, year * 12 + int(part) - 1, 1)
        case "quarter":
            return _months(label, year * 12 + 3 * int(part[1:]) - 3, 3)
        case _:
            return _months(label, year * 12, 12)
    time = dt.timedelta(days=length)
    return Days(label, start, start + time, start - time, ago, ago and ago + time)


def _months(label: str, first: int, length: int) -> Days:
    return Days(label, *(_month(number) for number in (first, first + length, first - length, first - 12, first - 12 + length)))


def _month(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


def grain(label: str) -> str:
    """The length of a period, by its label."""
    if "W" in label or "Q" in label:
        return "week" if "W" in label else "quarter"
    return {4: "year", 7: "month", 10: "day"}[len(label)]


class Checks:
    """The check queries over the staged loads."""

    def __init__(self, staged: Sequence[Staged], time_zone: str, currency: str, customer_days: int, covered_from: dt.date) -> None:
        self.con = duckdb.connect()
        read_tables(self.con, staged, time_zone)
        self.con.execute(f"CREATE MACRO customer_days() AS {customer_days}")
        self.con.execute(f"CREATE MACRO own_currency() AS '{currency}'")
        self.con.execute(f"CREATE MACRO covered_from() AS DATE '{covered_from}'")
        self.con.execute((FOLDER / "facts.sql").read_text("utf-8"))

    def members(self, cut: Sequence[str]) -> set[str]:
        """Every member of the cut that anything happened to."""
        names = {name.replace(":", "_") for name in cut}
        tables = [table for table in FACTS if names <= {row[0] for row in self.con.execute(f"DESCRIBE {table}").fetchall()}]
        return {row[0] for table in tables for row in self.con.execute(f"SELECT DISTINCT {key(cut)} FROM {table}").fetchall()}

    def ask(self, members: Iterable[str], periods: Iterable[str]) -> None:
        """Set the cells to be checked next: every member in every period."""
        names, spans = list(members), [days(label) for label in periods]
        columns = {field.name: [getattr(span, field.name) for span in spans for _ in names] for field in fields(Days)}
        self.con.register("cell", pa.table({"member": names * len(spans), **columns}, schema=CELL))

    def values(self, kpi: str, cut: Sequence[str]) -> dict[tuple[str, str], Value]:
        """The KPI of those cells, by (member, period). The company is the only member of the cut ()."""
        query = (FOLDER / f"{kpi}.sql").read_text("utf-8").replace("{cut}", key(cut))
        return {
            (member, label): value for member, label, value in self.con.execute(f"SELECT member, label, value FROM ({query})").fetchall()
        }


def key(cut: Sequence[str]) -> str:
    """The SQL of a row's member: its key in that cut, empty where it names none."""
    if not cut:
        return f"'{COMPANY}'"
    return f" || '{BETWEEN}' || ".join(f"coalesce({name.replace(':', '_')}, '')" for name in cut)
