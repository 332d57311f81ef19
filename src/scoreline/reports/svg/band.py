"""The mark of a band: a shape that differs without its colour. The word always stands beside it, so it is hidden from readers."""

from __future__ import annotations

from scoreline.reports.svg.canvas import BLUE, PAPER, VERMILION, tag

_SHAPES = {
    "ineffective": ("M1.5 3H12.5L7 12.5Z", VERMILION, VERMILION),
    "below norm": ("M1.5 3H12.5L7 12.5Z", PAPER, VERMILION),
    "on plan": ("M7 1.5A5.5 5.5 0 1 1 6.99 1.5Z", BLUE, BLUE),
    "beyond target": ("M7 0.8L8.9 5 13.4 5.4 10 8.4 11 12.9 7 10.5 3 12.9 4 8.4 0.6 5.4 5.1 5Z", BLUE, BLUE),
}


def band_mark(band: str | None) -> str:
    """The mark as SVG; empty where there is no band."""
    if band not in _SHAPES:
        return ""
    shape, fill, stroke = _SHAPES[band]
    path = tag("path", d=shape, fill=fill, stroke=stroke, stroke_width=1.4, stroke_linejoin="round")
    return tag("svg", path, class_="band-mark", viewBox="0 0 14 14", width=14, height=14, aria_hidden="true")
