"""The sparkline: a row of periods as one thin line, its last point marked, gaps where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoreline.reports.svg.canvas import BLUE, MUTED, PAPER, line, picture, tag
from scoreline.reports.svg.scale import Scale, extent

_PAD = 4.0


def sparkline(
    values: Sequence[float | None],
    *,
    title: str,
    description: str = "",
    norm: float | None = None,
    bounds: tuple[float, float] | None = None,
    last_partial: bool = False,
    width: float = 120,
    height: float = 28,
) -> str:
    """The line as SVG. `bounds` gives several sparklines one scale; `norm` draws the planned level as a dotted line."""
    low, high = bounds or extent([*values, norm]) or (0.0, 1.0)
    across = Scale(0, max(len(values) - 1, 1), _PAD, width - _PAD)
    up = Scale(low, high, height - _PAD, _PAD)
    marks = []
    if norm is not None and low <= norm <= high:
        marks.append(line(_PAD, up(norm), width - _PAD, up(norm), stroke=MUTED, stroke_width=1, stroke_dasharray="1 3"))
    points = [(across(place), up(value)) if value is not None else None for place, value in enumerate(values)]
    for run in runs(points):
        if len(run) == 1:
            marks.append(tag("circle", cx=run[0][0], cy=run[0][1], r=1.6, fill=BLUE))
        else:
            marks.append(tag("path", d=path(run), fill="none", stroke=BLUE, stroke_width=1.6, stroke_linejoin="round"))
    if points and (last := points[-1]):
        fill = PAPER if last_partial else BLUE
        marks.append(tag("circle", cx=last[0], cy=last[1], r=2.8, fill=fill, stroke=BLUE, stroke_width=1.4))
    return picture(width, height, title, description, *marks, name="sparkline")


def runs(points: Iterable[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches of points between gaps."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def path(points: Iterable[tuple[float, float]]) -> str:
    """A path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
