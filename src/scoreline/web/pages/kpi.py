"""A KPI's page: its question, its course, its values by any cut that it allows, and its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import COMPANY, Member
from scoreline.kpis import examples
from scoreline.kpis.model import Kpi
from scoreline.periods import Grain, Period
from scoreline.reports.formats import Formats
from scoreline.reports.svg.scale import extent
from scoreline.web.pages import charts, choices, current, marks, series
from scoreline.web.pages.allowed import allows
from scoreline.web.pages.change import Change, change
from scoreline.web.pages.csvfile import csv_response
from scoreline.web.pages.links import members_by_id
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.why import readable
from scoreline.web.pages.words import KINDS

_LENGTH = {Grain.DAY: 28, Grain.WEEK: 26, Grain.MONTH: 12, Grain.QUARTER: 8, Grain.YEAR: 5}
_A_PAGE = 50
_FEW = 400


@dataclass(frozen=True)
class Line:
    """One member of the cut: the period's fact, its change against the period before, and its course."""

    member: Member
    fact: Fact
    change: Change | None
    bar: SafeString
    line: SafeString
    beside: series.Beside


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
    definition = {
        "kpi": kpi,
        "allows": allows(item, show, reading.workspace.settings.customer_days) if item else None,
        "measures": measures(reading, kpi),
        "formula": readable(kpi.formula),
        "besides": [(label, readable(text)) for label, text in kpi.beside.items()],
        "example": None if reading.workspace.registry.own(kpi.id) else examples.shipped().get(kpi.id),
        "own": reading.workspace.registry.own(kpi.id),
    }
    if item is None or not item.ok or choices.last_month(reading) is None:
        return render(request, "scoreline/kpi.html", {**definition, "available": False})
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
            **definition,
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


@dataclass(frozen=True)
class Cut:
    """The members of a cut, best first, with their facts and changes, and what all lines share: scale and largest change."""

    members: tuple[Member, ...]
    facts: dict[Member, tuple[Fact, ...]]
    changes: dict[Member, Change | None]
    periods: tuple[Period, ...]
    largest: float
    bounds: tuple[float, float] | None
    beside: dict[Member, series.Beside]

    def digits(self, kpi: Kpi, show: Formats) -> int | None:
        """The decimals of the column of figures."""
        return show.money_digits(facts[-1].value for facts in self.facts.values()) if kpi.unit == "money" else None


NOTHING = Cut((), {}, {}, (), 0.0, None, {})


def cut(reading: Reading, kpi: Kpi, by: str, period: Period) -> Cut:
    """The members of a cut that have a figure in the period or the one before."""
    return reading.remember(("cut", kpi.id, by, period.label), lambda: _cut(reading, kpi, by, period))


def _cut(reading: Reading, kpi: Kpi, by: str, period: Period) -> Cut:
    few = len(members_by_id(reading, by)) <= _FEW
    span = series.back_from(period, 12 if few else 2)
    found = series.ask(reading, [kpi.id], by, span)
    facts = {member: found.of(member, kpi.id) for member in found.members}
    facts = {member: own for member, own in facts.items() if any(fact.value or fact.state is FactState.VALUE for fact in own[-2:])}
    changes = {member: change(own[-1], own[-2], kpi.direction) for member, own in facts.items()}
    return Cut(
        members=tuple(sorted(facts, key=lambda member: rank(facts[member][-1], kpi.direction, member.name))),
        facts=facts,
        changes=changes,
        periods=span,
        largest=max((abs(found.value) for found in changes.values() if found), default=0.0),
        bounds=extent(value for own in facts.values() for value in series.points(own)),
        beside={member: found.beside_of(member, kpi.id)[-1] for member in facts},
    )


def lines_of(found: Cut, kpi: Kpi, show: Formats, part: slice) -> tuple[Line, ...]:
    """Some of a cut's members with their pictures."""
    return tuple(
        Line(
            member,
            found.facts[member][-1],
            found.changes[member],
            _bar(found.changes[member], found.largest, show, kpi),
            marks.sparkline_of(found.facts[member], found.periods, member.name, kpi.unit, show, bounds=found.bounds),
            found.beside[member],
        )
        for member in found.members[part]
    )


def rank(fact: Fact, direction: str, name: str) -> tuple[bool, float, str]:
    """Best figure first, those without one last."""
    value = float(fact.value or 0)
    return fact.value is None, value if direction == "down" else -value, name


def _bar(found: Change | None, largest: float, show: Formats, kpi: Kpi) -> SafeString:
    if found is None:
        return marks.safe("")
    text = _("Change: %(change)s") % {"change": show.value(found.value, kpi.unit, signed=True)}
    return marks.variance_of(found.value, largest, found.better, text)


@dataclass(frozen=True)
class MeasureText:
    """One measure of a KPI's formula, in words."""

    name: str
    doc: str
    table: str


def measures(reading: Reading, kpi: Kpi) -> tuple[MeasureText, ...]:
    """What the formula is made of."""
    registry = reading.workspace.registry
    names = dict.fromkeys(leaf.name for leaf in registry.parts(kpi.id))
    found = (registry.measures[name].measure for name in names)
    return tuple(MeasureText(measure.name, measure.doc, measure.from_) for measure in found)
