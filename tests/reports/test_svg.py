"""The house marks: well-formed, described, without inline style, and true to the figures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.reports.svg.band import band_mark
from scoreline.reports.svg.bullet import Levels, bullet
from scoreline.reports.svg.canvas import INK, PAPER, SHADES
from scoreline.reports.svg.scale import Scale, nice_ticks
from scoreline.reports.svg.sparkline import sparkline
from scoreline.reports.svg.trend import TrendPoint, trend
from scoreline.reports.svg.variance import variance

NAME = "{http://www.w3.org/2000/svg}"
UP, DOWN = Levels(10, 20, 30), Levels(30, 20, 10)
HOSTILE = '</title><script>alert("x")</script> & "quotes"'
figures = st.floats(-1e12, 1e12, allow_nan=False)


def drawn(fact: float | None, levels: Levels, partial: bool = False) -> ET.Element:
    return ET.fromstring(bullet(fact, levels, title="t", description="d", partial=partial))


def bar(root: ET.Element) -> ET.Element:
    return next(found for found in root.iter(f"{NAME}rect") if found.get("class") != "band")


def points(values: list[float | None]) -> list[TrendPoint]:
    return [TrendPoint(str(place), value) for place, value in enumerate(values)]


@pytest.mark.parametrize(
    "svg",
    [
        bullet(12, UP, title=HOSTILE, description=HOSTILE),
        sparkline([1, None, 3], title=HOSTILE, description=HOSTILE, norm=2),
        variance(-3, 5, better=False, title=HOSTILE),
        trend(points([1, 2, None]), columns=True, show=str, title=HOSTILE, description=HOSTILE),
    ],
    ids=["bullet", "sparkline", "variance", "trend"],
)
def test_every_mark_is_named_escaped_and_unstyled(svg: str) -> None:
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root[0].tag == f"{NAME}title"
    assert root[0].text == HOSTILE
    assert not [found for found in root.iter() if found.get("style") or found.tag == f"{NAME}style"]


def test_the_fact_is_a_bar_from_zero_and_reaches_the_target_tick_at_the_target() -> None:
    root = drawn(30, UP)
    ticks = [float(found.get("x1", "")) for found in root.iter(f"{NAME}line") if found.get("stroke") == INK]
    found = bar(root)
    assert float(found.get("x", "")) + float(found.get("width", "")) == pytest.approx(max(ticks), abs=0.02)


@given(st.floats(0, 35), st.floats(0, 35))
def test_a_larger_fact_has_a_longer_bar(one: float, other: float) -> None:
    small, large = sorted((one, other))
    lengths = [float(bar(drawn(fact, Levels(10, 20, 40))).get("width", "")) for fact in (small, large)]
    assert lengths[0] <= lengths[1]


def test_the_bands_turn_round_where_lower_is_better() -> None:
    order = [[found.get("fill") for found in drawn(5, levels).iter(f"{NAME}rect")][:3] for levels in (UP, DOWN)]
    assert order == [list(SHADES), list(reversed(SHADES))]


def test_a_range_is_lightest_in_the_middle() -> None:
    fills = [found.get("fill") for found in drawn(5, Levels(10, 20, None, 30, 40)).iter(f"{NAME}rect")][:5]
    dark, middle, light = SHADES
    assert fills == [dark, middle, light, middle, dark]


def test_a_partial_fact_is_outlined() -> None:
    assert bar(drawn(12, UP, partial=True)).get("fill") == PAPER
    assert bar(drawn(12, UP)).get("fill") == INK


def test_a_negative_fact_is_a_dot() -> None:
    root = drawn(-5, UP)
    assert root.find(f"{NAME}circle") is not None


def test_a_fact_far_beyond_the_levels_ends_in_an_arrow() -> None:
    assert drawn(500, UP).find(f"{NAME}path") is not None
    assert drawn(31, UP).find(f"{NAME}path") is None


def test_without_a_fact_only_the_plan_is_drawn() -> None:
    root = drawn(None, UP)
    assert {found.get("class") for found in root.iter(f"{NAME}rect")} == {"band"}


@given(st.lists(st.none() | figures, max_size=30))
def test_a_sparkline_takes_anything_and_breaks_at_gaps(values: list[float | None]) -> None:
    svg = sparkline(values, title="t")
    ET.fromstring(svg)
    assert "nan" not in svg
    assert "inf" not in svg
    runs = "".join("x" if value is not None else " " for value in values).split()
    assert len(re.findall("<path", svg)) == sum(len(run) > 1 for run in runs)


@given(st.lists(st.none() | figures, min_size=1, max_size=30), st.booleans())
def test_a_trend_takes_anything(values: list[float | None], columns: bool) -> None:
    svg = trend(points(values), columns=columns, show=lambda value: f"{value:g}", title="t", description="d")
    ET.fromstring(svg)
    assert "nan" not in svg


def test_columns_start_at_zero() -> None:
    svg = trend(points([100, 101]), columns=True, show=lambda value: f"{value:g}", title="t", description="d")
    assert "0" in [found.text for found in ET.fromstring(svg).iter(f"{NAME}text")]


def test_a_line_may_leave_zero_out() -> None:
    svg = trend(points([100, 101]), columns=False, show=lambda value: f"axis {value:g}", title="t", description="d")
    assert "axis 0" not in svg


@given(figures, figures)
def test_ticks_enclose_the_values_evenly(one: float, other: float) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    step = ticks[1] - ticks[0]
    slack = 1e-9 * max(abs(low), abs(high), 1e-9) + step * 1e-6
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert len(ticks) <= 12
    assert all(b - a == pytest.approx(step, rel=1e-6) for a, b in pairwise(ticks))


@given(figures)
def test_a_scale_stays_inside_its_edges(value: float) -> None:
    assert 10 <= Scale(0, 100, 10, 200)(value) <= 200


def test_bands_differ_without_colour() -> None:
    grey = {re.sub("#[0-9A-F]{6}", lambda found: "w" if found[0] == PAPER else "c", band_mark(band)) for band in
            ("ineffective", "below norm", "on plan", "beyond target")}  # fmt: skip
    assert len(grey) == 4
    assert band_mark(None) == ""


def test_the_variance_bar_points_to_its_side() -> None:
    less, more = (ET.fromstring(variance(value, 5, better=True, title="t")) for value in (-5, 5))
    middle = 48.0
    assert float(less.find(f"{NAME}rect").get("x", "")) < middle  # type: ignore[union-attr]
    assert float(more.find(f"{NAME}rect").get("x", "")) == middle  # type: ignore[union-attr]
