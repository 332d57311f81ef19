"""Members with pins, bounds or weights of their own, beside each other over all periods, whose sums are given.

Rows and columns are scaled in turn until both sums fit (iterative proportional fitting, in whole numbers of a millionth part of a
unit). The result is rounded by a flow: from the row sums through each row's years, quarters and months to the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoreline.planning.decompose.apportion import NoRoomError, apportion
from scoreline.planning.decompose.flow import Network
from scoreline.planning.decompose.tree import Tree

FINE = 2**20
"""How many parts a unit has while the table is fitted."""
ROUNDS = 60
"""How often rows and columns are scaled at most. Tables that can be fitted usually are within twenty."""

Cells = list[int]


@dataclass(frozen=True)
class Row:
    """A row: its sum, the weights of the leaves of the periods, and the bounds of every period, the whole first (None is open)."""

    total: int
    weights: Sequence[int]
    low: Sequence[int]
    high: Sequence[int | None]

    @property
    def bounded(self) -> bool:
        """Whether any of its periods but the whole has a bound."""
        return any(self.low[1:]) or any(high is not None for high in self.high[1:])


def fitted(rows: Sequence[Row], times: Tree, whole: Sequence[int], loose: Row | None = None) -> list[Cells]:
    """The rows' amounts in every period, and last their sums: rows sum to their totals, columns to `whole`, the amounts of each period.

    Free cells lie within a unit of the fit. A row whose free weights are all 0 is spread like the columns. A cell of weight 0 gets
    nothing as long as others can take it, and at most one unit then. Where the sums leave no way, rows' totals give way that have no pin,
    and then, where `loose` names their bounds, the columns. NoRoomError where there is no way even so.
    """
    columns = [whole[leaf] for leaf in times.leaves]
    rows = [_weighted(row, times, columns) for row in rows]
    fine = _scaled(rows, times, columns)
    table = [_filled(row, times, [cells[leaf] for leaf in times.leaves], 1) for row, cells in zip(rows, fine, strict=True)]
    network = _network(table, times, whole)
    near = [cell for cells in fine for cell in cells] + [amount * FINE for amount in whole[1:]]
    for low, high in _phases(rows, times, whole, loose, near):
        # What was rounded may lie outside by the width of the fit; it may stay.
        least = [min(pair) for pair in zip(low, network.flow, strict=True)]
        most = [max(pair) for pair in zip(high, network.flow, strict=True)]
        if network.balance(least, most):
            steps = len(times.keys)
            cells = [network.flow[place * steps : (place + 1) * steps] for place in range(len(rows))]
            return [*cells, [whole[0], *network.flow[len(rows) * steps :]]]
    raise NoRoomError


def _phases(
    rows: Sequence[Row], times: Tree, whole: Sequence[int], loose: Row | None, near: Sequence[int]
) -> Iterator[tuple[Cells, Cells]]:
    """The bounds of the network's edges, from the narrowest on: next to the fit; pins only; totals free; columns free."""
    low, high = _limits(rows, times, whole[0])
    low, high = low + list(whole[1:]), high + list(whole[1:])
    totals = {place * len(times.keys): row.total for place, row in enumerate(rows)}
    held_low, held_high = ([totals.get(place, bound) for place, bound in enumerate(bounds)] for bounds in (low, high))
    near_low = [max(bound, cell // FINE) for bound, cell in zip(held_low, near, strict=True)]
    near_high = [min(bound, -(-cell // FINE)) for bound, cell in zip(held_high, near, strict=True)]
    yield near_low, near_high
    yield held_low, held_high
    yield low, high
    if loose:
        start = len(low) - len(whole) + 1
        yield low[:start] + list(loose.low[1:]), high[:start] + [whole[0] if most is None else most for most in loose.high[1:]]


def _limits(rows: Sequence[Row], times: Tree, size: int) -> tuple[Cells, Cells]:
    """The bounds of every cell of every row, in order. Leaves of weight 0 take a unit at most."""
    low = [least for row in rows for least in row.low]
    high = [size if most is None else most for row in rows for most in row.high]
    for place, row in enumerate(rows):
        for leaf, weight in zip(times.leaves, row.weights, strict=True):
            cell = place * len(times.keys) + leaf
            if not weight:
                high[cell] = min(high[cell], max(low[cell], 1))
    return low, high


def _network(table: list[Cells], times: Tree, whole: Sequence[int]) -> Network:
    """From a source to the rows, through each row's periods to the leaves of the columns, and through the columns' periods together again.

    The edges are every row's periods in order, the whole first, then the columns' without their whole.
    """
    inner = {time: place for place, time in enumerate(times.inner)}
    columns = 1 + len(table) * len(inner)
    network = Network([whole[0], *[0] * (columns - 1), -whole[0], *[0] * (len(whole) - 1)])
    for place, cells in enumerate(table):
        for time, amount in enumerate(cells):
            start = 1 + place * len(inner)
            tail = start + inner[times.parents[time]] if time else 0
            network.edge(tail, start + inner[time] if time in inner else columns + time, amount)
    for time, amount in enumerate(whole[1:], start=1):
        network.edge(columns + time, columns + times.parents[time], amount)
    return network


def _weighted(row: Row, times: Tree, columns: Sequence[int]) -> Row:
    free = any(weight and row.high[leaf] != row.low[leaf] for leaf, weight in zip(times.leaves, row.weights, strict=True))
    if free or not row.total:
        return row
    return Row(row.total, columns if any(columns) else [1] * len(columns), row.low, row.high)


def _scaled(rows: Sequence[Row], times: Tree, columns: Sequence[int]) -> list[Cells]:
    """The real-valued amounts of every period in fine parts; as near as they come where pins leave no fit."""
    leaves = [list(row.weights) for row in rows]
    table = list[Cells]()
    lows = [[row.low[leaf] * FINE for row in rows] for leaf in times.leaves]
    highs = [[None if (most := row.high[leaf]) is None else most * FINE for row in rows] for leaf in times.leaves]
    for _ in range(ROUNDS):
        table = [_filled(row, times, cells, FINE) for row, cells in zip(rows, leaves, strict=True)]
        down = [[cells[leaf] for cells in table] for leaf in times.leaves]
        if all(abs(sum(cells) - total * FINE) < FINE // 64 for cells, total in zip(down, columns, strict=True)):
            break
        down = [_scale(total * FINE, cells, low, high) for total, cells, low, high in zip(columns, down, lows, highs, strict=True)]
        leaves = [list(cells) for cells in zip(*down, strict=True)]
    return table


def _filled(row: Row, times: Tree, weights: Sequence[int], scale: int) -> Cells:
    """A row's amounts in every period, from the whole down, in proportion to the weights of the leaves and within the bounds."""
    cells = [0] * len(times.keys)
    for leaf, weight in zip(times.leaves, weights, strict=True):
        cells[leaf] = weight
    if scale > 1 and not row.bounded:
        for leaf, part in zip(times.leaves, _scale(row.total * scale, weights, [0] * len(weights), [None] * len(weights)), strict=True):
            cells[leaf] = part
        return _summed(times, cells)
    cells = _summed(times, cells)
    cells[0] = row.total * scale
    for time in times.inner:
        below = times.children[time]
        low = [row.low[child] * scale for child in below]
        high = [None if (most := row.high[child]) is None else most * scale for child in below]
        for child, part in zip(below, _scale(cells[time], [cells[child] for child in below], low, high), strict=True):
            cells[child] = part
    return cells


def _summed(times: Tree, cells: Cells) -> Cells:
    for time in range(len(cells) - 1, 0, -1):
        cells[times.parents[time]] += cells[time]
    return cells


def _scale(total: int, cells: Sequence[int], low: Sequence[int], high: Sequence[int | None]) -> Cells:
    """The cells scaled to a sum within their bounds; where that cannot be, evenly as far as the bounds go."""
    try:
        return apportion(total, cells, low, high)
    except NoRoomError:
        most = [max(total, sum(low)) if top is None else top for top in high]
        return apportion(min(max(total, sum(low)), sum(most)), [1] * len(cells), low, most)
