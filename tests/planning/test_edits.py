"""Rows with edited fields, and the difference of two matrices."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from scoreline.errors import MatrixError
from scoreline.periods import parse
from scoreline.planning.edits import changes, edited
from scoreline.planning.fingerprint import plain
from scoreline.planning.matrix import Matrix, MatrixRow
from tests.scoring.builders import ANNA, between, down, row, up

JULY = parse("2017-07")


def said(before: tuple[MatrixRow, ...], after: tuple[MatrixRow, ...]) -> list[str]:
    return [change.text for change in changes(plain(Matrix(ANNA, JULY, before)), plain(Matrix(ANNA, JULY, after)))]


def test_fields_of_a_row_are_edited() -> None:
    assert edited(row(up(0, 10, 15), ".4"), {"weight": Decimal(".5"), "norm": Decimal(12), "why": "x"}) == row(up(0, 12, 15), ".5", why="x")
    assert edited(row(between(0, 5, 10, 20)), {"low_norm": Decimal(6)}) == row(between(0, 6, 10, 20))


def test_an_edit_that_breaks_a_rule_is_refused() -> None:
    for one, field, value in ((up(0, 10, 15), "norm", 16), (down(9, 5, 5), "base", 5), (up(0, 1, 1), "weight", 2)):
        with pytest.raises(MatrixError):
            edited(row(one), {field: Decimal(value)})


def test_the_difference_of_two_matrices() -> None:
    old = (row(up(0, 10, 15), ".4", "revenue"), row(down(9, 5, 5), ".6", "cycle"))
    assert said(old, old) == []
    assert said(old, (replace(old[0], levels=up(0, 12, 15), why="It counts."), old[1])) == [
        'revenue: why from nothing to "It counts."',
        "revenue: norm from 10 to 12",
    ]
    assert said(old, (replace(old[0], weight=Decimal("1.0")),)) == ["revenue: weight from 0.4 to 1", "cycle: went"]
    assert said(old[:1] and (replace(old[0], weight=Decimal(1)),), old) == ["revenue: weight from 1 to 0.4", "cycle: came"]
