"""The bullet graph, the house mark: a fact held against base, norm and target.

The fact is a dark bar from zero, the target a tall tick, the norm a short one, the base the end of the darkest band. Where
lower is better the bands turn round; where zero is not part of the scale the bar becomes a dot.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.reports.svg.canvas import INK, PAPER, SHADES, line, picture, rect, tag
from scoreline.reports.svg.scale import Scale

_PAD = 3.0


@dataclass(frozen=True)
class Levels:
    """The agreed levels of a row. `high_norm` and `high_base` are set where a range is best."""

    base: float
    norm: float
    target: float | None = None
    high_norm: float | None = None
    high_base: float | None = None

    @property
    def all(self) -> list[float]:
        """Every level that is set."""
        points = (self.base, self.norm, self.target, self.high_norm, self.high_base)
        return [point for point in points if point is not None]


def bullet(
    fact: float | None,
    levels: Levels,
    *,
    title: str,
    description: str,
    partial: bool = False,
    width: float = 220,
    height: float = 26,
) -> str:
    """The bullet graph as SVG. A partial fact is an outlined bar; a fact far beyond the levels ends in an arrow."""
    low, high, clipped = _domain(fact, levels)
    scale = Scale(low, high, _PAD, width - _PAD)
    middle = height / 2
    marks = _bands(levels, scale, height)
    if fact is not None:
        marks.append(_fact(fact, scale, middle, partial=partial, zero=low == 0))
        if clipped:
            marks.append(_arrow(width - 1, middle))
    for norm in (levels.norm, levels.high_norm):
        if norm is not None:
            marks.append(_tick(scale(norm), middle, height * 0.27))
    if levels.target is not None and levels.target != levels.norm:
        marks.append(_tick(scale(levels.target), middle, height * 0.46, wide=True))
    return picture(width, height, title, description, *marks, name="bullet")


def _domain(fact: float | None, levels: Levels) -> tuple[float, float, bool]:
    """Zero to a little beyond the highest level or fact; without zero where something lies below it."""
    points = levels.all
    top, bottom = max(points), min(points)
    if bottom < 0 or (fact is not None and fact < 0):
        low = min(bottom, fact if fact is not None else bottom)
        high = max(top, fact if fact is not None else top)
        margin = (high - low) * 0.06 or 1.0
        return low - margin, high + margin, False
    limit = top * 1.8 or 1.0
    if fact is not None and fact > limit:
        return 0.0, limit, True
    return 0.0, max(top, fact or 0.0) * 1.12 or 1.0, False


def _bands(levels: Levels, scale: Scale, height: float) -> list[str]:
    dark, middle, light = SHADES
    if levels.high_norm is not None and levels.high_base is not None:
        edges = [(levels.base, dark), (levels.norm, middle), (levels.high_norm, light), (levels.high_base, middle)]
        last = dark
    elif levels.base <= levels.norm:
        edges, last = [(levels.base, dark), (levels.norm, middle)], light
    else:
        edges, last = [(levels.norm, light), (levels.base, middle)], dark
    parts, at = [], scale.low
    for edge, shade in [*edges, (scale.high, last)]:
        parts.append(rect(scale(at), 2, scale(edge) - scale(at), height - 4, fill=shade, class_="band"))
        at = edge
    return parts


def _fact(fact: float, scale: Scale, middle: float, *, partial: bool, zero: bool) -> str:
    look = {"fill": PAPER, "stroke": INK, "stroke_width": 1.5} if partial else {"fill": INK}
    if not zero:
        return tag("circle", cx=scale(fact), cy=middle, r=5, **look)
    return rect(scale(0), middle - 3.5, max(scale(fact) - scale(0), 1.5), 7, **look)


def _tick(x: float, middle: float, half: float, *, wide: bool = False) -> str:
    width = 3.0 if wide else 2.0
    halo = line(x, middle - half, x, middle + half, stroke=PAPER, stroke_width=width + 2)
    return halo + line(x, middle - half, x, middle + half, stroke=INK, stroke_width=width)


def _arrow(x: float, middle: float) -> str:
    return tag("path", d=f"M{x - 9:.1f} {middle - 7:.1f}L{x:.1f} {middle:.1f}L{x - 9:.1f} {middle + 7:.1f}Z", fill=INK)
