"""Where a member stands: twelve months of each KPI, held against the people of the same role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.insight.past import Trend
from scoreline.insight.standing import Against, Standing, Verdict
from scoreline.kpis.model import Kpi
from scoreline.periods import Period
from scoreline.reports.formats import Formats
from scoreline.web.pages import choices, current, marks, series
from scoreline.web.pages.commands import command, of_member
from scoreline.web.pages.links import member_key, member_of
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices

_MONTHS = 12


@dataclass(frozen=True)
class Row:
    """One KPI: its standing, its course, how it moves, and the evidence in sentences."""

    kpi: Kpi
    standing: Standing
    line: SafeString
    moving: str
    evidence: tuple[str, ...]
    digits: int | None


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """One member's standing up to a month; without one, a choice of those who have a matrix."""
    reading = current.reading(request)
    show = current.show(request)
    month = series.last_month_of(choices.chosen_period(request, reading))
    people = held_by(reading)
    member = member_of(reading, request.GET.get("member", "")) or (people[0] if people else None)
    rows = _rows(reading, member, month, show) if member else ()
    who = of_member(reading, member)[:2] if member else ()
    return render(
        request,
        "scoreline/standing.html",
        {
            "member": member,
            "people": [choices.Option(member_key(one), one.name, one == member) for one in people],
            "period": month,
            "periods": choices.period_groups(reading, show, month),
            "first": series.back_from(month, _MONTHS)[0],
            "rows": rows,
            "strengths": [row for row in rows if row.standing.verdict is Verdict.STRENGTH],
            "weaknesses": [row for row in rows if row.standing.verdict is Verdict.WEAKNESS],
            "command": command("standing", *who, "--until", month.label),
            "suggest": command("matrix", "suggest", *who, "--period", month.next().label),
            "here": "goals",
        },
    )


def held_by(reading: Reading) -> tuple[Member, ...]:
    """The people who have any matrix, by name."""
    found = {matrix.member.key: matrix.member for matrix in matrices(reading) if matrix.member.kind == "person"}
    return tuple(sorted(found.values(), key=lambda member: member.name))


def _rows(reading: Reading, member: Member, month: Period, show: Formats) -> tuple[Row, ...]:
    insights = reading.workspace.insights
    found = reading.remember(("standing", member, month.label), lambda: insights.standing([member], until=month, months=_MONTHS))
    kpis = tuple(item.kpi for item in found)
    span = series.back_from(month, _MONTHS)
    courses = reading.remember(("trends", member, kpis, month.label), lambda: reading.workspace.trends(member, kpis, month, _MONTHS))
    return tuple(_row(reading.workspace.registry.kpis[item.kpi], item, courses[item.kpi], span, show) for item in found)


def _row(kpi: Kpi, item: Standing, course: Sequence[Fact], span: Sequence[Period], show: Formats) -> Row:
    line = marks.sparkline_of(course, span, _(kpi.title), kpi.unit, show)
    digits = show.money_digits([item.level, item.low, item.high]) if kpi.unit == "money" else None
    return Row(kpi, item, line, _moving(item.trend, kpi, show), tuple(_evidence(item)), digits)


def _moving(trend: Trend | None, kpi: Kpi, show: Formats) -> str:
    """How the months move, in words, with the slope where it is clear."""
    if trend is None:
        return ""
    if not trend.clear:
        return _("no clear trend")
    slope = show.value(trend.slope, kpi.unit, signed=True)
    return (_("rising, %(slope)s a month") if trend.tau > 0 else _("falling, %(slope)s a month")) % {"slope": slope}


def _evidence(item: Standing) -> Iterable[str]:
    """What the verdict rests on."""
    yield ngettext("%(known)s of %(all)s month has a value.", "%(known)s of %(all)s months have a value.", item.periods) % {
        "known": item.known,
        "all": item.periods,
    }
    if item.against is not None:
        yield _against(item.against)
    elif item.verdict is Verdict.TOO_FEW:
        yield _("Too few months, or too few others in the role, to hold it against.")
    elif item.verdict is Verdict.NOT_JUDGED:
        yield _("The definition leaves open which way is better.")


def _against(against: Against) -> str:
    told = against.better + against.worse
    if told == 0:
        return _("Always equal to the peers' median.")
    more, words = (
        (against.better, _("Better than the peers' median in %(more)s of %(told)s months that differ from it"))
        if against.better >= against.worse
        else (against.worse, _("Worse than the peers' median in %(more)s of %(told)s months that differ from it"))
    )
    chance = _("more than chance gives") if against.clear else _("which may be chance")
    return f"{words % {'more': more, 'told': told}}, {chance}."
