"""The list of KPIs: which the data allows, and what to add to unlock the others."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.engine.availability import Availability
from scoreline.kpis.model import Kpi
from scoreline.web.pages import choices, current
from scoreline.web.pages.words import DIMENSIONS


@dataclass(frozen=True)
class Entry:
    """One KPI and whether the data allows it."""

    kpi: Kpi
    available: Availability


def page(request: HttpRequest) -> HttpResponse:
    """All KPIs by dimension."""
    reading = current.reading(request)
    registry = reading.workspace.registry
    entries = [Entry(registry.kpi(item.kpi), item) for item in choices.available(reading)]
    groups = [(_(title), [entry for entry in entries if entry.kpi.dimension == dimension]) for dimension, title in DIMENSIONS.items()]
    return render(
        request,
        "scoreline/kpis.html",
        {
            "groups": [group for group in groups if group[1]],
            "ready": sum(entry.available.ok for entry in entries),
            "all": len(entries),
            "here": "kpis",
        },
    )
