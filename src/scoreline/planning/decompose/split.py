"""Splitting one amount over a tree of members and a tree of periods, so that every sum is exact on any path.

First the top member's amount is split over the periods, and each member's own over the members, from the top down. Then the
members below each one are a table whose sums are known by then: their own totals, and their parent's amount in every period. It hangs
on nothing else, so a weight moves only the siblings of whom it belongs to and those below them, and so does a pin that its parents
have room for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

from scoreline.errors import PlanError
from scoreline.planning.decompose.apportion import NoRoomError, apportion
from scoreline.planning.decompose.bounds import Bounds, Cell, Names, below, bounds
from scoreline.planning.decompose.fitting import Row, fitted
from scoreline.planning.decompose.ramp import Presence, presence
from scoreline.planning.decompose.table import shared
from scoreline.planning.decompose.tree import Tree

Values = list[list[int]]


@dataclass(frozen=True)
class Question:
    """What is to be split: whole units over members and periods by weights, with pinned cells.

    `member_weights` are compared among siblings only. `time_weights` are those of the leaves in their order; a longer period weighs what
    its leaves weigh. `ramps` gives a joiner (a leaf of the members) a factor from 0 to 1 for each leaf of the periods.
    """

    amount: int
    members: Tree
    times: Tree
    member_weights: Sequence[Fraction]
    time_weights: Sequence[Fraction]
    pins: Mapping[Cell, int] = field(default_factory=dict)
    ramps: Mapping[int, Sequence[Fraction]] = field(default_factory=dict)


def split(asked: Question, names: Names | None = None) -> Values:
    """The amount of each member (row) in each period (column). PlanError, naming the place, where it cannot be split so."""
    names = names or Names(asked.members, asked.times)
    _check(asked, names)
    if (whole := asked.pins.get((0, 0), asked.amount)) != asked.amount:
        what = f"{names.cell((0, 0))} is pinned to {names.amount(whole)}, but the goal is {names.amount(asked.amount)}."
        raise PlanError(what, do="Take the pin out, or change the goal.")
    limits = bounds(asked.members, asked.times, {**asked.pins, (0, 0): asked.amount}, names)
    return _Splitting(
        asked, names, limits, presence(asked.members, asked.times, asked.member_weights, asked.time_weights, asked.ramps)
    ).run()


def _check(asked: Question, names: Names) -> None:
    for what, found in (("The goal", asked.amount), *((names.cell(cell), pin) for cell, pin in sorted(asked.pins.items()))):
        if found < 0:
            raise PlanError(f"{what} is {names.amount(found)}, less than 0.", do="Split amounts of 0 and more.")
    named = ((asked.member_weights, asked.members.keys), (asked.time_weights, [asked.times.keys[leaf] for leaf in asked.times.leaves]))
    for weights, keys in named:
        for weight, key in zip(weights, keys, strict=True):
            if weight < 0:
                raise PlanError(f"The weight {float(weight):g} is less than 0.", where=key, do="Give it another, or choose another method.")


@dataclass(frozen=True)
class _Splitting:
    asked: Question
    names: Names
    limits: Bounds
    there: Presence

    @cached_property
    def pinned(self) -> frozenset[int]:
        """The members of whom a part of the whole is pinned."""
        return frozenset(member for member, time in self.asked.pins if time)

    def run(self) -> Values:
        members, times = self.asked.members, self.asked.times
        values = [[0] * len(times.keys) for _ in members.keys]
        values[0][0] = self.asked.amount
        for time in times.inner:
            cells = [(0, child) for child in times.children[time]]
            parts = self._line((0, time), values[0][time], [self.there.time_weight[child] for _, child in cells], cells)
            for (_, child), part in zip(cells, parts, strict=True):
                values[0][child] = part
        for member in members.inner:
            cells = [(child, 0) for child in members.children[member]]
            parts = self._line((member, 0), values[member][0], [self.there.weight(child, 0) for child, _ in cells], cells)
            for (child, _), part in zip(cells, parts, strict=True):
                values[child][0] = part
            self._below(values, member)
        return values

    def _line(self, cell: Cell, total: int, weights: Sequence[Fraction], parts: Sequence[Cell]) -> list[int]:
        """A sum over its parts: a member's over the members below, or the top's over periods. Pins that hold anyway move nothing."""
        try:
            return self._shares(total, weights, parts)
        except NoRoomError:
            raise self._cramped(cell, total) from None

    def _shares(self, total: int, weights: Sequence[Fraction], parts: Sequence[Cell]) -> list[int]:
        low, high = [self.limits.least(part) for part in parts], [self.limits.most(part) for part in parts]
        if any(weights) or not total:
            free = apportion(total, _whole(weights))
            if all(least <= part and (most is None or part <= most) for least, part, most in zip(low, free, high, strict=True)):
                return free
        return apportion(total, _whole(weights), low, high)

    def _below(self, values: Values, member: int) -> None:
        """The amounts by period of the members below one, whose sums over time and whose own parent's amounts are known.

        Only whoever joins, is pinned, or would break a bound that pins below set is looked at apart, so that a pin for which there is
        room leaves those above it as they were.
        """
        rows = self.asked.members.children[member]
        apart = {row for row in rows if row in self.there.ramped or row in self.pinned}
        while True:
            found = self._table(values, member, [row for row in rows if row in apart], [row for row in rows if row not in apart])
            broken = {row for row in rows if row in self.limits.members and row not in apart and not self._within(row, found[row])}
            if not broken:
                break
            apart |= broken
        for row, cells in found.items():
            values[row] = cells

    def _within(self, row: int, cells: list[int]) -> bool:
        """Whether a member's amounts keep to its bounds."""
        for time, amount in enumerate(cells):
            most = self.limits.most((row, time))
            if amount < self.limits.least((row, time)) or (most is not None and amount > most):
                return False
        return True

    def _table(self, values: Values, member: int, apart: list[int], plain: list[int]) -> dict[int, list[int]]:
        """The amounts of the members below one: some for themselves, and the plain ones, who differ only in size, by table."""
        columns, found = values[member], dict[int, list[int]]()
        if apart:
            bundles = self._bundles(apart)
            *table, columns, values[member] = self._fitted(values, bundles, plain, member)
            for bundle, cells in zip(bundles, table, strict=True):
                found |= self._spread(values, bundle, cells)
        return found | self._spread(values, plain, columns)

    def _bundles(self, rows: list[int]) -> list[list[int]]:
        """The rows by themselves, but for joiners without pins who count alike all the time: they differ only in size."""
        found: dict[tuple[int, ...], list[int]] = {}
        for row in rows:
            alike = row in self.there.ramped and row not in self.pinned and row not in self.limits.members
            found.setdefault(tuple(self.there.ramped[row]) if alike else (row,), []).append(row)
        return list(found.values())

    def _spread(self, values: Values, rows: list[int], columns: list[int]) -> dict[int, list[int]]:
        """The amounts of members who are alike but for their size, from what they have together in each period."""
        times = self.asked.times
        if len(rows) == 1:
            return {rows[0]: list(columns)}
        totals = [values[row][0] for row in rows]
        if rows and columns[0] != sum(totals):
            totals = self._shares(columns[0], [self.there.weight(row, 0) for row in rows], [(row, 0) for row in rows])
        found = {row: [total] + [0] * (len(times.keys) - 1) for row, total in zip(rows, totals, strict=True)}
        for time in times.inner if rows else ():
            below = times.children[time]
            span = slice(below.start, below.stop)
            for row, cells in zip(rows, shared([found[row][time] for row in rows], columns[span]), strict=True):
                found[row][span] = cells
        return found

    def _fitted(self, values: Values, bundles: list[list[int]], plain: list[int], member: int) -> Values:
        """The members with pins or ramps, each for itself or with those alike, and last all others as one."""
        times = self.asked.times
        columns = [values[member][leaf] for leaf in times.leaves]
        rows = []
        for bundle in bundles:
            along = self.there.along(bundle[0], member, times.leaves, columns)
            single = len(bundle) == 1
            rows.append(self._bounded(bundle[0], values[bundle[0]][0], along) if single else self._rest(values, bundle, along))
        rows.append(self._rest(values, plain, self.there.along(plain[0], member, times.leaves, columns) if plain else columns))
        try:
            loose = self._bounded(0, values[0][0], columns) if member == 0 else None
            return fitted(rows, times, values[member], loose)
        except NoRoomError:
            raise self._cramped((member, 0), values[member][0]) from None

    def _rest(self, values: Values, plain: list[int], weights: Sequence[int]) -> Row:
        """The members who are alike but for their size, as one row. Its sum keeps to the bounds of theirs."""
        tops = [self.limits.most((row, 0)) if self.there.weight(row, 0) else self.limits.least((row, 0)) for row in plain]
        most = None if None in tops else sum(top or 0 for top in tops)
        low = [sum(self.limits.least((row, 0)) for row in plain), *[0] * (len(self.asked.times.keys) - 1)]
        return Row(sum(values[row][0] for row in plain), weights, low, [most, *[most and None] * (len(low) - 1)])

    def _bounded(self, member: int, total: int, weights: Sequence[int]) -> Row:
        """A member's row with the bounds of its periods."""
        every = [(member, time) for time in range(len(self.asked.times.keys))]
        return Row(total, weights, [self.limits.least(cell) for cell in every], [self.limits.most(cell) for cell in every])

    def _cramped(self, cell: Cell, total: int) -> PlanError:
        """The error for a cell whose parts cannot make it up."""
        pins, names = self.asked.pins, self.names
        inside = below(self.asked.members, self.asked.times, cell, pins)
        shown = f"{names.cell(cell)} is {names.amount(total)}"
        if inside:
            what = f"{shown}, which its parts cannot make up beside their pins: {names.cells(inside, pins)}."
            return PlanError(what, do=f"Change one of them, pin {names.cell(cell)} too, or give weight to what is free.")
        return PlanError(f"{shown}, and none of its parts has any weight to take it.", do="Give one of them weight.")


def _whole(weights: Sequence[Fraction]) -> list[int]:
    """The weights in whole numbers of the same proportions."""
    common = lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (common // weight.denominator) for weight in weights]
