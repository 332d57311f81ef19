"""Other weights, levels and caps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.errors import MatrixError
from scoreline.periods import parse
from scoreline.planning.levels import Step
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method
from scoreline.scoring.proposals import Changes, changed
from tests.scoring.builders import ANNA, between, row, up

D = Decimal
ROWS = (row(up(0, 100, 150), "0.5", "a"), row(up(0, 10, 15), "0.3", "b"), row(between(0, 1, 2, 3), "0.2", "c"))
MATRIX = Matrix(ANNA, parse("2025-06"), (*ROWS, MatrixRow("d", kind=Kind.INDICATOR)))


def weights(matrix: Matrix) -> dict[str, Decimal | None]:
    return {item.kpi: item.weight for item in matrix.rows}


def test_the_weights_that_are_not_named_give_way_in_proportion() -> None:
    assert weights(changed(MATRIX, Changes({"a": D("0.75")}))) == {"a": D("0.75"), "b": D("0.15"), "c": D("0.1"), "d": None}
    assert weights(changed(MATRIX, Changes({"a": D(1)}))) == {"a": 1, "b": 0, "c": 0, "d": None}


def test_what_a_matrix_does_not_have_leaves_it_as_it_is() -> None:
    assert changed(MATRIX, Changes({"x": D("0.5")}, {"d": D(2)}, {"y": D(90)})) == MATRIX


def test_levels_times_a_factor_and_a_cap() -> None:
    made = changed(MATRIX, Changes(factors={"a": D("1.1"), "c": D(2)}, caps={"a": D(110)}))
    assert made.rows[0].levels == up(0, 110, 165) and made.rows[0].cap == 110
    assert made.rows[2].levels == between(0, 2, 4, 6)
    steps = row(up(0, 10, 20), 1, "s", method=Method.STEPS, steps=(Step(None, D(10), D(0)), Step(D(10), None, D(100))))
    assert changed(Matrix(ANNA, parse("2025-06"), (steps,)), Changes(factors={"s": D(2)})).rows[0].steps[1].low == 20


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes({"a": D("0.8"), "b": D("0.3")}), "weights named sum to 1.1"),
        (Changes({"a": D("0.8"), "b": D("0.1"), "c": D("0.05")}), "weights named sum to 0.95"),
        (Changes({"a": D("-0.1")}), "weight from 0 to 1"),
        (Changes({"a": D("NaN")}), "The weight of a cannot be NaN"),
        (Changes(factors={"a": D(0)}), "cannot be taken 0 times"),
        (Changes(factors={"a": D("1E+999999")}), "cannot be taken 1E"),
        (Changes(caps={"a": D(-5)}), "below the floor"),
    ],
)
def test_what_makes_no_matrix_is_refused(changes: Changes, words: str) -> None:
    with pytest.raises(MatrixError, match=words):
        changed(MATRIX, changes)


@given(st.decimals(min_value=0, max_value=1, places=4), st.integers(0, 100), st.integers(0, 100))
def test_weights_always_sum_to_one(weight: Decimal, one: int, other: int) -> None:
    low, high = sorted((one, other))
    parts = [D(part) / 100 for part in (low, high - low, 100 - high)]
    matrix = Matrix(ANNA, parse("2025-06"), tuple(row(up(0, 1, 2), part, kpi) for kpi, part in zip("abc", parts, strict=True)))
    if parts[0] < 1 or weight == 1:
        made = changed(matrix, Changes({"a": weight}))
        assert sum(item.weight or 0 for item in made.rows) == 1 and made.rows[0].weight == weight
