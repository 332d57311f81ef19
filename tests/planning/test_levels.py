"""domain.md §2, "Levels": what is accepted, and what is refused when saved, naming the row."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.errors import MatrixError
from scoreline.planning.levels import Direction, Levels, RangeLevels, Step, check_steps, plus_steps, step_index
from scoreline.planning.matrix import MatrixRow

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


@given(base=numbers, norm=numbers, target=numbers)
def test_up_needs_base_below_norm_and_norm_at_most_target(base: Decimal, norm: Decimal, target: Decimal) -> None:
    if base < norm <= target:
        assert Levels(Direction.UP, base, norm, target).strives == (norm != target)
    else:
        with pytest.raises(MatrixError):
            Levels(Direction.UP, base, norm, target)


@given(base=numbers, norm=numbers, target=numbers)
def test_down_is_up_mirrored(base: Decimal, norm: Decimal, target: Decimal) -> None:
    def accepted(direction: Direction, *points: Decimal) -> bool:
        try:
            Levels(direction, *points)
        except MatrixError:
            return False
        return True

    assert accepted(Direction.DOWN, base, norm, target) == accepted(Direction.UP, -base, -norm, -target)


@given(points=st.tuples(numbers, numbers, numbers, numbers))
def test_range_needs_four_points_in_order(points: tuple[Decimal, Decimal, Decimal, Decimal]) -> None:
    low_base, low_norm, high_norm, high_base = points
    if low_base < low_norm <= high_norm < high_base:
        assert RangeLevels(*points).direction is Direction.RANGE
    else:
        with pytest.raises(MatrixError, match="low base < low norm <= high norm < high base"):
            RangeLevels(*points)


@pytest.mark.parametrize("direction", [Direction.UP, Direction.DOWN])
def test_norm_equal_to_base_is_refused(direction: Direction) -> None:
    with pytest.raises(MatrixError, match="same"):
        Levels(direction, Decimal(5), Decimal(5), Decimal(5))


@pytest.mark.parametrize("odd", ["NaN", "Infinity"])
def test_levels_are_numbers(odd: str) -> None:
    with pytest.raises(MatrixError, match="not a number"):
        Levels(Direction.UP, Decimal(1), Decimal(2), Decimal(odd))


def test_a_refused_row_is_named() -> None:
    levels = Levels(Direction.UP, Decimal(0), Decimal(10), Decimal(10))
    with pytest.raises(MatrixError) as caught:
        MatrixRow("win_rate", weight=Decimal(1), levels=levels, cap=Decimal(120))
    assert caught.value.where == 'row "win_rate"'


def step(low: int | None, high: int | None, index: int) -> Step:
    return Step(None if low is None else Decimal(low), None if high is None else Decimal(high), Decimal(index))


GOOD = [step(None, 50, 0), step(50, 100, 60), step(100, None, 110)]


def test_steps_without_gap_or_overlap_are_accepted() -> None:
    check_steps(GOOD, Direction.UP)
    assert [step_index(GOOD, Decimal(fact)) for fact in (-1000, 49, 50, 99, 100, 1000)] == [0, 0, 60, 60, 110, 110]


@pytest.mark.parametrize(
    ("steps", "direction", "words"),
    [
        ([step(None, 50, 0), step(60, None, 100)], "up", "gap from 50 to 60"),
        ([step(None, 50, 0), step(40, None, 100)], "up", "overlap"),
        ([step(None, None, 0), step(40, None, 100)], "up", "overlap"),
        ([step(None, 40, 0), step(None, None, 100)], "up", "overlap"),
        ([step(0, 50, 0), step(50, None, 100)], "up", "below 0"),
        ([step(None, 50, 0), step(50, 90, 100)], "up", "above 90"),
        ([step(None, 50, 0), step(50, 50, 10), step(50, None, 100)], "up", "holds nothing"),
        ([], "up", "needs a table"),
        (GOOD, "down", "must not rise"),
        (GOOD[::-1], "up", "below 100"),
        ([step(None, 50, 100), step(50, None, 0)], "up", "must not fall"),
        ([step(None, 5, 0), step(5, 9, 100), step(9, 12, 20), step(12, None, 30)], "range", "rise, then fall"),
    ],
)
def test_steps_that_are_refused(steps: list[Step], direction: str, words: str) -> None:
    with pytest.raises(MatrixError, match=words):
        check_steps(steps, Direction(direction))


def test_a_fact_on_a_threshold_takes_the_better_step_in_every_direction() -> None:
    falling = [step(None, 10, 100), step(10, None, 40)]
    peak = [step(None, 5, 0), step(5, 9, 100), step(9, None, 20)]
    check_steps(falling, Direction.DOWN)
    check_steps(peak, Direction.RANGE)
    assert step_index(falling, Decimal(10)) == 100
    assert (step_index(peak, Decimal(5)), step_index(peak, Decimal(9))) == (100, 100)


def test_adding_step_tables_adds_thresholds() -> None:
    assert plus_steps(GOOD, GOOD) == (step(None, 100, 0), step(100, 200, 60), step(200, None, 110))
    with pytest.raises(MatrixError, match="different index values"):
        plus_steps(GOOD, GOOD[:1])
