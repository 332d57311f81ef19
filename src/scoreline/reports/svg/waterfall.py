"""The waterfall: how one figure became another, step by step. Structure runs down, more lies to the right.

From zero both ends are bars. Where the steps would be too short for that, the scale starts later, and the ends are dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from scoreline.reports.svg.canvas import BLUE, GRID, INK, MUTED, PAPER, VERMILION, line, picture, rect, tag, text, text_width
from scoreline.reports.svg.scale import Scale

_PAD, _BAR = 6.0, 14.0
_NEAR = 0.3
"""Zero is on the scale where the lowest point is less than this part of the highest."""


@dataclass(frozen=True)
class Step:
    """One line: its label, how much it adds (of an end, how much there is), that as text, and whether it is for the better."""

    label: str
    amount: float
    shown: str
    better: bool | None = None


def waterfall(
    start: Step, steps: Sequence[Step], end: Step, *, title: str, description: str, width: float = 960, stacked: bool = False
) -> str:
    """The picture as SVG. `stacked` puts each label above its bar, for narrow screens."""
    high = 40.0 if stacked else 28.0
    lines = (start, *steps, end)
    levels = list(accumulate((step.amount for step in steps), initial=start.amount))
    left = _PAD if stacked else min(max(text_width(step.label) for step in lines), width * 0.28) + 14
    right = width - max(text_width(step.shown) for step in lines) - 14
    across, zero = _scale([*levels, end.amount], left, right)
    height = high * len(lines) + 4
    marks = [line(across(0.0), 0, across(0.0), height, stroke=MUTED, stroke_width=1)] if zero else []
    labels = []
    for place, step in enumerate(lines):
        middle = high * place + (high - _BAR / 2 - 4 if stacked else high / 2 + 2)
        label_y = high * place + 14 if stacked else middle + 4
        last = place in (0, len(lines) - 1)
        label = _fitting(step.label, width * 0.6 if stacked else left - 14)
        halo = {"stroke": PAPER, "stroke_width": 4, "paint_order": "stroke"} if stacked else {}  # over the strokes between the bars
        labels.append(text(label, 0, label_y, fill=INK if last else MUTED, font_weight=600 if last else None, **halo))
        marks.append(text(step.shown, width, middle + 4, text_anchor="end", fill=INK, font_weight=600 if last else None))
        if last:
            marks.append(_end(across, across(step.amount), middle, zero=zero))
        else:
            before, after = levels[place - 1], levels[place]
            marks.append(_step(across(before), across(after), middle, step.better))
        if place < len(lines) - 1:
            at = across(levels[place])
            marks.append(line(at, middle + _BAR / 2, at, middle + high - _BAR / 2, stroke=GRID, stroke_width=1.5))
    return picture(width, height, title, description, *marks, *labels, name="waterfall")


def _scale(points: Sequence[float], left: float, right: float) -> tuple[Scale, bool]:
    low, high = min(points), max(points)
    zero = low <= 0 <= high or min(abs(low), abs(high)) < _NEAR * max(abs(low), abs(high))
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        spare = (high - low) * 0.06 or abs(high) * 0.06
        low, high = low - spare, high + spare
    return Scale(low, high, left, right), zero


def _end(across: Scale, at: float, middle: float, *, zero: bool) -> str:
    if zero:
        return rect(across(0.0), middle - _BAR / 2, at - across(0.0), _BAR, fill=INK)
    return tag("circle", cx=at, cy=middle, r=5.0, fill=INK)


def _step(before: float, after: float, middle: float, better: bool | None) -> str:
    colour = MUTED if better is None else BLUE if better else VERMILION
    length = after - before
    if abs(length) < 1.5:  # too short to be seen
        length = 1.5 if length >= 0 else -1.5
    return rect(before, middle - _BAR / 2, length, _BAR, fill=colour)


def _fitting(label: str, room: float) -> str:
    """The label, cut where there is no room for it."""
    if text_width(label) <= room + 1:
        return label
    kept = label
    while kept and text_width(kept + "…") > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
