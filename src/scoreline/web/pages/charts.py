"""The trend chart of a KPI's page, with a title that says the message and a summary in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.engine.facts import FactState
from scoreline.kpis.model import Kpi
from scoreline.periods import Grain, Period
from scoreline.reports.formats import Formats
from scoreline.reports.svg.trend import TrendPoint, trend
from scoreline.web.pages import marks
from scoreline.web.pages.change import Change
from scoreline.web.pages.words import fact_words

if TYPE_CHECKING:
    from scoreline.web.pages.kpi import Step

_NARROW = 8
IN_POINTS = ("percent", "score")
"""Units whose changes are told in points: a percentage of them would mislead, or cross 0."""
_OPEN = "still open"
"""What stands beside a KPI of a cohort: its entries that may still come to something. They are never called lost."""


@dataclass(frozen=True)
class Chart:
    """One picture in two widths, its message, and whether it shows a year before and a period not yet whole."""

    message: str
    summary: str
    wide: SafeString
    narrow: SafeString
    before: bool
    partial: bool


def trend_of(kpi: Kpi, steps: Sequence[Step], show: Formats, *, columns: bool) -> Chart:
    """The chart of a KPI's periods."""
    message, summary = message_of(kpi, steps[-1], show), summary_of(kpi, steps, show)
    points = [
        TrendPoint(
            axis_label(step.period, show),
            None if step.fact.value is None else float(step.fact.value),
            None if step.before.value is None or step.before.state is FactState.MISSING else float(step.before.value),
            step.fact.state is FactState.MISSING,
        )
        for step in steps
    ]
    pictures = (
        trend(
            part, columns=columns, show=lambda value: axis_value(value, kpi.unit, show),
            title=message, description=summary, width=width, height=height,
        )
        for part, width, height in ((points, 1280, 330), (points[-_NARROW:], 360, 240))
    )  # fmt: skip
    wide, narrow = (marks.safe(svg) for svg in pictures)
    before = any(point.before is not None for point in points)
    return Chart(message, summary, wide, narrow, before, any(point.partial for point in points))


def message_of(kpi: Kpi, now: Step, show: Formats) -> str:
    """What the chart says: the newest figure and how it changed."""
    values = {"kpi": _(kpi.title), "value": fact_words(now.fact, kpi.unit, show), "period": show.period(now.period)}
    if open_ := next((number for label, number in now.beside if label == _OPEN and number), None):
        values["open"] = show.number(open_, 0)
        return _("%(kpi)s in %(period)s: %(value)s, %(open)s still open") % values
    if now.change is None:
        return _("%(kpi)s in %(period)s: %(value)s") % values
    values["change"] = change_words(now.change, kpi.unit, show)
    values["before"] = show.period(now.period.previous())
    return _("%(kpi)s in %(period)s: %(value)s, %(change)s against %(before)s") % values


def change_words(found: Change, unit: str, show: Formats) -> str:
    """A change in one phrase: in percent of the value before; for percentages and scores, in points."""
    if unit in IN_POINTS:
        return _("%(points)s points") % {"points": show.number(found.value, 1, signed=True)}
    if found.percent is None:
        return show.value(found.value, unit, signed=True)
    return show.percent(found.percent, signed=True)


def summary_of(kpi: Kpi, steps: Sequence[Step], show: Formats) -> str:
    """The course in one sentence: from where to where, and the extremes."""
    known = [step for step in steps if step.fact.known and step.fact.value is not None]
    if not known:
        return _("No data in these periods.")
    low, high = min(known, key=lambda step: step.fact.value or 0), max(known, key=lambda step: step.fact.value or 0)
    return _("Highest in %(best)s with %(high)s, lowest in %(worst)s with %(low)s.") % {
        "best": show.period(high.period),
        "high": show.value(high.fact.value, kpi.unit),
        "worst": show.period(low.period),
        "low": show.value(low.fact.value, kpi.unit),
    }


def axis_label(period: Period, show: Formats) -> str:
    """A period's name under the axis."""
    if period.grain is Grain.WEEK:
        return period.label.partition("-")[2]
    return show.period(period, short=True)


def axis_value(value: float, unit: str, show: Formats) -> str:
    """A value beside the axis: short, without needless decimals."""
    if unit == "percent":
        return show.percent(value, 0 if value == int(value) else 1)
    if unit == "money":
        return show.money(value, short=True, digits=0 if value == int(value) else None)
    return show.short(value)
