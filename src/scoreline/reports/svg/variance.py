"""The variance bar: a difference as a bar to the left or right of a middle line."""

from __future__ import annotations

from scoreline.reports.svg.canvas import BLUE, MUTED, VERMILION, line, picture, rect

_PAD = 2.0


def variance(difference: float | None, largest: float, *, better: bool | None, title: str, width: float = 96, height: float = 18) -> str:
    """The bar as SVG. `largest` is the biggest difference of the column, so that all bars share one scale.

    A change for the better is filled blue, one for the worse vermilion, one that is neither grey; the side says more or less.
    """
    middle = width / 2
    marks = [line(middle, 0, middle, height, stroke=MUTED, stroke_width=1)]
    if difference and largest:
        length = (middle - _PAD) * max(-1.0, min(1.0, difference / abs(largest)))
        colour = MUTED if better is None else BLUE if better else VERMILION
        marks.append(rect(middle, 4, length, height - 8, fill=colour))
    return picture(width, height, title, "", *marks, name="variance")
