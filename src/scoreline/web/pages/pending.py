"""Late data: where today's figures of closed periods differ from those that were frozen, and what was restated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.periods import Period
from scoreline.web.pages import choices, current, lives
from scoreline.web.pages.change import Change, change
from scoreline.web.pages.commands import command, of_member
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.why import column_digits

if TYPE_CHECKING:
    from scoreline.workspace.pending import LateRow, Pending


@dataclass(frozen=True)
class Late:
    """A difference, by how much it is one, and its rows as tables, one for each part of the formula."""

    pending: Pending
    change: Change | None
    parts: tuple[LatePart, ...]

    @property
    def cents(self) -> int | None:
        """Money stands here to the cent, since that is what a restatement moves."""
        return 2 if self.pending.unit == "money" else None


@dataclass(frozen=True)
class LatePart:
    """The late rows that one part of a formula counts: columns, decimals of those that hold numbers, and rows of column and cell."""

    part: str
    columns: tuple[str, ...]
    digits: dict[str, int]
    rows: tuple[tuple[tuple[str, object], ...], ...]


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """The differences of a closed period with their rows, and all versions of all closed periods."""
    reading = current.reading(request)
    show = current.show(request)
    period = choices.chosen_period(request, reading)
    versions = lives.versions(reading, period)
    found = _late(reading, period) if versions else ()
    return render(
        request,
        "scoreline/pending.html",
        {
            "period": period,
            "periods": choices.period_groups(reading, show, period, lives.agreed_periods(reading)),
            "closing": versions[-1] if versions else None,
            "found": found,
            "rows": any(one.parts for one in found),
            "carried": any(one.pending.carried for one in found),
            "carry": _carry(reading, found, period),
            "restate": command("period", "restate", "--period", period.label, "--reason", "TEXT", "--as", "NAME"),
            "closed": lives.closings(reading),
            "here": "goals",
        },
    )


def _carry(reading: Reading, found: Sequence[Late], period: Period) -> str:
    """The command that carries the first difference that could be: that of a KPI whose figures over time add up."""
    for late in found:
        one = late.pending
        if one.kpi in reading.workspace.additive and one.left and not one.redefined:
            who = of_member(reading, one.member)
            return command(
                "period", "carry", one.kpi, *who, "--from", period.label, "--into", period.next().label, "--reason", "TEXT", "--as", "NAME"
            )
    return ""


def pending(reading: Reading, period: Period) -> Sequence[Pending]:
    """Where today's figures of a closed period differ from those that were frozen."""
    return reading.remember(("pending", period.label), lambda: reading.workspace.life.pending(period))


def _late(reading: Reading, period: Period) -> tuple[Late, ...]:
    return tuple(Late(one, change(one.today, one.frozen, "none"), _parts(one.rows)) for one in pending(reading, period))


def _parts(rows: tuple[LateRow, ...]) -> tuple[LatePart, ...]:
    by_part: dict[str, list[LateRow]] = {}
    for row in rows:
        by_part.setdefault(row.part, []).append(row)
    return tuple(_part(part, found) for part, found in by_part.items())


def _part(part: str, rows: list[LateRow]) -> LatePart:
    names = tuple(rows[0].values)
    columns = (*(name for name in names if not name.startswith("_")), *(name for name in names if name.startswith("_")))
    measured = {name: column_digits(row.values.get(name) for row in rows) for name in columns}
    digits = {name: decimals for name, decimals in measured.items() if decimals is not None}
    return LatePart(part, columns, digits, tuple(tuple((name, row.values.get(name)) for name in columns) for row in rows))
