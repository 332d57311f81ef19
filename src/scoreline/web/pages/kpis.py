"""The list of KPIs: each with its definition and a worked example, and what the data allows of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.kpis import examples
from scoreline.kpis.examples import Example
from scoreline.kpis.model import Kpi
from scoreline.web.pages import choices, current
from scoreline.web.pages.allowed import Allows, allows
from scoreline.web.pages.why import readable
from scoreline.web.pages.words import DIMENSIONS


@dataclass(frozen=True)
class Entry:
    """One KPI: its definition, whether the workspace made it itself, and what the data allows."""

    kpi: Kpi
    formula: str
    own: bool
    allows: Allows
    example: Example | None


def page(request: HttpRequest) -> HttpResponse:
    """All KPIs by dimension group, or those of one group. Nothing is computed here."""
    reading = current.reading(request)
    show = current.show(request)
    registry = reading.workspace.registry
    every = choices.available(reading)
    found = Counter(str(registry.kpis[item.kpi].dimension) for item in every)
    groups = choices.dimension_groups(request, found)
    chosen = next(option.value for option in groups if option.chosen)
    shown = [item for item in every if chosen in ("", registry.kpis[item.kpi].dimension)]
    entries = [
        Entry(
            kpi := registry.kpis[item.kpi],
            readable(kpi.formula),
            registry.own(kpi.id),
            allows(item, show, reading.workspace.settings.customer_days),
            None if registry.own(kpi.id) else examples.shipped().get(kpi.id),
        )
        for item in shown
    ]
    sections = [(_(title), [entry for entry in entries if entry.kpi.dimension == name]) for name, title in DIMENSIONS.items()]
    states = Counter(entry.allows.state for entry in entries)
    return render(
        request,
        "scoreline/kpis.html",
        {
            "sections": [section for section in sections if section[1]],
            "groups": groups,
            "ready": states["yes"] + states["partly"],
            "partly": states["partly"],
            "all": len(entries),
            "notices": registry.notices,
            "here": "kpis",
        },
    )
