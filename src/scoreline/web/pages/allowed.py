"""What the data allows of a KPI, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoreline.engine.availability import Allowed, Availability
from scoreline.engine.source_days import SourceDays
from scoreline.periods import Period
from scoreline.reports.formats import Formats


@dataclass(frozen=True)
class Allows:
    """Whether a KPI can be computed: yes, partly or no; in which months, in which not and why; which sources lack days."""

    state: str
    missing: tuple[str, ...]
    months: tuple[str, ...]
    gaps: tuple[str, ...]
    why: str
    sources: tuple[SourceDays, ...]


def allows(item: Availability, show: Formats) -> Allows:
    """An availability in words."""
    why = item.why if item.allowed is Allowed.PARTLY else ""
    return Allows(item.allowed.value, item.missing, _runs(item.months, show), _runs(item.gaps, show), why, item.sources)


def _runs(runs: Iterable[tuple[Period, Period]], show: Formats) -> tuple[str, ...]:
    """Runs of months: `Jan 2023 to Dec 2025`."""
    return tuple(
        show.period(first) if first == last else _("%(first)s to %(last)s") % {"first": show.period(first), "last": show.period(last)}
        for first, last in runs
    )
