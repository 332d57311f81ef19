"""A tree of things that a goal is split over: members under teams, or weeks under months under quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scoreline.errors import PlanError


@dataclass(frozen=True)
class Tree:
    """Nodes by number, the top first and every parent before its children; those of one parent follow each other.

    `parents` has each node's parent, -1 for the top. The order of siblings does not depend on the order in which they were given.
    """

    keys: tuple[str, ...]
    parents: tuple[int, ...]

    @cached_property
    def children(self) -> tuple[range, ...]:
        """The children of each node; an empty range for a leaf."""
        first = [0] * len(self.keys)
        count = [0] * len(self.keys)
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                first[parent] = first[parent] or node
                count[parent] += 1
        return tuple(range(start, start + size) for start, size in zip(first, count, strict=True))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each key."""
        return {key: node for node, key in enumerate(self.keys)}

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The nodes without children, in order."""
        return tuple(node for node, below in enumerate(self.children) if not below)

    @cached_property
    def inner(self) -> tuple[int, ...]:
        """The nodes with children, in order."""
        return tuple(node for node, below in enumerate(self.children) if below)

    @cached_property
    def down(self) -> tuple[int, ...]:
        """All nodes, each followed by those below it."""
        found, waiting = [], [0]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += reversed(self.children[node])
        return tuple(found)

    def line(self, node: int) -> list[int]:
        """A node and all that stand above it, up to the top."""
        found = []
        while node >= 0:
            found.append(node)
            node = self.parents[node]
        return found

    def depth(self, node: int) -> int:
        """How many nodes stand above it."""
        return len(self.line(node)) - 1


def tree(above: Mapping[str, str | None], order: Mapping[str, Any] | None = None) -> Tree:
    """The tree in which `above` names each key's parent, None for the top.

    Siblings stand in the order of `order`, or of their keys. PlanError where there is no single top, a parent is unknown, or keys
    stand above themselves.
    """
    tops = [key for key, parent in above.items() if parent is None]
    if len(tops) != 1:
        shown = ", ".join(sorted(tops)[:5]) or "nobody"
        raise PlanError(f"One member must stand at the top, but there: {shown}.", do="Put the others below it.")
    below: dict[str, list[str]] = {key: [] for key in above}
    for key, parent in above.items():
        if parent is not None:
            if parent not in below:
                raise PlanError(f'"{parent}", above "{key}", is not in the plan.', do="Name it, or another one.")
            below[parent].append(key)
    keys, parents = [tops[0]], [-1]
    place = 0
    while place < len(keys):
        for key in sorted(below[keys[place]], key=lambda found: order[found] if order else found):
            keys.append(key)
            parents.append(place)
        place += 1
    if len(keys) < len(above):
        lost = sorted(set(above) - set(keys))[0]
        raise PlanError(f'"{lost}" stands above itself.', do="Put it below the top.")
    return Tree(tuple(keys), tuple(parents))
