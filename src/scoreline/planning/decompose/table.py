"""A table of whole numbers with given sums of rows and columns, every cell next to its exact share (controlled rounding).

The share of a cell is row sum * column sum / total. Every cell gets the whole number below or above it, and a share that is whole
stays as it is. Such a table always exists: it is a flow of whole units through the cells (L. Cox, A constructive procedure for unbiased
controlled rounding, 1987).
"""

from __future__ import annotations

from collections.abc import Sequence

from scoreline.planning.decompose.settle import settle


def shared(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """The table for these sums, which are equal in total and not negative. The first of equal columns goes first."""
    if len(columns) == 1:
        return [[row] for row in rows]
    if len(rows) == 1:
        return [list(columns)]
    total = sum(columns)
    if not total:
        return [[0] * len(columns) for _ in rows]
    owed = [0] * len(columns)
    table = [_row(row, columns, total, owed) for row in rows]
    if any(owed):
        low = [[row * column // total for column in columns] for row in rows]
        high = [[-(-row * column // total) for column in columns] for row in rows]
        settle(table, low, high, columns)
    return table


def _row(row: int, columns: Sequence[int], total: int, owed: list[int]) -> list[int]:
    """One row. Its loose units go to the columns that are owed most so far, so that few are left to be settled."""
    parts = [divmod(row * column, total) for column in columns]
    cells = [whole for whole, _ in parts]
    left = 0
    for place, (_, rest) in enumerate(parts):
        if rest:
            owed[place] += rest
            left += rest
    if left:
        loose = [place for place, (_, rest) in enumerate(parts) if rest]
        loose.sort(key=lambda place: -owed[place])
        for place in loose[: left // total]:
            cells[place] += 1
            owed[place] -= total
    return cells
