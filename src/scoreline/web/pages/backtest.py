"""Matrices tried out on the past: those that ran, with another weight or other levels, or those of a file of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.reports.formats import Formats
from scoreline.reports.svg.trend import TrendPoint, trend
from scoreline.scoring.backtest import STEP, Backtest, Gain
from scoreline.web.pages import choices, commands, current, marks
from scoreline.web.pages.choices import Option
from scoreline.web.pages.loaded import with_data
from scoreline.web.pages.reading import Reading
from scoreline.web.pages.trial import Question, asked_of, files_there, scored, tried

_NAMED = 8
_WEIGHTS = [Decimal(text) for text in ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9")]
_FACTORS = [Decimal(text) for text in ("0.8", "0.9", "1.1", "1.2", "1.3")]


@dataclass(frozen=True)
class Named:
    """Somebody who gains or loses, with the bar beside the figures."""

    gain: Gain
    bar: SafeString


@with_data("goals")
def page(request: HttpRequest) -> HttpResponse:
    """One trial."""
    reading, show = current.reading(request), current.show(request)
    asked = asked_of(request, reading)
    found, problem = tried(reading, asked)
    titles = {kpi: _(reading.workspace.registry.kpi(kpi).title) for kpi in scored(reading)}
    return render(
        request,
        "scoreline/backtest.html",
        {
            "asked": asked,
            "found": found,
            "problem": problem,
            "title": titles.get(asked.kpi, ""),
            "pictures": pictures(found, show, beside=asked.changed) if found and found.spread else (),
            "sides": [(_("Proposed"), found.spread), *([(_("As it ran"), found.before)] if asked.changed else [])] if found else [],
            "winners": named([gain for gain in found.gains if gain.change > 0], found, show) if found else [],
            "losers": named([gain for gain in reversed(found.gains) if gain.change < 0], found, show) if found else [],
            "counts": (sum(gain.change > 0 for gain in found.gains), sum(gain.change < 0 for gain in found.gains)) if found else (0, 0),
            "weights": [(titles.get(item.kpi, item.kpi), item) for item in found.sensitivities] if found else [],
            "alike": [(titles.get(pair.one, pair.one), titles.get(pair.other, pair.other), pair) for pair in found.alike] if found else [],
            "idle": [(titles.get(use.kpi, use.kpi), use) for use in found.levels if use.idle and _telling(use.level, use.reached)]
            if found
            else [],
            "starts": choices.period_groups(reading, show, asked.start),
            "periods": choices.period_groups(reading, show, asked.end),
            "files": _files(reading, asked),
            "kpis": [Option("", _("none"), not asked.kpi), *(Option(kpi, title, kpi == asked.kpi) for kpi, title in titles.items())],
            "weight_options": _options(_WEIGHTS, asked.weight, show.weight),
            "factor_options": _options(_FACTORS, asked.factor, lambda factor: f"x {show.number(factor)}"),
            "command": _command(asked),
            "here": "goals",
        },
    )


def _files(reading: Reading, asked: Question) -> list[Option]:
    return [Option("", _("what ran"), not asked.file), *(Option(name, name, name == asked.file) for name in files_there(reading))]


def _options(values: Sequence[Decimal], chosen: Decimal | None, show: Callable[[Decimal], str]) -> list[Option]:
    every = sorted({*values, *([chosen] if chosen is not None else [])})
    return [Option("", _("as it is"), chosen is None), *(Option(str(value), show(value), value == chosen) for value in every)]


def _telling(level: str, reached: int) -> bool:
    """Whether it is worth saying: a base that everyone reached, and a target that no one did, are as they should be."""
    return not (level == "base" and reached) and not (level == "target" and not reached)


def pictures(found: Backtest, show: Formats, *, beside: bool) -> tuple[SafeString, ...]:
    """How the totals lie, in bands of ten points, in two widths; what ran stands beside in a lighter colour."""
    sides = [side.bands for side in (found.spread, found.before if beside else None) if side]
    first, last = min(min(side) for side in sides), max(max(side) for side in sides)
    points = [
        TrendPoint(
            show.number(STEP * band, 0),
            float(sides[0].get(band, 0)),
            float(sides[1].get(band, 0)) if len(sides) > 1 else None,
        )
        for band in range(first, last + 1)
    ]
    title = _("How many matrices have which total")
    description = ", ".join(
        _("%(count)s from %(band)s on") % {"count": show.number(point.value, 0), "band": point.label} for point in points if point.value
    )
    return tuple(
        marks.safe(trend(points, columns=True, show=show.short, title=title, description=description, width=width, height=height))
        for width, height in ((1280, 260), (360, 220))
    )


def named(gains: Sequence[Gain], found: Backtest, show: Formats) -> list[Named]:
    """Those who gain or lose most."""
    largest = max((abs(float(gain.change)) for gain in found.gains), default=0.0)
    return [
        Named(gain, marks.variance_of(float(gain.change), largest, gain.change > 0, show.number(gain.change, 1, signed=True)))
        for gain in gains[:_NAMED]
    ]


def _command(asked: Question) -> str:
    words = ["backtest", *([asked.file] if asked.file else []), "--from", asked.start.label, "--to", asked.end.label]
    words += ["--weight", f"{asked.kpi}={asked.weight}"] if asked.kpi and asked.weight is not None else []
    words += ["--levels", f"{asked.kpi}={asked.factor}"] if asked.kpi and asked.factor is not None else []
    return commands.command(*words)
