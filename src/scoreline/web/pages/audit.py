"""The audit trail: who changed what, when, why, with what was there before and after; and whether the trail is whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scoreline.state.chain import Checked, Entry
from scoreline.web.pages import choices, current
from scoreline.web.pages.choices import Option
from scoreline.web.pages.differences import Difference, differences
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.words import change_word

_SIZE = 25
_FIELDS = 40


@dataclass(frozen=True)
class Shown:
    """An entry, the first of the fields that it changed, and how many more there are."""

    entry: Entry
    fields: tuple[Difference, ...]
    more: int


def page(request: HttpRequest) -> HttpResponse:
    """A page of entries, newest first, narrowed down by what they are about, their kind and who acted."""
    reading = current.reading(request)
    about, kind, by = (request.GET.get(name, "").strip() for name in ("about", "kind", "by"))
    number = choices.page_number(request)
    trail = reading.workspace.trail
    found = trail.search(about, kind=kind, by=by, limit=_SIZE, offset=(number - 1) * _SIZE)
    names = reading.remember(("names",), lambda: trail.names)
    return render(
        request,
        "scoreline/audit.html",
        {
            "entries": [_shown(entry) for entry in found.entries],
            "pages": choices.pages(found.total, _SIZE, number),
            "total": found.total,
            "about": about,
            "kinds": [Option("", _("All"), not kind), *(Option(name, change_word(name), name == kind) for name in names.kinds)],
            "people": [Option("", _("All"), not by), *(Option(name, name, name == by) for name in names.people)],
            "narrowed": bool(about or kind or by),
            "checked": _checked(reading) if request.GET.get("check") else None,
            "checked_at": dt.datetime.now(dt.UTC),
            "here": "goals",
        },
    )


def _checked(reading: Reading) -> Checked:
    """The whole trail recomputed now: nothing remembered, since whoever tampers tells nobody."""
    return reading.workspace.trail.verify()


def _shown(entry: Entry) -> Shown:
    fields = differences(entry.before, entry.after)
    return Shown(entry, fields[:_FIELDS], max(0, len(fields) - _FIELDS))
