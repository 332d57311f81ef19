"""The versions of the data: what each load changed, and a way to read every page as of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoreline.mart.versions import Version
from scoreline.web.pages import current


@dataclass(frozen=True)
class Entry:
    """One version with its counts added up over all tables."""

    version: Version
    rows: int
    new: int
    changed: int
    deleted: int
    refused: int


def page(request: HttpRequest) -> HttpResponse:
    """The versions, newest first."""
    reading = current.reading(request)
    entries = [entry(version) for version in reversed(reading.workspace.history())]
    return render(request, "scoreline/history.html", {"entries": entries, "here": "history"})


def entry(version: Version) -> Entry:
    """A version with its counts."""
    counts = version.counts.values()
    return Entry(
        version,
        rows=sum(table.rows for table in version.tables.values()),
        new=sum(count.new for count in counts),
        changed=sum(count.changed for count in counts),
        deleted=sum(count.deleted for count in counts),
        refused=sum(count.refused for count in counts),
    )
