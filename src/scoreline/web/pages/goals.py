"""Goals: the steps from a plan to a restated period, and where a period stands on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoreline.periods import Period
from scoreline.planning.lifecycle import Status
from scoreline.web.pages import choices, current, lives
from scoreline.web.pages.commands import command
from scoreline.web.pages.lives import StatusCount
from scoreline.web.pages.reading import Reading


@dataclass(frozen=True)
class Step:
    """One step: what it is for, its page, how it stands in this period where that is known, and the command that takes it."""

    title: str
    text: str
    page: str
    command: str
    now: str = ""
    address: str = ""


def page(request: HttpRequest) -> HttpResponse:
    """The steps of one period."""
    reading = current.reading(request)
    show = current.show(request)
    if choices.last_month(reading) is None:
        return render(request, "scoreline/empty.html", {"here": "goals"})
    period = choices.chosen_period(request, reading)
    counts = lives.counts(reading, period)
    return render(
        request,
        "scoreline/goals.html",
        {
            "period": period,
            "periods": choices.period_groups(reading, show, period, lives.agreed_periods(reading)),
            "counts": counts,
            "all": sum(one.count for one in counts),
            "months": lives.months_inside(reading, period),
            "stages": [(title, [_linked(request, step, period) for step in steps]) for title, steps in _stages(reading, period, counts)],
            "here": "goals",
        },
    )


def _linked(request: HttpRequest, step: Step, period: Period) -> Step:
    from dataclasses import replace

    from scoreline.web.pages.links import address

    try:
        return replace(step, address=address(request, step.page, period=period.label))
    except NoReverseMatch:
        return step


def _stages(reading: Reading, period: Period, counts: Sequence[StatusCount]) -> list[tuple[str, list[Step]]]:
    label = period.label
    return [
        (
            _("Before it begins"),
            [
                Step(
                    _("See where everyone stands"),
                    _("Twelve months of each KPI: level, trend, spread, and the rank among people of the same role."),
                    "standing",
                    command("standing", "--member", "NAME"),
                ),
                Step(
                    _("Split the goal"),
                    _("Over quarters, months and weeks, regions, teams and people, to the cent."),
                    "plan",
                    command("plan", "split", "plan.yaml"),
                ),
                Step(
                    _("Try out a matrix"),
                    _("On past periods: who gains, who loses, what hangs on each weight."),
                    "backtest",
                    command("backtest", "matrix.yaml", "--from", label, "--to", label),
                ),
                Step(
                    _("Agree"),
                    _("A manager proposes each matrix, the member reads and signs it, then the manager signs."),
                    "period",
                    command("matrix", "apply", "matrix.yaml", "--as", "NAME"),
                    _agreed(counts),
                ),
            ],
        ),
        (
            _("While it runs"),
            [
                Step(
                    _("Watch the facts against the plan"),
                    _("Index, band and total of everyone, and the records behind each number."),
                    "overview",
                    command("score", "--member", "NAME", "--period", label, "--to-date"),
                ),
            ],
        ),
        (
            _("When it is over"),
            [
                Step(
                    _("Close it"),
                    _("Facts, definitions, matrices and teams are frozen with the version of the data that they come from."),
                    "period",
                    command("period", "close", "--period", label, "--as", "NAME"),
                    _closed(reading, period),
                ),
                Step(
                    _("Look at late data"),
                    _("It changes no closed figure. It is pending until somebody restates the period, with a reason."),
                    "pending",
                    command("period", "pending", "--period", label),
                ),
                Step(
                    _("Explain what changed"),
                    _("A KPI by volume, rate and mix; a total by facts, levels, weights and people."),
                    "explain",
                    command("explain", "revenue", "--period", label),
                ),
                Step(
                    _("Judge the quotas"),
                    _("Too high, right, too low, or too few people to tell."),
                    "quotas",
                    command("calibrate", "revenue", "--period", label),
                ),
                Step(
                    _("Pay for results"),
                    _("Line by line, from the record to the amount."),
                    "pay",
                    command("pay", "incentives.yaml", "--period", label),
                ),
                Step(
                    _("Look up who changed what"),
                    _("Every change with name, time and reason, in a trail that shows tampering."),
                    "audit",
                    command("audit", "verify"),
                ),
            ],
        ),
    ]


def _agreed(counts: Sequence[StatusCount]) -> str:
    every = sum(one.count for one in counts)
    signed = every - sum(one.count for one in counts if one.status is Status.DRAFT)
    if not every:
        return _("There is no matrix yet.")
    return ngettext("%(signed)s of %(every)s matrix is agreed.", "%(signed)s of %(every)s matrices are agreed.", every) % {
        "signed": signed,
        "every": every,
    }


def _closed(reading: Reading, period: Period) -> str:
    held = lives.versions(reading, period)
    if not held:
        return _("It is open.") if period.end <= reading.workspace.life.today else _("It is not over.")
    return _("Version %(version)s, by %(by)s.") % {"version": held[-1].version, "by": held[-1].by}
