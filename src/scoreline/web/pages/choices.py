"""What the controls of a page offer, and what the address chose: period, kind of member, team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from scoreline import periods
from scoreline.engine.availability import Availability
from scoreline.errors import QueryError
from scoreline.periods import Grain, Period
from scoreline.reports.formats import Formats
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.words import DIMENSIONS

_MOST_MONTHS = 60
_LONGER = (Grain.QUARTER, Grain.YEAR)


@dataclass(frozen=True)
class Option:
    """One choice of a control."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class OptionGroup:
    """Choices under one heading."""

    label: str
    options: tuple[Option, ...]


def last_month(reading: Reading) -> Period | None:
    """The last whole month that the data covers; None where nothing was loaded yet."""
    return last_period(reading, Grain.MONTH.value)


def last_period(reading: Reading, per: str) -> Period | None:
    """The last whole period of a length that the data covers; None where nothing was loaded yet."""
    return reading.remember(("last", per), lambda: reading.workspace.last_period(per))


def chosen_period(request: HttpRequest, reading: Reading, usual: Grain = Grain.MONTH) -> Period:
    """The period in the address; without one, the last whole one of the data that is as long as `per` names.

    Without `per` either, it is as long as is usual on the page, or a month where the data has none so long. QueryError for odd ones.
    """
    per = one_of(request, "per", [grain.value for grain in Grain], usual.value)
    if label := request.GET.get("period", ""):
        return reading.workspace.period(label)
    if found := last_period(reading, per) or (last_month(reading) if per == usual else None):
        return found
    raise QueryError("There is no data yet.", do="Load some: scoreline load DIR --mapping NAME.")


def months(reading: Reading) -> tuple[Period, ...]:
    """The months that the data covers, oldest first."""
    return reading.remember(("months",), lambda: _months(reading))


def _months(reading: Reading) -> tuple[Period, ...]:
    spans = [item.span for item in available(reading) if item.span]
    if not spans:
        return ()
    calendar = reading.workspace.settings.business_calendar
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return tuple(periods.between(start, end, Grain.MONTH, calendar))[-_MOST_MONTHS:]


def available(reading: Reading) -> list[Availability]:
    """Which KPIs the data allows."""
    return reading.remember(("availability",), reading.workspace.availability)


def dimension_groups(request: HttpRequest, counts: Mapping[str, int]) -> tuple[Option, ...]:
    """All KPIs, then each dimension group that has any; the address chooses one by `group`."""
    chosen = one_of(request, "group", ["", *DIMENSIONS], "")
    every = Option("", _("All"), not chosen)
    return (every, *(Option(name, _(title), name == chosen) for name, title in DIMENSIONS.items() if counts.get(name) or name == chosen))


def period_groups(reading: Reading, formats: Formats, chosen: Period, more: Iterable[Period] = ()) -> tuple[OptionGroup, ...]:
    """Months, quarters and years that have data, newest first. The chosen period is always among them, and so are `more`."""
    calendar = reading.workspace.settings.business_calendar
    shown = months(reading)
    found: dict[Grain, dict[str, Period]] = {Grain.MONTH: {month.label: month for month in shown}}
    for grain in _LONGER:
        longer = (periods.at(month.start, grain, calendar) for month in shown)
        found[grain] = {period.label: period for period in longer}
    for period in (*more, chosen):
        found.setdefault(period.grain, {})[period.label] = period
    words = {
        Grain.MONTH: _("Months"),
        Grain.QUARTER: _("Quarters"),
        Grain.YEAR: _("Years"),
        Grain.WEEK: _("Weeks"),
        Grain.DAY: _("Days"),
    }
    return tuple(
        OptionGroup(words[grain], tuple(_option(period, formats, chosen) for period in _newest_first(among.values())))
        for grain, among in found.items()
        if among
    )


def _newest_first(found: Iterable[Period]) -> list[Period]:
    return sorted(found, key=lambda period: period.start, reverse=True)


def _option(period: Period, formats: Formats, chosen: Period) -> Option:
    return Option(period.label, formats.period(period), period.label == chosen.label)


def one_of(request: HttpRequest, name: str, known: Iterable[str], default: str) -> str:
    """The value that the address gives a control. QueryError where it is not one of the known ones."""
    value = request.GET.get(name, "") or default
    if value not in (allowed := list(known)):
        raise QueryError(f'"{value}" is not a choice for {name}.', do=f"Use one of: {', '.join(allowed)}.")
    return value


def page_number(request: HttpRequest, name: str = "page") -> int:
    """A page number from 1 on; 1 for anything else."""
    text = request.GET.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


@dataclass(frozen=True)
class Pages:
    """Where a page of rows stands: first and last row shown, and the numbers of the pages beside it, None at the ends."""

    first: int
    last: int
    total: int
    previous: int | None
    next: int | None


def pages(total: int, size: int, number: int) -> Pages:
    """The place of page `number` among pages of `size` rows."""
    first = (number - 1) * size + 1
    return Pages(
        first=min(first, total),
        last=min(number * size, total),
        total=total,
        previous=number - 1 if number > 1 else None,
        next=number + 1 if number * size < total else None,
    )
