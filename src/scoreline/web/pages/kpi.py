"""A KPI's page: its question, its course, its values by any cut that it allows, and its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact
from scoreline.engine.members import COMPANY
from scoreline.kpis.model import Kpi
from scoreline.periods import Grain, Period
from scoreline.web.pages import charts, choices, current, series
from scoreline.web.pages.change import Change, change
from scoreline.web.pages.csvfile import csv_response
from scoreline.web.pages.cut import NOTHING, cut, lines_of
from scoreline.web.pages.definition import definition
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.words import KINDS

_LENGTH = {Grain.DAY: 28, Grain.WEEK: 26, Grain.MONTH: 12, Grain.QUARTER: 8, Grain.YEAR: 5}
_A_PAGE = 50


@dataclass(frozen=True)
class Step:
    """One period of the whole company: the fact, a year before, and the change against the period before."""

    period: Period
    fact: Fact
    before: Fact
    change: Change | None
    beside: series.Beside


def page(request: HttpRequest, id: str) -> HttpResponse:
    """A KPI over time, and cut by one dimension in the chosen period."""
    reading = current.reading(request)
    show = current.show(request)
    kpi = reading.workspace.registry.kpi(id)
    item = next((item for item in choices.available(reading) if item.kpi == kpi.id), None)
    if item is None or not item.ok or choices.last_month(reading) is None:
        return render(request, "scoreline/kpi.html", {**definition(reading, kpi, show), "available": False})
    period = choices.chosen_period(request, reading)
    cuts = cuts_of(reading, kpi)
    by = choices.one_of(request, "by", cuts, default_cut(cuts))
    steps = course(reading, kpi, period) if "" in cuts else ()
    number = choices.page_number(request)
    found = cut(reading, kpi, by, period) if by else NOTHING
    lines = lines_of(found, kpi, show, slice((number - 1) * _A_PAGE, number * _A_PAGE))
    return render(
        request,
        "scoreline/kpi.html",
        {
            **definition(reading, kpi, show),
            "available": True,
            "period": period,
            "periods": choices.period_groups(reading, show, period),
            "by": by,
            "cuts": [choices.Option(name, _(KINDS.get(name, name)), name == by) for name in cuts if name],
            "steps": steps,
            "now": steps[-1] if steps else None,
            "chart": charts.trend_of(kpi, steps, show, columns=reading.workspace.registry.additive(kpi.id)) if steps else None,
            "lines": lines,
            "labels": tuple(kpi.beside),
            "in_points": kpi.unit in charts.IN_POINTS,
            "pages": choices.pages(len(found.members), _A_PAGE, number),
            "digits": found.digits(kpi, show),
        },
    )


def cuts_of(reading: Reading, kpi: Kpi) -> list[str]:
    """The cuts that the page offers; the empty one is the whole company, which a KPI that needs a cut does not have."""
    found = reading.workspace.cuts(kpi.id)
    return [name for name in found if name in kpi.needs_cut] if kpi.needs_cut else ["", *found]


def default_cut(cuts: Sequence[str]) -> str:
    """The cut shown unless the reader chose one: the one that is needed, else people where it has them."""
    return "person" if "person" in cuts else cuts[0]


def table(request: HttpRequest, id: str) -> HttpResponseBase:
    """The values as CSV: one line a member and period, or one a period without a cut."""
    reading = current.reading(request)
    kpi = reading.workspace.registry.kpi(id)
    period = choices.chosen_period(request, reading)
    cuts = cuts_of(reading, kpi)
    by = choices.one_of(request, "by", cuts, cuts[0])
    span = series.back_from(period, _LENGTH[period.grain])
    found = series.ask(reading, [kpi.id], by or None, span)
    rows = (
        [*([member.name, member.source, member.id] if by else []), when.label, fact.value, fact.state.value, *(n for _, n in beside)]
        for member in found.members
        for when, fact, beside in zip(span, found.of(member, kpi.id), found.beside_of(member, kpi.id), strict=True)
    )
    heads = [*([by, "source", "id"] if by else []), "period", kpi.id, "state", *kpi.beside]
    return csv_response(f"{kpi.id}-{period.label}.csv", heads, rows)


def course(reading: Reading, kpi: Kpi, period: Period) -> tuple[Step, ...]:
    """The whole company's periods up to the chosen one, each with the same period a year before."""
    length = _LENGTH[period.grain]
    span = series.back_from(period, length + 1)
    found = series.ask(reading, [kpi.id], None, span)
    facts, beside = found.of(COMPANY, kpi.id), found.beside_of(COMPANY, kpi.id)
    earlier = year_before(reading, kpi, span[1:])
    changes = [change(now, before, kpi.direction) for before, now in pairwise(facts)]
    return tuple(Step(*parts) for parts in zip(span[1:], facts[1:], earlier, changes, beside[1:], strict=True))


def year_before(reading: Reading, kpi: Kpi, span: Sequence[Period]) -> list[Fact]:
    """The facts of the same periods a year before; absent where the calendar or the data has none."""
    if span[0].grain is Grain.YEAR:
        return [series.ABSENT] * len(span)
    wanted = [period.year_before() for period in span]
    known = [period for period in wanted if period is not None]
    found = series.ask(reading, [kpi.id], None, tuple(series.between(known[0], known[-1])))
    facts = dict(zip((period.label for period in found.periods), found.of(COMPANY, kpi.id), strict=True))
    return [facts.get(period.label, series.ABSENT) if period else series.ABSENT for period in wanted]
