"""Saved plans: what everybody is to reach when, with sums, pins, and how it was split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation.trans_null import gettext_noop

from scoreline.engine.members import Member
from scoreline.errors import QueryError
from scoreline.periods import Grain
from scoreline.planning.decompose.plan import places
from scoreline.planning.decompose.saved import SavedPlan
from scoreline.planning.decompose.slices import Span
from scoreline.reports.formats import Formats
from scoreline.state.plans import PlanHead
from scoreline.web.pages import choices, commands, current
from scoreline.web.pages.choices import Option
from scoreline.web.pages.links import member_key
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.words import member_name

_WHOLE = 150
"""A plan with so many members is shown as a whole; of larger ones a member and those right below."""
METHODS = {
    "seasonality": gettext_noop("by the seasons of past years"),
    "working days": gettext_noop("by working days"),
    "even": gettext_noop("evenly"),
    "last year": gettext_noop("by last year's shares"),
    "head count": gettext_noop("by head count"),
    "potential": gettext_noop("by potential"),
    "by hand": gettext_noop("by hand"),
}
GRAINS = {
    Grain.QUARTER: gettext_noop("Quarters"),
    Grain.MONTH: gettext_noop("Months"),
    Grain.WEEK: gettext_noop("Weeks"),
    Grain.DAY: gettext_noop("Days"),
}


@dataclass(frozen=True)
class Cell:
    """An amount, and whether it was pinned."""

    text: str
    pinned: bool


@dataclass(frozen=True)
class Row:
    """One member: the name in the plan, how deep below the top, whether others stand below, and the amounts."""

    name: str
    member: Member
    depth: int
    above: bool
    cells: tuple[Cell, ...]


def page(request: HttpRequest) -> HttpResponse:
    """One version of one saved plan."""
    reading, show = current.reading(request), current.show(request)
    heads = reading.remember(("plans",), reading.workspace.plans.list)
    if not heads:
        return render(request, "scoreline/plan.html", {"command": _split(), "here": "goals"})
    newest = {_key(head): head for head in heads}
    key = choices.one_of(request, "plan", newest, _usual(newest, request.GET.get("period", "")))
    head = newest[key]
    versions = [one for one in heads if _key(one) == key]
    number = choices.one_of(request, "version", [str(one.version) for one in versions], str(head.version))
    saved = reading.remember(
        ("plan", key, number), lambda: reading.workspace.plans.get(head.kpi, head.period, of=head.top, version=int(number))
    )
    grains = [grain for grain in GRAINS if any(span.grain is grain for span in saved.plan.times.spans[1:])]
    per = choices.one_of(request, "per", ["", *(grain.value for grain in grains)], "")
    spans = [saved.plan.times.spans[0], *saved.plan.times.at(Grain(per) if per else None)]
    of = request.GET.get("of", "")
    if of and of not in saved.plan.members.numbers:
        raise QueryError(f'There is no "{of}" in the plan.', do="Choose a member on the page.")
    names = _names(saved, of)
    kpi = reading.workspace.registry.kpi(head.kpi)
    return render(
        request,
        "scoreline/plan.html",
        {
            "head": next(one for one in versions if str(one.version) == number),
            "newest": head,
            "kpi": kpi,
            "saved": saved,
            "of": of,
            "part": len(names) < len(saved.plan.members.keys),
            "titles": [_title(reading, span, show) for span in spans[1:]],
            "rows": rows(saved, names, spans, kpi.unit, show),
            "methods": _methods(saved),
            "pins": len(saved.asked.get("pins") or ()),
            "plans": [Option(one, _label(reading, each, show), one == key) for one, each in newest.items()],
            "versions": [Option(str(one.version), str(one.version), str(one.version) == number) for one in reversed(versions)],
            "pers": [
                Option("", _("the longest"), not per),
                *(Option(grain.value, _(GRAINS[grain]), grain.value == per) for grain in grains),
            ],
            "command": commands.command("plan", "split", saved.origin or "plan.yaml", "--against", "saved"),
            "here": "goals",
        },
    )


def _split() -> str:
    return commands.command("plan", "apply", "plan.yaml", "--as", "NAME", "--reason", "TEXT")


def _key(head: PlanHead) -> str:
    return f"{head.kpi}:{head.period.label}:{member_key(head.top)}"


def _usual(newest: dict[str, PlanHead], period: str) -> str:
    """The plan whose time has the period of the address, else the one that was saved last."""
    ranked = sorted(newest.items(), key=lambda item: item[1].at, reverse=True)
    return next((key for key, head in ranked if period.startswith(head.period.label)), ranked[0][0])


def _label(reading: Reading, head: PlanHead, show: Formats) -> str:
    known = reading.workspace.registry.kpis.get(head.kpi)
    kpi = _(known.title) if known else head.kpi
    return _("%(kpi)s of %(member)s, %(period)s") % {"kpi": kpi, "member": member_name(head.top), "period": show.period(head.period)}


def _names(saved: SavedPlan, of: str) -> list[str]:
    """The members that are shown, each followed by those below."""
    members = saved.plan.members
    if not of and len(members.keys) <= _WHOLE:
        return [members.keys[node] for node in members.down]
    return saved.plan.around(of or members.keys[0])


def rows(saved: SavedPlan, names: Sequence[str], spans: Sequence[Span], unit: str, show: Formats) -> list[Row]:
    """The members' amounts to the smallest unit, so that they add up as they stand; the first one is the whole time."""
    plan, who = saved.plan, dict(zip(saved.plan.members.keys, saved.who, strict=True))
    pinned = {
        (str(pin.get("member") or plan.members.keys[0]), str(pin.get("period") or plan.times.tree.keys[0]))
        for pin in saved.asked.get("pins") or ()
    }
    amounts = {name: plan.amounts(name, spans) for name in names}
    digits = places(plan.goal.step, [amount for some in amounts.values() for amount in some])
    least = min(plan.members.depth(plan.members.numbers[name]) for name in names)
    return [
        Row(
            name,
            who[name],
            plan.members.depth(plan.members.numbers[name]) - least,
            bool(plan.members.children[plan.members.numbers[name]]),
            tuple(
                Cell(show.value(amount, unit, digits=digits), (name, span.label) in pinned)
                for span, amount in zip(spans, amounts[name], strict=True)
            ),
        )
        for name in names
    ]


def _title(reading: Reading, span: Span, show: Formats) -> str:
    """A period's name; a week that is cut by the year's edge, and a phase of one's own, keep their label."""
    try:
        period = reading.workspace.period(span.label)
    except QueryError:
        return span.label
    return show.period(period, short=True) if (period.start, period.end) == (span.start, span.end) else span.label


def _methods(saved: SavedPlan) -> list[tuple[str, str]]:
    """How the plan was split over time and over members, in words."""
    found = []
    for block, words in (("time", _("Over time")), ("members", _("Over members"))):
        method = str((saved.asked.get(block) or {}).get("method") or "")
        if method:
            found.append((words, _(METHODS[method]) if method in METHODS else method))
    return found
