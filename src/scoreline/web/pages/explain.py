"""Why a figure changed: a KPI by volume, mix and rate of its segments, a member's total by facts, levels, weights and people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.engine.members import Member
from scoreline.errors import ScorelineError
from scoreline.insight.quotient import quotient
from scoreline.kpis.model import Kpi
from scoreline.kpis.registry import Registry
from scoreline.periods import Period
from scoreline.reports.formats import Formats
from scoreline.web.pages import choices, commands, current
from scoreline.web.pages.choices import Option, OptionGroup
from scoreline.web.pages.explained import NONE, Question, answered
from scoreline.web.pages.links import member_key, member_of
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.scores import matrices
from scoreline.web.pages.words import KINDS, member_name

TOTAL = "total"


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """One change, explained."""
    reading, show = current.reading(request), current.show(request)
    period = choices.chosen_period(request, reading)
    before = reading.workspace.period(request.GET["from"]) if request.GET.get("from") else period.previous()
    if before.grain is not period.grain:  # another length was chosen for the later one
        before = period.previous()
    member = member_of(reading, request.GET.get("member", ""))
    kpis = [item.kpi for item in choices.available(reading) if item.ok]
    usual = TOTAL if member else next((kpi for kpi in ("revenue", *kpis) if kpi in kpis), TOTAL)
    name = choices.one_of(request, "kpi", [TOTAL, *kpis], usual)
    kpi = None if name == TOTAL else reading.workspace.registry.kpi(name)
    cuts = reading.workspace.cuts(kpi.id) if kpi else []
    by = choices.one_of(request, "by", cuts, _usual_cut(cuts, member)) if cuts else ""
    volumes = volumes_of(reading, kpi, kpis, by) if kpi else []
    volume = choices.one_of(request, "volume", [NONE, *volumes], volumes[0]) if volumes else NONE
    asked = Question(kpi, before, period, member, by, volume)
    answer = answered(reading, asked, show)
    titles = {one: _(reading.workspace.registry.kpi(one).title) for one in kpis}
    return render(
        request,
        "scoreline/explain.html",
        {
            "asked": asked,
            "title": titles[name] if kpi else _("Total"),
            "member": member,
            "period": period,
            "answer": answer,
            "periods": choices.period_groups(reading, show, period),
            "befores": _earlier(reading, show, asked),
            "kpis": [Option(TOTAL, _("Total of the matrix"), not kpi), *(Option(one, titles[one], one == name) for one in kpis)],
            "cuts": [Option(one, _(KINDS.get(one, one)), one == asked.by) for one in cuts],
            "volumes": [Option(one, titles[one], one == asked.volume) for one in volumes] + [Option(NONE, _("none"), asked.volume == NONE)]
            if volumes
            else [],
            "members": members_of(reading, member),
            "command": _command(reading, asked),
            "here": "goals",
        },
    )


def _usual_cut(cuts: list[str], member: Member | None) -> str:
    wanted = ("product", "category", "segment") if member and member.kind == "person" else ("team", "category", "segment")
    return next((cut for cut in wanted if cut in cuts), cuts[0] if cuts else "")


def volumes_of(reading: Reading, kpi: Kpi, among: list[str], by: str) -> list[str]:
    """The counts that come from a total's own rows, so that it is so many at such a rate each; none for ratios and counts."""
    registry = reading.workspace.registry
    try:
        if kpi.unit == "count" or quotient(registry, kpi.id).under is not None:
            return []
    except ScorelineError:
        return []
    counts = [one for one in among if registry.kpi(one).unit == "count" and registry.additive(one)]
    return [one for one in counts if _rows(registry, one) <= _rows(registry, kpi.id) and by in reading.workspace.cuts(one)]


def _rows(registry: Registry, kpi: str) -> set[str]:
    return {registry.measures[part.name].relation.name for part in registry.parts(kpi)}


def _earlier(reading: Reading, show: Formats, asked: Question) -> tuple[Option, ...]:
    """The periods of the same length before the later one, newest first; for a total that one too, for what was restated of it."""
    groups = choices.period_groups(reading, show, asked.before, [asked.after])
    found = [option for group in groups for option in group.options]
    parsed = [(reading.workspace.period(option.value), option) for option in found]
    return tuple(option for period, option in parsed if _before(period, asked))


def _before(period: Period, asked: Question) -> bool:
    same = asked.kpi is None and period == asked.after
    return period.grain is asked.after.grain and (same or period.start < asked.after.start)


def members_of(reading: Reading, chosen: Member | None) -> tuple[OptionGroup, ...]:
    """Everyone with a matrix, by kind, and the chosen member."""
    found = {matrix.member.key: matrix.member for matrix in matrices(reading)} | ({chosen.key: chosen} if chosen else {})
    kinds = dict.fromkeys(sorted({member.kind for member in found.values()} - {"company"}, reverse=True))
    ranked = sorted(found.values(), key=lambda member: member.name)
    return tuple(
        OptionGroup(
            _(KINDS.get(kind, kind)),
            tuple(Option(member_key(one), member_name(one), one == chosen) for one in ranked if one.kind == kind),
        )
        for kind in kinds
    )


def _command(reading: Reading, asked: Question) -> str:
    words = ["explain", *([asked.kpi.id] if asked.kpi else []), "--period", asked.after.label, "--from", asked.before.label]
    if asked.member:
        words += commands.of_member(reading, asked.member)
    if asked.kpi:
        words += ["--by", asked.by, *(["--volume", asked.volume] if asked.volume != NONE else [])]
    return commands.command(*words)
