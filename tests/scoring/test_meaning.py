"""What the words of a matrix mean, each with one worked case: its fields, levels, methods, states of a fact, bands and totals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from scoreline.engine.facts import Fact, FactState
from scoreline.errors import MatrixError
from scoreline.planning.levels import Direction, Levels, RangeLevels, Step
from scoreline.planning.matrix import Kind, MatrixRow, Method, Undefined
from scoreline.scoring.index import attainment, band_of, index_of
from tests.scoring.builders import ANNA, MISSING, NOT_APPLICABLE, PARTIAL, UNDEFINED, ZERO, between, down, row, scored, up, value

HALVES = [row(up(0, 20, 40), "0.5", "a"), row(up(0, 20, 40), "0.5", "b")]
STEPS = (Step(None, Decimal(50), Decimal(0)), Step(Decimal(50), Decimal(80), Decimal(60)), Step(Decimal(80), None, Decimal(100)))


class TestFields:
    """Every field of a row, on base 50, norm 100, target 150 and a fact of 120."""

    card = scored([row(up(50, 100, 150), "0.25", "a"), row(up(0, 1, 1), "0.75", "b")], {"a": value(120), "b": value(1)})
    line = card.rows[0]

    def test_weight_is_how_much_the_row_matters_and_all_sum_to_1(self) -> None:
        assert [item.weight for item in self.card.rows] == [Decimal("0.25"), Decimal("0.75")]
        with pytest.raises(MatrixError, match=r"sum to 0\.75, not to 1"):
            scored([row(up(0, 1, 1), "0.75", "b")], {})

    def test_base_is_the_lowest_acceptable_level(self) -> None:
        assert self.line.base == 50 and index_of(row(up(50, 100, 150)), Decimal(50)).raw == 0

    def test_norm_is_the_planned_level(self) -> None:
        assert self.line.norm == 100 and index_of(row(up(50, 100, 150)), Decimal(100)).raw == 100

    def test_target_lies_beyond_the_norm(self) -> None:
        assert self.line.target == 150 and index_of(row(up(50, 100, 150)), Decimal(150)).raw == 200

    def test_fact_is_what_was_achieved(self) -> None:
        assert self.line.fact == 120 and self.line.state is FactState.VALUE

    def test_index_is_the_fact_against_the_plan(self) -> None:
        assert self.line.index_raw == self.line.index == 140 and self.line.weighted == 35

    def test_attainment_is_the_plain_ratio_to_the_norm(self) -> None:
        assert self.line.attainment == 120
        assert attainment(down(60, 40, 20), Decimal(50)) == 80


@pytest.mark.parametrize(
    ("direction", "good", "bad"),
    [
        (Direction.UP, [(1, 2, 2), (1, 2, 3)], [(2, 2, 3), (3, 2, 3), (1, 3, 2)]),
        (Direction.DOWN, [(3, 2, 2), (3, 2, 1)], [(2, 2, 1), (1, 2, 1), (3, 1, 2)]),
    ],
)
def test_levels_stand_in_the_order_of_their_direction(
    direction: Direction, good: list[tuple[int, int, int]], bad: list[tuple[int, int, int]]
) -> None:
    for base, norm, target in good:
        assert Levels(direction, Decimal(base), Decimal(norm), Decimal(target)).norm == norm
    for base, norm, target in bad:
        with pytest.raises(MatrixError):
            Levels(direction, Decimal(base), Decimal(norm), Decimal(target))


@pytest.mark.parametrize("points", [(1, 1, 2, 3), (1, 3, 2, 4), (1, 2, 3, 3), (4, 3, 2, 1)])
def test_a_range_needs_four_points(points: tuple[int, int, int, int]) -> None:
    assert between(1, 2, 2, 3).low_norm == 2
    with pytest.raises(MatrixError):
        between(*points)


@pytest.mark.parametrize(
    ("line", "indexes"),
    [
        (row(up(10, 20, 30)), {5: -50, 10: 0, 15: 50, 20: 100, 30: 200}),
        (row(down(30, 20, 10)), {35: -50, 30: 0, 25: 50, 20: 100, 10: 200}),
        (row(up(10, 20, 30), method=Method.RATIO), {0: 0, 10: 50, 20: 100, 30: 150}),
        (row(down(30, 20, 10), method=Method.RATIO), {40: 50, 20: 100, 16: 125}),
        (row(up(10, 20, 30), method=Method.PIECEWISE), {5: 0, 10: 0, 15: 50, 20: 100, 25: 110, 30: 120, 99: 120}),
        (row(up(40, 80, 80), method=Method.STEPS, steps=STEPS), {0: 0, 49: 0, 50: 60, 79: 60, 80: 100, 500: 100}),
        (row(between(0, 10, 20, 40)), {0: 0, 5: 50, 10: 100, 15: 100, 20: 100, 30: 50, 40: 0, 60: -100}),
    ],
)
def test_methods(line: MatrixRow, indexes: dict[int, int]) -> None:
    assert {fact: index_of(line, Decimal(fact)).raw for fact in indexes} == indexes


def test_less_is_better_and_nothing_left_takes_the_cap() -> None:
    line = row(down(30, 20, 10), method=Method.RATIO)
    assert index_of(line, Decimal(0)).limited == index_of(line, Decimal(-1)).limited == 150


def test_ratio_needs_a_norm_above_0() -> None:
    with pytest.raises(MatrixError, match="norm above 0"):
        row(up(-10, 0, 10), method=Method.RATIO)


@pytest.mark.parametrize("method", [Method.RATIO, Method.PIECEWISE])
def test_a_range_takes_base_norm_or_steps_only(method: Method) -> None:
    with pytest.raises(MatrixError, match="range cannot be scored"):
        row(between(0, 10, 20, 30), method=method)


def test_150_capped_from_212() -> None:
    found = index_of(row(up(0, 100, 300)), Decimal(212))
    assert found.limited == 150 and found.capped_from == 212


def test_without_striving_the_cap_is_100_and_no_band_lies_beyond() -> None:
    assert index_of(row(up(0, 100, 100)), Decimal(130)).limited == 100
    assert band_of(up(0, 100, 100), Decimal(130)).value == "on plan"


@pytest.mark.parametrize(
    ("fact", "total", "coverage", "provisional"),
    [
        (value(20), 75, 1, False),
        (ZERO, 25, 1, False),
        (MISSING, 50, "0.5", True),
        (PARTIAL, 50, "0.5", True),
        (UNDEFINED, 50, 1, False),
        (NOT_APPLICABLE, 50, 1, False),
    ],
    ids=["value", "zero", "missing", "partial", "undefined", "not applicable"],
)
def test_the_states_of_a_fact(fact: Fact, total: int, coverage: int | str, provisional: bool) -> None:
    """The other row, of the same weight, has an index of 50."""
    card = scored(HALVES, {"a": fact, "b": value(10)})
    assert card.total == total and card.coverage == Decimal(coverage)
    assert card.provisional is provisional


def test_an_undefined_fact_counts_as_0_where_the_row_agreed_so() -> None:
    rows = [replace(HALVES[0], undefined=Undefined.ZERO), HALVES[1]]
    card = scored(rows, {"a": UNDEFINED, "b": value(10)})
    assert card.rows[0].index == 0 and card.total == 25


def test_82_4_on_75_percent_of_the_weight() -> None:
    rows = [row(up(0, 1000, 2000), "0.75", "a"), row(up(0, 1, 2), "0.25", "b")]
    card = scored(rows, {"a": value(824), "b": MISSING})
    assert (card.total, card.coverage, card.provisional) == (Decimal("82.4"), Decimal("0.75"), True)


@pytest.mark.parametrize(
    ("levels", "bands"),
    [
        (up(10, 20, 30), {9: "ineffective", 10: "below norm", 19: "below norm", 20: "on plan", 30: "on plan", 31: "beyond target"}),
        (down(30, 20, 10), {31: "ineffective", 30: "below norm", 21: "below norm", 20: "on plan", 10: "on plan", 9: "beyond target"}),
        (between(0, 10, 20, 30), {-1: "ineffective", 0: "below norm", 10: "on plan", 20: "on plan", 21: "below norm", 31: "ineffective"}),
    ],
)
def test_bands(levels: Levels | RangeLevels, bands: dict[int, str]) -> None:
    assert {fact: band_of(levels, Decimal(fact)).value for fact in bands} == bands


def test_an_indicator_is_watched_and_never_scored() -> None:
    watched = MatrixRow("c", kind=Kind.INDICATOR, levels=up(1, 2, 3))
    card = scored([*HALVES, watched], {"a": value(20), "b": value(20), "c": value(1)})
    line = card.rows[2]
    assert (line.fact, line.band and line.band.value, line.weight, line.index, line.weighted) == (1, "below norm", None, None, None)
    assert card.total == 100 and card.member == ANNA
