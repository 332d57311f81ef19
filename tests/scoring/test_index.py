"""domain.md §2: the four methods, limits, attainment and bands, figure by figure."""

from decimal import Decimal

import pytest

from scoreline.errors import QueryError
from scoreline.planning.levels import Levels, RangeLevels, Step
from scoreline.planning.matrix import Method
from scoreline.scoring.index import attainment, band_of, cap_of, index_of
from tests.scoring.builders import between, down, row, up

UP, DOWN, RANGE = up(90, 100, 115), down(60, 40, 30), between(0, 10, 20, 40)
STEPS = (
    Step(None, Decimal(50), Decimal(0)),
    Step(Decimal(50), Decimal(100), Decimal(60)),
    Step(Decimal(100), None, Decimal(110)),
)


@pytest.mark.parametrize(
    ("levels", "fact", "raw", "limited"),
    [
        (UP, 90, 0, 0),
        (UP, 100, 100, 100),
        (UP, 95, 50, 50),
        (UP, 0, -900, 0),
        (UP, 115, 250, 150),
        (up(0, 100, 120), 120, 120, 120),
        (up(0, 100, 120), 121, 121, 120),
        (up(0, 100, 100), 130, 130, 100),
        (DOWN, 60, 0, 0),
        (DOWN, 40, 100, 100),
        (DOWN, 50, 50, 50),
        (DOWN, 30, 150, 150),
        (DOWN, 80, -100, 0),
        (DOWN, 0, 300, 150),
        (RANGE, 10, 100, 100),
        (RANGE, 15, 100, 100),
        (RANGE, 20, 100, 100),
        (RANGE, 5, 50, 50),
        (RANGE, 0, 0, 0),
        (RANGE, 30, 50, 50),
        (RANGE, 40, 0, 0),
        (RANGE, -10, -100, 0),
        (RANGE, 60, -100, 0),
    ],
)
def test_base_norm(levels: Levels | RangeLevels, fact: int, raw: int, limited: int) -> None:
    index = index_of(row(levels), Decimal(fact))
    assert (index.raw, index.limited) == (raw, limited)


@pytest.mark.parametrize(
    ("levels", "fact", "raw", "limited"),
    [
        (up(0, 20, 30), 22, 110, 110),
        (up(0, 20, 30), 30, 150, 150),
        (up(0, 20, 40), 40, 200, 150),
        (up(0, 20, 22), 40, 200, 110),
        (up(0, 20, 20), 40, 200, 100),
        (up(0, 20, 30), -4, -20, 0),
        (DOWN, 50, 80, 80),
        (DOWN, 40, 100, 100),
        (DOWN, 32, 125, 125),
        (DOWN, 20, 200, "133.3333333333333333333333333"),
    ],
)
def test_ratio(levels: Levels, fact: int, raw: int, limited: int | str) -> None:
    index = index_of(row(levels, method=Method.RATIO), Decimal(fact))
    assert (index.raw, index.limited) == (raw, Decimal(limited))


@pytest.mark.parametrize(("levels", "cap"), [(down(60, 40, 32), 125), (down(60, 40, 40), 100), (down(60, 40, 0), 150)])
@pytest.mark.parametrize("fact", [0, -5])
def test_ratio_down_with_nothing_takes_the_cap(levels: Levels, cap: int, fact: int) -> None:
    index = index_of(row(levels, method=Method.RATIO), Decimal(fact))
    assert (index.limited, index.raw, index.capped_from) == (cap, cap, None)


@pytest.mark.parametrize(("fact", "raw"), [(0, 0), (90, 0), (95, 50), (100, 100), ("107.5", 110), (115, 120), (999, 120)])
def test_piecewise_up(fact: int | str, raw: int) -> None:
    assert index_of(row(UP, method=Method.PIECEWISE), Decimal(fact)).raw == raw


def test_piecewise_down_and_a_set_value_at_target() -> None:
    agreed = row(DOWN, method=Method.PIECEWISE, at_target=Decimal(140))
    assert [index_of(agreed, Decimal(fact)).raw for fact in (90, 60, 50, 40, 35, 30, 0)] == [0, 0, 50, 100, 120, 140, 140]
    assert cap_of(agreed) == 140
    assert cap_of(row(DOWN, method=Method.PIECEWISE, at_target=Decimal(180))) == 150


def test_piecewise_without_striving_stays_at_100() -> None:
    index = index_of(row(up(0, 10, 10), method=Method.PIECEWISE), Decimal(99))
    assert (index.raw, index.limited) == (100, 100)


def test_steps() -> None:
    agreed = row(up(50, 100, 120), method=Method.STEPS, steps=STEPS)
    assert [index_of(agreed, Decimal(fact)).limited for fact in (-9, 49, 50, 99, 100, 500)] == [0, 0, 60, 60, 110, 110]
    assert cap_of(agreed) == 110, "the index at target"
    assert index_of(row(up(50, 100, 100), method=Method.STEPS, steps=STEPS), Decimal(100)).limited == 100


def test_steps_for_a_range_are_capped_at_100() -> None:
    steps = tuple(Step(low and Decimal(low), high and Decimal(high), Decimal(index)) for low, high, index in
                  ((None, 10, 30), (10, 20, 110), (20, None, 50)))  # fmt: skip
    agreed = row(RANGE, method=Method.STEPS, steps=steps)
    assert [index_of(agreed, Decimal(fact)).limited for fact in (5, 10, 20, 21)] == [30, 100, 100, 50]


def test_capped_from_tells_the_raw_index() -> None:
    index = index_of(row(up(0, 100, 150)), Decimal(212))
    assert (index.raw, index.limited, index.capped_from) == (212, 150, 212)
    assert index_of(row(up(0, 100, 150)), Decimal(150)).capped_from is None
    assert index_of(row(UP), Decimal(0)).capped_from is None


def test_floor_and_cap_are_settable() -> None:
    agreed = row(up(0, 100, 150), floor=Decimal(-50), cap=Decimal(120))
    assert [index_of(agreed, Decimal(fact)).limited for fact in (-90, -30, 110, 130)] == [-50, -30, 110, 120]
    generous = row(up(0, 100, 300), cap=Decimal(200))
    assert index_of(generous, Decimal(250)).limited == 200
    raised = row(up(0, 100, 150), floor=Decimal(40))
    assert index_of(raised, Decimal(10)).limited == 40


def test_a_float_fact_means_the_decimal_it_shows() -> None:
    assert index_of(row(up(0, "0.3", "0.4")), 0.1 + 0.2).raw == Decimal("100.0000000000000133333333333")
    assert index_of(row(up(0, "0.3", "0.4")), 0.3).raw == 100


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_fact_that_is_no_number_is_refused(odd: float | Decimal) -> None:
    with pytest.raises(QueryError, match="not a number"):
        index_of(row(UP), odd)


@pytest.mark.parametrize(
    ("levels", "fact", "percent"),
    [
        (UP, 50, 50),
        (UP, 0, 0),
        (up(0, 20, 30), -4, -20),
        (DOWN, 50, 80),
        (DOWN, 20, 200),
        (DOWN, 0, None),
        (up(-10, 0, 5), 3, None),
        (RANGE, 15, None),
    ],
)
def test_attainment(levels: Levels | RangeLevels, fact: int, percent: int | None) -> None:
    assert attainment(levels, Decimal(fact)) == percent


@pytest.mark.parametrize(
    ("levels", "bands"),
    [
        (UP, {89: "ineffective", 90: "below norm", 99: "below norm", 100: "on plan", 115: "on plan", 116: "beyond target"}),
        (DOWN, {61: "ineffective", 60: "below norm", 41: "below norm", 40: "on plan", 30: "on plan", 29: "beyond target"}),
        (up(0, 10, 10), {-1: "ineffective", 9: "below norm", 10: "on plan", 9999: "on plan"}),
        (down(9, 5, 5), {10: "ineffective", 6: "below norm", 5: "on plan", -9: "on plan"}),
        (RANGE, {-1: "ineffective", 0: "below norm", 9: "below norm", 10: "on plan", 20: "on plan", 21: "below norm",
                 40: "below norm", 41: "ineffective"}),
    ],
)  # fmt: skip
def test_bands(levels: Levels | RangeLevels, bands: dict[int, str]) -> None:
    assert {fact: band_of(levels, Decimal(fact)).value for fact in bands} == bands
