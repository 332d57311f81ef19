"""Putting the columns of a table of whole numbers right by moving units along its rows, whose sums stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

Rows = Sequence[Sequence[int]]
Step = tuple[int, int]


def settle(table: list[list[int]], low: Rows, high: Rows, columns: Sequence[int]) -> bool:
    """Move units within rows, each cell staying between `low` and `high`, until the columns sum to `columns`.

    Changes `table`. False where the bounds leave no way: what could be moved was. Columns are the nodes of a flow: a row leads from
    a column that it can take units from to one that it can put them into. Each move follows a shortest way from a column with too much
    to one with too little, so that the search ends, and where it finds none there is none.
    """
    over = [sum(column) - wanted for column, wanted in zip(zip(*table, strict=True), columns, strict=True)]
    while any(over):
        way = _way(table, low, high, over)
        if not way:
            return False
        _move(table, low, high, over, way)
    return True


def _way(table: list[list[int]], low: Rows, high: Rows, over: list[int]) -> list[tuple[int, int, int]]:
    """A shortest way as steps (row, column to take from, column to put into), the last step first; empty where there is none."""
    came: dict[int, Step | None] = {column: None for column, much in enumerate(over) if much > 0}
    waiting = deque(came)
    open_ = [column for column in range(len(over)) if column not in came]
    while waiting:
        taken = waiting.popleft()
        for row, cells in enumerate(table):
            if cells[taken] <= low[row][taken]:
                continue
            reached = [column for column in open_ if cells[column] < high[row][column]]
            for column in reached:
                came[column] = (row, taken)
                if over[column] < 0:
                    return _back(came, column)
                waiting.append(column)
            if reached:
                open_ = [column for column in open_ if column not in came]
    return []


def _back(came: dict[int, Step | None], column: int) -> list[tuple[int, int, int]]:
    steps = []
    while (step := came[column]) is not None:
        steps.append((step[0], step[1], column))
        column = step[1]
    return steps


def _move(table: list[list[int]], low: Rows, high: Rows, over: list[int], way: list[tuple[int, int, int]]) -> None:
    """Move as much along a way as every step allows."""
    first, last = way[-1][1], way[0][2]
    amount = min(over[first], -over[last])
    for row, source, target in way:
        amount = min(amount, table[row][source] - low[row][source], high[row][target] - table[row][target])
    for row, source, target in way:
        table[row][source] -= amount
        table[row][target] += amount
    over[first] -= amount
    over[last] += amount
