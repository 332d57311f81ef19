"""domain.md §2: weights, kinds of rows, methods and limits that a matrix may have."""

from decimal import Decimal
from typing import Any

import pytest

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import parse
from scoreline.planning.levels import Direction, Levels, RangeLevels, Step
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method

ANNA = Member("person", "Anna", "1", "crm")
UP = Levels(Direction.UP, Decimal(90), Decimal(100), Decimal(120))
RANGE = RangeLevels(Decimal(0), Decimal(5), Decimal(10), Decimal(15))
STEPS = (Step(None, Decimal(100), Decimal(0)), Step(Decimal(100), None, Decimal(100)))


def row(kpi: str, weight: str) -> MatrixRow:
    return MatrixRow(kpi, weight=Decimal(weight), levels=UP)


def matrix(*rows: MatrixRow) -> Matrix:
    return Matrix(ANNA, parse("2017-07"), rows)


@pytest.mark.parametrize("weights", [["1"], ["0.1"] * 10, ["0.33", "0.33", "0.34"], ["1", "0"]])
def test_weights_that_sum_to_exactly_one(weights: list[str]) -> None:
    assert len(matrix(*(row(f"k{i}", weight) for i, weight in enumerate(weights))).rows) == len(weights)


@pytest.mark.parametrize("weights", [["0.99"], ["0.5", "0.49"], ["0.6", "0.41"], ["0.3333333333"] * 3, ["1", "1e-29"]])
def test_other_weights_are_refused(weights: list[str]) -> None:
    with pytest.raises(MatrixError, match=r"sum to .*, not to 1") as caught:
        matrix(*(row(f"k{i}", weight) for i, weight in enumerate(weights)))
    assert caught.value.where == "matrix of Anna, 2017-07"


def test_indicators_carry_no_weight_and_do_not_count_in_the_sum() -> None:
    assert len(matrix(row("a", "1"), MatrixRow("b", kind=Kind.INDICATOR), MatrixRow("c", kind=Kind.INDICATOR, levels=UP)).rows) == 3
    with pytest.raises(MatrixError, match="indicator has no weight"):
        MatrixRow("b", kind=Kind.INDICATOR, weight=Decimal(0))
    with pytest.raises(MatrixError, match="No row is scored"):
        matrix(MatrixRow("b", kind=Kind.INDICATOR))


def test_a_kpi_stands_once() -> None:
    with pytest.raises(MatrixError, match="two rows"):
        matrix(row("a", "0.5"), row("a", "0.5"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"weight": None}, "weight from 0 to 1"),
        ({"weight": Decimal("1.01")}, "weight from 0 to 1"),
        ({"weight": Decimal("-0.1")}, "weight from 0 to 1"),
        ({"levels": None}, "needs base, norm and target"),
        ({"levels": RANGE, "method": Method.RATIO}, "range cannot be scored by ratio"),
        ({"levels": RANGE, "method": Method.PIECEWISE}, "range cannot be scored by piecewise"),
        ({"levels": Levels(Direction.UP, Decimal(-9), Decimal(0), Decimal(1)), "method": Method.RATIO}, "norm above 0"),
        ({"method": Method.PIECEWISE, "at_target": Decimal(99)}, "at_target"),
        ({"method": Method.STEPS}, "needs a table"),
        ({"steps": STEPS}, "uses no steps"),
        ({"method": Method.STEPS, "steps": STEPS[1:]}, "below 100"),
        ({"method": Method.STEPS, "steps": (Step(None, None, Decimal(0)),), "floor": Decimal(10)}, "less than the floor"),
        ({"floor": Decimal(101)}, "floor is 101"),
        ({"floor": Decimal(50), "cap": Decimal(40)}, "below the floor"),
        ({"levels": RANGE, "cap": Decimal(110)}, "nothing lies beyond the norm"),
        (
            {"levels": Levels(Direction.UP, Decimal(0), Decimal(5), Decimal(5)), "cap": Decimal(110)},
            "nothing lies beyond the norm",
        ),
    ],
)
def test_rows_that_are_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(MatrixError, match=words) as caught:
        MatrixRow(**{"kpi": "revenue", "weight": Decimal(1), "levels": UP, **fields})
    assert caught.value.where == 'row "revenue"'


@pytest.mark.parametrize("method", [Method.BASE_NORM, Method.STEPS])
def test_a_range_is_scored_by_base_norm_or_steps(method: Method) -> None:
    steps = (
        Step(None, Decimal(5), Decimal(0)),
        Step(Decimal(5), Decimal(10), Decimal(100)),
        Step(Decimal(10), None, Decimal(0)),
    )
    made = MatrixRow("k", weight=Decimal(1), levels=RANGE, method=method, steps=steps if method is Method.STEPS else ())
    assert made.direction is Direction.RANGE
