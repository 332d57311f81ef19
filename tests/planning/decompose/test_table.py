"""Tables whose rows and columns both sum exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoreline.planning.decompose.apportion import apportion
from scoreline.planning.decompose.settle import settle
from scoreline.planning.decompose.table import shared

WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any)


def test_rounding_each_row_alone_would_not_do() -> None:
    """Three rows of 1 over three columns of 1: every row by itself would give its unit to the first column."""
    assert shared([1, 1, 1], [1, 1, 1]) == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@given(st.integers(0, 10**9), WEIGHTS, WEIGHTS)
def test_both_sums_are_exact_and_cells_next_to_their_shares(total: int, down: list[int], across: list[int]) -> None:
    rows, columns = apportion(total, down), apportion(total, across)
    table = shared(rows, columns)
    assert [sum(cells) for cells in table] == rows
    assert [sum(cells) for cells in zip(*table, strict=True)] == columns
    for row, cells in zip(rows, table, strict=True):
        for column, cell in zip(columns, cells, strict=True):
            assert cell in (row * column // (total or 1), -(-row * column // (total or 1)))


def test_a_unit_goes_a_long_way_round_where_it_must() -> None:
    """Column 0 has one too many, column 2 one too few, and no row can move it at once."""
    table = [[1, 0, 0], [0, 1, 0]]
    assert settle(table, [[0] * 3] * 2, [[1, 1, 0], [0, 1, 1]], [0, 1, 1])
    assert table == [[0, 1, 0], [0, 0, 1]]


def test_where_there_is_no_way_it_says_so() -> None:
    assert not settle([[1, 0]], [[0, 0]], [[1, 0]], [0, 1])
