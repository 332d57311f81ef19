"""Disputes: figures that somebody does not accept, what was said of each, and how it was settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.periods import Period
from scoreline.planning.disputes import Dispute, Stand
from scoreline.web.pages import choices, current
from scoreline.web.pages.commands import command
from scoreline.web.pages.reading import Reading

_SIZE = 20


@dataclass(frozen=True)
class Shown:
    """A dispute, its KPI's title and unit, what settled it, and the command that takes the next step; empty once it is settled."""

    dispute: Dispute
    title: str
    unit: str
    settled: str
    command: str

    @property
    def digits(self) -> int | None:
        """Money stands here to the cent."""
        return 2 if self.unit == "money" else None


def page(request: HttpRequest) -> HttpResponse:
    """The disputes of a period, or all of them: first those that are not settled, the newest first."""
    reading = current.reading(request)
    when = reading.workspace.period(label) if (label := request.GET.get("period", "")) else None
    found = sorted(every(reading, when), key=lambda one: (one.ended, -one.number))
    number = choices.page_number(request)
    return render(
        request,
        "scoreline/disputes.html",
        {
            "period": when,
            "disputes": [_shown(reading, one) for one in found[(number - 1) * _SIZE : number * _SIZE]],
            "pages": choices.pages(len(found), _SIZE, number),
            "open": sum(not one.ended for one in found),
            "start": command(
                "dispute", "open", "KPI", "--member", "NAME", "--period", label or "PERIOD", "--record", "TABLE/ID", "--as", "NAME"
            ),
            "here": "goals",
        },
    )


def every(reading: Reading, period: Period | None) -> Sequence[Dispute]:
    """All disputes, settled ones too; only of one period where it is given."""
    key = ("disputes", period.label if period else "")
    return reading.remember(key, lambda: reading.workspace.disputes.list(period, ended=None))


def _shown(reading: Reading, one: Dispute) -> Shown:
    kpi = reading.workspace.registry.kpis.get(one.kpi)
    return Shown(one, kpi.title if kpi else one.kpi, kpi.unit if kpi else "", _settled(one), _next(one))


def _settled(one: Dispute) -> str:
    if one.settled_by is None:
        return ""
    if one.stand is Stand.RESTATED:
        return _("by version %(version)s of the period") % {"version": one.settled_by}
    return _("by data version %(version)s") % {"version": one.settled_by}


def _next(one: Dispute) -> str:
    number = str(one.number)
    if one.stand is Stand.OPEN:
        return command("dispute", "answer", number, "--text", "TEXT", "--as", "MANAGER")
    return "" if one.ended else command("dispute", "resolve", number, "--outcome", "corrected", "--as", "NAME")
