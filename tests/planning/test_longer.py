"""domain.md §2 and §3: the levels of a quarter or year, and when its months' levels add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Calendar, Grain, between, parse
from scoreline.planning.levels import Direction, Levels, RangeLevels, Step
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method

ANNA = Member("person", "Anna", "1", "crm")
BORIS = Member("person", "Anna", "1", "shop")


def month(label: str, revenue: int, rate: int, weight: str = "0.5") -> Matrix:
    rows = (
        MatrixRow(
            "revenue",
            weight=Decimal(weight),
            levels=Levels(Direction.UP, Decimal(revenue - 1), Decimal(revenue), Decimal(revenue + 2)),
        ),
        MatrixRow("win_rate", weight=1 - Decimal(weight), levels=Levels(Direction.UP, Decimal(rate - 1), Decimal(rate), Decimal(rate))),
        MatrixRow("calls", kind=Kind.INDICATOR),
    )
    return Matrix(ANNA, parse(label), rows)


SUMMER = [month("2017-07", 10, 50), month("2017-08", 20, 60), month("2017-09", 30, 70, "0.8")]


def find(matrices: list[Matrix], label: str, first_month: int = 1) -> Matrix:
    return matrix_for(matrices, ANNA, parse(label, Calendar(first_month=first_month)), {"revenue", "calls"})


def test_exact_match_first() -> None:
    own = month("2017-Q3", 999, 80)
    assert find([*SUMMER, own], "2017-Q3") is own
    assert find(SUMMER, "2017-08") is SUMMER[1]


def test_additive_levels_are_summed_and_others_take_the_last_month() -> None:
    quarter = find(SUMMER, "2017-Q3")
    revenue, rate, calls = quarter.rows
    assert revenue.levels == Levels(Direction.UP, Decimal(57), Decimal(60), Decimal(66))
    assert rate == SUMMER[2].rows[1]
    assert calls.levels is None
    assert [row.weight for row in quarter.rows] == [Decimal("0.8"), Decimal("0.2"), None]
    assert (quarter.member, quarter.period.label) == (ANNA, "2017-Q3")


@given(norms=st.lists(st.integers(2, 10**6), min_size=12, max_size=12), first=st.integers(1, 12))
def test_a_fiscal_year_is_the_sum_of_its_months(norms: list[int], first: int) -> None:
    year = parse("2018", Calendar(first_month=first))
    months = [month(p.label, norm, 50) for p, norm in zip(between(year.start, year.end, Grain.MONTH), norms, strict=True)]
    levels = find(months, "2018", first).rows[0].levels
    assert isinstance(levels, Levels)
    assert levels.norm == sum(norms)
    assert levels.base == sum(norms) - 12
    assert levels.target == sum(norms) + 24


def test_all_months_are_needed_for_a_sum() -> None:
    with pytest.raises(MatrixError, match="2017-08 has none"):
        find([SUMMER[0], SUMMER[2]], "2017-Q3")
    only_rate = [Matrix(ANNA, parse("2017-09"), (MatrixRow("win_rate", weight=Decimal(1), levels=SUMMER[0].rows[0].levels),))]
    assert find(only_rate, "2017-Q3").rows == only_rate[0].rows


def test_without_the_last_month_there_is_no_matrix() -> None:
    with pytest.raises(MatrixError, match="nor for its last month") as caught:
        find(SUMMER[:2], "2017-Q3")
    assert "2017-07, 2017-08" in caught.value.do


@pytest.mark.parametrize("label", ["2017-06", "2017-W30", "2017-07-03"])
def test_shorter_periods_need_their_own(label: str) -> None:
    with pytest.raises(MatrixError, match="no matrix for this period") as caught:
        find(SUMMER, label)
    assert caught.value.where == f"Anna, {label}"


def test_another_member_with_the_same_name_is_another() -> None:
    with pytest.raises(MatrixError, match="matrix apply"):
        matrix_for(SUMMER, BORIS, parse("2017-07"), ())


def one_row(label: str, row: MatrixRow) -> Matrix:
    return Matrix(ANNA, parse(label), (row,))


def test_ranges_and_steps_add_up_point_by_point() -> None:
    steps = (
        Step(None, Decimal(5), Decimal(0)),
        Step(Decimal(5), Decimal(10), Decimal(100)),
        Step(Decimal(10), None, Decimal(0)),
    )
    row = MatrixRow(
        "calls",
        weight=Decimal(1),
        levels=RangeLevels(Decimal(0), Decimal(5), Decimal(10), Decimal(15)),
        method=Method.STEPS,
        steps=steps,
    )
    total = find([one_row(label, row) for label in ("2017-07", "2017-08", "2017-09")], "2017-Q3").rows[0]
    assert total.levels == RangeLevels(Decimal(0), Decimal(15), Decimal(30), Decimal(45))
    assert [(step.low, step.high) for step in total.steps] == [(None, 15), (15, 30), (30, None)]


def test_methods_that_differ_do_not_add_up() -> None:
    levels = Levels(Direction.UP, Decimal(1), Decimal(2), Decimal(3))
    rows = [MatrixRow("revenue", weight=Decimal(1), levels=levels, method=method) for method in (Method.RATIO, *[Method.BASE_NORM] * 2)]
    with pytest.raises(MatrixError, match="changes its method"):
        find([one_row(f"2017-0{7 + i}", row) for i, row in enumerate(rows)], "2017-Q3")
