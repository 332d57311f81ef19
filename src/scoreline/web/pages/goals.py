"""Goals: the steps from a plan to a restated period, and where a period stands on the way."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.periods import Period
from scoreline.web.pages import choices, current, lives
from scoreline.web.pages.links import address
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.steps import Step, stages


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """The steps of one period."""
    reading = current.reading(request)
    show = current.show(request)
    period = choices.chosen_period(request, reading)
    counts = lives.counts(reading, period)
    return render(
        request,
        "scoreline/goals.html",
        {
            "period": period,
            "periods": choices.period_groups(reading, show, period, lives.agreed_periods(reading)),
            "counts": counts,
            "months": lives.months_inside(reading, period),
            "stages": [(title, [_linked(request, step, period) for step in steps]) for title, steps in stages(reading, period, counts)],
            "here": "goals",
        },
    )


def _linked(request: HttpRequest, step: Step, period: Period) -> Step:
    return replace(step, address=address(request, step.page, period=period.label))
