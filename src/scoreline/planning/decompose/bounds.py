"""What pins ask of the cells above them: at least the sum of what is pinned below, at most that where everything is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from scoreline.errors import PlanError
from scoreline.planning.decompose.tree import Tree

Cell = tuple[int, int]
"""A member's node and a period's."""


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a cell may hold, of the cells at and above pins; every other may hold anything from 0."""

    low: Mapping[Cell, int]
    high: Mapping[Cell, int]

    @cached_property
    def members(self) -> frozenset[int]:
        """The members of whom a part of the whole is bounded, not only the sum."""
        return frozenset(member for member, time in self.low if time)

    def least(self, cell: Cell) -> int:
        """The lower bound of a cell."""
        return self.low.get(cell, 0)

    def most(self, cell: Cell) -> int | None:
        """The upper bound of a cell; None where there is none."""
        return self.high.get(cell)


class Names:
    """How cells and amounts are called in messages."""

    def __init__(self, members: Tree, times: Tree, amount: Callable[[int], str] = str) -> None:
        self._members, self._times, self.amount = members, times, amount

    def cell(self, cell: Cell) -> str:
        """Anna in 2017-Q1."""
        return f"{self._members.keys[cell[0]]} in {self._times.keys[cell[1]]}"

    def cells(self, cells: Iterable[Cell], pins: Mapping[Cell, int]) -> str:
        """Pinned cells with their amounts; of many, the first five."""
        held = sorted(cells)
        shown = ", ".join(f"{self.cell(cell)} ({self.amount(pins[cell])})" for cell in held[:5])
        return f"{shown} and {len(held) - 5} more" if len(held) > 5 else shown


def bounds(members: Tree, times: Tree, pins: Mapping[Cell, int], names: Names) -> Bounds:
    """The bounds that pins set. PlanError, naming them, where what is pinned below a cell is more, or all of it less, than the cell."""
    touched = {(member, time) for a, b in pins for member in members.line(a) for time in times.line(b)}
    low, high = dict[Cell, int](), dict[Cell, int]()
    for cell in sorted(touched, key=lambda cell: (-members.depth(cell[0]) - times.depth(cell[1]), cell)):
        least, most = _from_below(members, times, cell, touched, low, high)
        if cell in pins:
            _check(members, times, cell, pins, (least, most), names)
            least = most = pins[cell]
        if most is not None and most < least:
            what = f"{names.cell(cell)} would have to be both {names.amount(least)} and {names.amount(most)}."
            raise PlanError(what, where=names.cells(below(members, times, cell, pins), pins), do="Change one of these pins.")
        low[cell] = least
        if most is not None:
            high[cell] = most
    return Bounds(low, high)


def below(members: Tree, times: Tree, cell: Cell, pins: Iterable[Cell]) -> list[Cell]:
    """The pinned cells that lie within a cell, itself left out."""
    return [pin for pin in pins if pin != cell and cell[0] in members.line(pin[0]) and cell[1] in times.line(pin[1])]


def _from_below(
    members: Tree, times: Tree, cell: Cell, touched: set[Cell], low: Mapping[Cell, int], high: Mapping[Cell, int]
) -> tuple[int, int | None]:
    """The bounds of a cell by those of its parts: its members', and its periods'."""
    least, most = 0, list[int]()
    by_member = [(child, cell[1]) for child in members.children[cell[0]]]
    by_time = [(cell[0], child) for child in times.children[cell[1]]]
    for parts in (by_member, by_time):
        least = max(least, sum(low[part] for part in parts if part in touched))
        if parts and all(part in high for part in parts):
            most.append(sum(high[part] for part in parts))
    return least, min(most, default=None)


def _check(members: Tree, times: Tree, cell: Cell, pins: Mapping[Cell, int], range_: tuple[int, int | None], names: Names) -> None:
    least, most = range_
    pin, inside = pins[cell], below(members, times, cell, pins)
    if least > pin:
        if larger := [part for part in inside if pins[part] > pin]:
            what = f"This is more than {names.cell(cell)} has, {names.amount(pin)}."
            raise PlanError(what, where=names.cells(larger, pins), do=f"Lower it, or raise {names.cell(cell)}.")
        what = f"These make at least {names.amount(least)} of {names.cell(cell)}, which is {names.amount(pin)}."
        raise PlanError(what, where=names.cells(inside, pins), do=f"Lower them, or raise {names.cell(cell)}.")
    if most is not None and most < pin:
        what = f"All parts of {names.cell(cell)} are pinned, to {names.amount(most)} in all, but it is {names.amount(pin)}."
        raise PlanError(what, where=names.cells(inside, pins), do="Leave one part free, or make them add up.")
