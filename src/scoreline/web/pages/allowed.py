"""What the data allows of a KPI, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoreline.engine.availability import Allowed, Availability, Lack
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


def allows(item: Availability, show: Formats, customer_days: int) -> Allows:
    """An availability in words."""
    why = _why(item.lack, show, customer_days) if item.lack and item.allowed is Allowed.PARTLY else ""
    return Allows(item.allowed.value, item.missing, _runs(item.months, show), _runs(item.gaps, show), why, item.sources)


def _why(lack: Lack, show: Formats, customer_days: int) -> str:
    """What months without a number lack."""
    needs = {
        "previous": _("It needs the period before too."),
        "year_ago": _("It needs the period a year before too."),
        "days": _("It needs the %(days)s days before a period too.") % {"days": show.number(customer_days, 0)},
        "history": _("Without the history of stages only the last covered day is known."),
    }.get(lack.needs, "")
    days = ", ".join(f"{table.replace('_', ' ')} {show.date(first)} – {show.date(last)}" for table, first, last in lack.covered)
    return " ".join(part for part in (needs, _("The data covers: %(days)s") % {"days": days} if days else "") if part)


def _runs(runs: Iterable[tuple[Period, Period]], show: Formats) -> tuple[str, ...]:
    """Runs of months: `Jan 2023 to Dec 2025`."""
    return tuple(
        show.period(first) if first == last else _("%(first)s to %(last)s") % {"first": show.period(first), "last": show.period(last)}
        for first, last in runs
    )
