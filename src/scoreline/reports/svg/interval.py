"""The interval mark: a share with how sure it is, against the band in which it should lie. From 0 to 100 percent."""

from __future__ import annotations

from scoreline.reports.svg.canvas import GRID, INK, MUTED, SHADES, line, picture, rect, tag
from scoreline.reports.svg.scale import Scale

_PAD = 6.0


def interval(
    share: float | None,
    low: float | None,
    high: float | None,
    band: tuple[float, float],
    *,
    title: str,
    width: float = 180,
    height: float = 22,
) -> str:
    """The mark as SVG: a dot at the share, a stroke from end to end of its interval; the band alone where there is none."""
    across, middle = Scale(0, 100, _PAD, width - _PAD), height / 2
    start, end = (across(edge) for edge in band)
    marks = [
        line(across(0), middle, across(100), middle, stroke=GRID, stroke_width=1),
        rect(start, 2, end - start, height - 4, fill=SHADES[2]),
        *(line(edge, 2, edge, height - 2, stroke=MUTED, stroke_width=1) for edge in (start, end)),
    ]
    if share is not None and low is not None and high is not None:
        marks.append(line(across(low), middle, across(high), middle, stroke=INK, stroke_width=2.5))
        marks.append(tag("circle", cx=across(share), cy=middle, r=4.5, fill=INK))
    return picture(width, height, title, "", *marks, name="interval")
