"""The trend chart: one KPI over time, this year solid, last year lighter, a period not yet whole outlined.

Sums and counts stand as columns from zero; ratios, medians and stocks as a line on a scale of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scoreline.reports.svg.canvas import BLUE, GRID, INK, LIGHT_BLUE, MUTED, PAPER, line, picture, rect, tag, text, text_width
from scoreline.reports.svg.scale import Scale, extent, nice_ticks
from scoreline.reports.svg.sparkline import path, runs

_TOP, _BOTTOM, _RIGHT = 12.0, 30.0, 10.0


@dataclass(frozen=True)
class TrendPoint:
    """One period: its label under the axis, its value, the value a year before, and whether it is not yet whole."""

    label: str
    value: float | None
    before: float | None = None
    partial: bool = False


def trend(
    points: Sequence[TrendPoint],
    *,
    columns: bool,
    show: Callable[[float], str],
    title: str,
    description: str,
    width: float = 960,
    height: float = 280,
) -> str:
    """The chart as SVG. `show` writes a value for the axis."""
    low, high = extent([point.value for point in points] + [point.before for point in points]) or (0.0, 1.0)
    ticks = nice_ticks(min(low, 0.0), max(high, 0.0)) if columns or low < high * 0.3 else nice_ticks(low, high)
    words = [show(tick) for tick in ticks]
    left = max(text_width(word) for word in words) + 12
    up = Scale(ticks[0], ticks[-1], height - _BOTTOM, _TOP)
    slot = (width - left - _RIGHT) / max(len(points), 1)
    centres = [left + slot * (place + 0.5) for place in range(len(points))]
    marks = [_gridline(up(tick), word, left, width, strong=tick == 0) for tick, word in zip(ticks, words, strict=True)]
    marks += _columns(points, centres, slot, up) if columns else _lines(points, centres, up)
    marks += _labels(points, centres, slot, height)
    return picture(width, height, title, description, *marks, name="trend")


def _gridline(y: float, word: str, left: float, width: float, *, strong: bool) -> str:
    stroke = line(left, y, width - _RIGHT, y, stroke=MUTED if strong else GRID, stroke_width=1)
    return stroke + text(word, left - 8, y + 4, text_anchor="end")


def _columns(points: Sequence[TrendPoint], centres: list[float], slot: float, up: Scale) -> list[str]:
    zero, wide = up(0.0), min(slot * 0.62, 34.0)
    marks = []
    for point, centre in zip(points, centres, strict=True):
        if point.before is not None:
            marks.append(rect(centre - wide / 2 - wide * 0.18, up(point.before), wide, zero - up(point.before), fill=LIGHT_BLUE))
        if point.value is not None:
            look = {"fill": PAPER, "stroke": BLUE, "stroke_width": 1.5} if point.partial else {"fill": BLUE}
            marks.append(rect(centre - wide / 2 + wide * 0.1, up(point.value), wide * 0.9, zero - up(point.value), **look))
    return marks


def _lines(points: Sequence[TrendPoint], centres: list[float], up: Scale) -> list[str]:
    marks = []
    before = [(x, up(point.before)) if point.before is not None else None for x, point in zip(centres, points, strict=True)]
    now = [(x, up(point.value)) if point.value is not None else None for x, point in zip(centres, points, strict=True)]
    for run in runs(before):
        marks.append(tag("path", d=path(run), fill="none", stroke=LIGHT_BLUE, stroke_width=2.5, stroke_linejoin="round"))
    for run in runs(now):
        marks.append(tag("path", d=path(run), fill="none", stroke=BLUE, stroke_width=2.5, stroke_linejoin="round"))
    for place, point in zip(now, points, strict=True):
        if place:
            fill = PAPER if point.partial else BLUE
            marks.append(tag("circle", cx=place[0], cy=place[1], r=3.6, fill=fill, stroke=BLUE, stroke_width=1.6))
    return marks


def _labels(points: Sequence[TrendPoint], centres: list[float], slot: float, height: float) -> list[str]:
    """Labels under the axis, every second or third one where they would touch; the last one always."""
    longest = max((text_width(point.label) for point in points), default=1.0) + 10
    every = max(1, int(-(-longest // slot)))
    last = len(points) - 1
    return [
        text(point.label, centre, height - 8, text_anchor="middle", fill=INK if place == last else MUTED)
        for place, (point, centre) in enumerate(zip(points, centres, strict=True))
        if (last - place) % every == 0
    ]
