"""Are quotas right: the share of people that reached the norm, how sure that is, and a verdict in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation.trans_null import gettext_noop

from scoreline.errors import QueryError, ScorelineError
from scoreline.insight.calibration import Band, Calibration, Verdict
from scoreline.insight.shares import Share
from scoreline.kpis.model import Kpi
from scoreline.periods import Grain, Period
from scoreline.reports.formats import Formats
from scoreline.reports.svg.interval import interval
from scoreline.web.pages import choices, commands, current, marks
from scoreline.web.pages.choices import Option
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.problems import said
from scoreline.web.pages.reading import Reading
from scoreline.workspace.homes import EVERYBODY, NOWHERE

_FEWEST = 5
_BANDS = ("50-60", "55-70", "60-80")
_USUAL_BAND = "55-70"
_BY = {"": gettext_noop("Everybody"), "team": gettext_noop("Team"), "team:region": gettext_noop("Region"), "role": gettext_noop("Role")}
_SOURCES = {"quotas": gettext_noop("Quotas that were loaded"), "matrices": gettext_noop("Levels of matrices")}
VERDICTS = {
    Verdict.TOO_HIGH: gettext_noop("Too high"),
    Verdict.RIGHT: gettext_noop("Right"),
    Verdict.TOO_LOW: gettext_noop("Too low"),
    Verdict.TOO_FEW: gettext_noop("Too few to tell"),
}


@dataclass(frozen=True)
class Line:
    """One group: what was found, its name and verdict in words, the reason, and the picture."""

    found: Calibration
    name: str
    verdict: str
    evidence: str
    picture: SafeString


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """The quotas of one KPI and period."""
    reading, show = current.reading(request), current.show(request)
    period, year = choices.chosen_period(request, reading, Grain.YEAR), choices.last_period(reading, Grain.YEAR.value)
    kpis = [item.kpi for item in choices.available(reading) if item.ok and "person" in reading.workspace.cuts(item.kpi)]
    kpi = reading.workspace.registry.kpi(choices.one_of(request, "kpi", kpis, "revenue" if "revenue" in kpis else kpis[0]))
    source = choices.one_of(request, "levels", _SOURCES, "quotas")
    by = choices.one_of(request, "by", _BY, "")
    text = request.GET.get("band", "") or _USUAL_BAND
    band = band_of(text)
    lines, problem = found(reading, kpi, period, source, by, band, show)
    return render(
        request,
        "scoreline/quotas.html",
        {
            "kpi": kpi,
            "period": period,
            "lines": lines,
            "problem": problem,
            "two_heaps": [line for line in lines if line.found.humps and line.found.humps.two],
            "band": band,
            "periods": choices.period_groups(reading, show, period),
            "kpis": [Option(one, _(reading.workspace.registry.kpi(one).title), one == kpi.id) for one in kpis],
            "sources": [Option(one, _(word), one == source) for one, word in _SOURCES.items()],
            "groups_by": [Option(one, _(word), one == by) for one, word in _BY.items()],
            "bands": [Option(one, _span(band_of(one), show), one == text) for one in sorted({*_BANDS, text})],
            "year": year if year and year != period else None,
            "command": commands.command(
                "calibrate", kpi.id, "--period", period.label, *(["--by", by] if by else []),
                *(["--levels", source] if source != "quotas" else []), *(["--band", text] if text != _USUAL_BAND else []),
            ),
            "here": "goals",
        },
    )  # fmt: skip


def band_of(text: str) -> Band:
    """The band that an address names: 55-70. QueryError where it names none."""
    low, _dash, high = text.partition("-")
    try:
        return Band(float(low), float(high))
    except ValueError:
        raise QueryError(f'"{text}" is not a band.', do="Write two shares in percent: 55-70.") from None


def found(reading: Reading, kpi: Kpi, period: Period, source: str, by: str, band: Band, show: Formats) -> tuple[tuple[Line, ...], str]:
    """Each group's line, or what keeps them from being told."""
    key = ("calibrate", kpi.id, period, source, by, band)
    try:
        groups = reading.remember(
            key, lambda: reading.workspace.insights.calibrate(kpi.id, period, by=by, levels=source, band=band, fewest=_FEWEST)
        )
    except ScorelineError as problem:
        return (), said(problem)
    return tuple(_line(group, band, show) for group in groups), ""


def _line(group: Calibration, band: Band, show: Formats) -> Line:
    reason = evidence(group, band, show)
    norm = group.norm
    names = {EVERYBODY: _("Everybody"), NOWHERE: _("Not assigned")}
    drawn = interval(norm.percent, norm.low, norm.high, (band.low, band.high), title=reason)
    return Line(group, names.get(group.group, group.group), _(VERDICTS[group.verdict]), reason, marks.safe(drawn))


def evidence(group: Calibration, band: Band, show: Formats) -> str:
    """The reason of a verdict in words."""
    norm = group.norm
    if norm.percent is None:
        lacks = [*([_("In ramp")] if group.in_ramp else []), *([_("Fact not known")] if group.unknown else [])]
        return ", ".join(lacks) or _("Nobody had a level to reach.")
    values = {"count": norm.count, "of": norm.of, "interval": _of_share(norm, show), "band": _span(band, show), "fewest": _FEWEST}
    if norm.of < _FEWEST:
        return _("%(count)s of %(of)s reached the norm. Nothing is said of fewer than %(fewest)s people.") % values
    match group.verdict:
        case Verdict.TOO_HIGH:
            text = _("%(count)s of %(of)s reached the norm, which tells %(interval)s: all of it below %(band)s.")
        case Verdict.TOO_LOW:
            text = _("%(count)s of %(of)s reached the norm, which tells %(interval)s: all of it above %(band)s.")
        case Verdict.RIGHT:
            text = _("%(count)s of %(of)s reached the norm, which tells %(interval)s: that fits %(band)s.")
        case _other:
            text = _("%(count)s of %(of)s reached the norm, which tells %(interval)s, against %(band)s: that may be right or not.")
    return text % values


def _of_share(share: Share, show: Formats) -> str:
    return _("%(low)s to %(high)s") % {"low": show.number(share.low, 0), "high": show.percent(share.high, 0)}


def _span(band: Band, show: Formats) -> str:
    return _("%(low)s to %(high)s") % {"low": show.number(band.low), "high": show.percent(band.high, 0)}
