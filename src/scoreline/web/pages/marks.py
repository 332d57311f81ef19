"""The house marks of a page, with the titles and descriptions that say in words what they show."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scoreline.engine.facts import Fact, FactState
from scoreline.periods import Period
from scoreline.reports.formats import Formats
from scoreline.reports.svg.band import band_mark
from scoreline.reports.svg.bullet import Levels, bullet
from scoreline.reports.svg.sparkline import sparkline
from scoreline.reports.svg.variance import variance
from scoreline.scoring.scorecard import ScoreRow
from scoreline.web.pages.series import points
from scoreline.web.pages.words import fact_words, level_words


def safe(svg: str) -> SafeString:
    """A picture of our own, whose text the canvas has escaped, as part of a page."""
    return mark_safe(svg)  # noqa: S308


def levels_of(row: ScoreRow) -> Levels | None:
    """The levels that a bullet graph is drawn against; None for a row without."""
    if row.base is None or row.norm is None:
        return None
    if isinstance(row.base, tuple) and isinstance(row.norm, tuple):
        low, high = row.base, row.norm
        return Levels(float(low[0]), float(high[0]), None, float(high[1]), float(low[1]))
    if isinstance(row.base, tuple) or isinstance(row.norm, tuple):
        return None
    return Levels(float(row.base), float(row.norm), None if row.target is None else float(row.target))


def bullet_of(row: ScoreRow, show: Formats) -> SafeString:
    """The row's bullet graph; empty for a row without levels."""
    levels = levels_of(row)
    if levels is None:
        return safe("")
    fact = Fact(row.fact, row.state)
    description = _("Fact %(fact)s; base %(base)s, norm %(norm)s, target %(target)s.") % {
        "fact": fact_words(fact, row.unit, show),
        "base": level_words(row.base, row.unit, show),
        "norm": level_words(row.norm, row.unit, show),
        "target": level_words(row.target, row.unit, show),
    }
    return safe(
        bullet(
            None if row.fact is None else float(row.fact),
            levels,
            title=_("%(kpi)s against plan") % {"kpi": _(row.title)},
            description=description,
            partial=row.state is FactState.MISSING,
        )
    )


def sparkline_of(
    facts: Sequence[Fact],
    span: Sequence[Period],
    title: str,
    unit: str,
    show: Formats,
    *,
    norm: float | None = None,
    bounds: tuple[float, float] | None = None,
    width: float = 120,
    height: float = 28,
) -> SafeString:
    """A sparkline of facts with first, last, lowest and highest value said in its description."""
    values = points(facts)
    return safe(
        sparkline(
            values,
            title=_("%(kpi)s, %(first)s to %(last)s")
            % {"kpi": title, "first": show.period(span[0], short=True), "last": show.period(span[-1], short=True)},
            description=_course(values, unit, show),
            norm=norm,
            bounds=bounds,
            last_partial=bool(facts) and facts[-1].state is FactState.MISSING,
            width=width,
            height=height,
        )
    )


def _course(values: Sequence[float | None], unit: str, show: Formats) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return _("No data in these periods.")
    return _("From %(first)s to %(last)s; lowest %(low)s, highest %(high)s.") % {
        "first": show.value(known[0], unit, short=True),
        "last": show.value(known[-1], unit, short=True),
        "low": show.value(min(known), unit, short=True),
        "high": show.value(max(known), unit, short=True),
    }


def variance_of(change: float | None, largest: float, better: bool | None, text: str) -> SafeString:
    """A difference as a bar beside its figure."""
    return safe(variance(change, largest, better=better, title=text))


def band_of(band: str | None) -> SafeString:
    """The shape of a band."""
    return safe(band_mark(band))
