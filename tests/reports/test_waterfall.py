"""The waterfall: bars as long as what they stand for, and in the colour of better or worse."""

from __future__ import annotations

import re

from scoreline.reports.svg.canvas import BLUE, VERMILION
from scoreline.reports.svg.waterfall import Step, waterfall


def test_a_waterfall_starts_at_zero_where_its_steps_can_be_seen() -> None:
    steps = [Step("Volume", 40, "+40", True), Step("Rate", -15, "−15", False)]
    drawn = waterfall(Step("Before", 10, "10"), steps, Step("After", 35, "35"), title="T", description="D")
    widths = [float(found) for found in re.findall(r'<rect[^>]* width="([\d.]+)"', drawn)]
    assert [round(width / widths[0], 1) for width in widths] == [1, 4, 1.5, 3.5]
    assert drawn.count(BLUE) == drawn.count(VERMILION) == 1 and "circle" not in drawn


def test_a_waterfall_of_small_steps_has_dots_at_its_ends() -> None:
    drawn = waterfall(Step("Before", 1000, "a"), [Step("<b>", 5, "+5")], Step("After", 1005, "b"), title="T", description="", stacked=True)
    assert drawn.count("<circle") == 2 and "&lt;b&gt;" in drawn
