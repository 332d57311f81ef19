"""Cells to check: a cell is a period and a member of a cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

COMPANY = "company"
BETWEEN = " ++ "
WHOLE_OF = frozenset({"contact_method", "page", "page_kind"})
"""The cuts whose members a KPI that needs such a cut holds against all of them together."""


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


def key(cut: Sequence[str]) -> str:
    """The SQL of a row's member: its key in that cut, empty where it names none. The company is the only member of the cut ()."""
    if not cut:
        return f"'{COMPANY}'"
    return f" || '{BETWEEN}' || ".join(f"coalesce({column(name)}, '')" for name in cut)


def column(name: str) -> str:
    """The column of a dimension, as team_region for team:region."""
    return name.replace(":", "_")


def whole(cut: Sequence[str]) -> tuple[str, ...]:
    """The cut without the method or page."""
    return tuple(name for name in cut if name not in WHOLE_OF)


def whole_member(cut: Sequence[str], member: str) -> str:
    """The member of that cut to which a member of `cut` belongs."""
    kept = [part for name, part in zip(cut, member.split(BETWEEN), strict=True) if name not in WHOLE_OF] if cut else []
    return BETWEEN.join(kept) if kept else COMPANY
