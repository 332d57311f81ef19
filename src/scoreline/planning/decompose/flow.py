"""A flow of whole units through a network whose edges have bounds, put in balance along shortest ways."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass
class Network:
    """Edges from node to node, each with its flow and what that may be at least and at most.

    `excess` says for each node how much more flows in than should flow out of it; the edges are held by their number.
    """

    excess: list[int]
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    flow: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._at: list[list[int]] = [[] for _ in self.excess]

    def edge(self, tail: int, head: int, flow: int) -> None:
        """Add an edge that carries a flow; its bounds are set before balancing."""
        number = len(self.tail)
        self.tail.append(tail)
        self.head.append(head)
        self.flow.append(flow)
        self._at[tail].append(number)
        self._at[head].append(number)
        self.excess[tail] -= flow
        self.excess[head] += flow

    def balance(self, low: list[int], high: list[int]) -> bool:
        """Bring every excess to 0 within these bounds, which hold the flows there are. False where that cannot be.

        Where no way is left from a node with too much to one with too little, there is no such flow (Ford and Fulkerson).
        """
        self.low, self.high = low, high
        while any(self.excess):
            way = self._way()
            if not way:
                return False
            self._push(way)
        return True

    def _way(self) -> list[tuple[int, bool]]:
        """A shortest way as (edge, whether along it), the last step first; empty where there is none."""
        came: dict[int, tuple[int, bool] | None] = {node: None for node, much in enumerate(self.excess) if much > 0}
        waiting = deque(came)
        while waiting:
            node = waiting.popleft()
            for edge in self._at[node]:
                along = self.tail[edge] == node
                other = self.head[edge] if along else self.tail[edge]
                room = self.flow[edge] < self.high[edge] if along else self.flow[edge] > self.low[edge]
                if room and other not in came:
                    came[other] = (edge, along)
                    if self.excess[other] < 0:
                        return self._back(came, other)
                    waiting.append(other)
        return []

    def _back(self, came: dict[int, tuple[int, bool] | None], node: int) -> list[tuple[int, bool]]:
        way = []
        while (step := came[node]) is not None:
            way.append(step)
            node = self.tail[step[0]] if step[1] else self.head[step[0]]
        return way

    def _push(self, way: list[tuple[int, bool]]) -> None:
        """Push as much along a way as every step allows."""
        (first, begins), (last, ends) = way[-1], way[0]
        source = self.tail[first] if begins else self.head[first]
        target = self.head[last] if ends else self.tail[last]
        amount = min(self.excess[source], -self.excess[target])
        for edge, along in way:
            amount = min(amount, self.high[edge] - self.flow[edge] if along else self.flow[edge] - self.low[edge])
        for edge, along in way:
            self.flow[edge] += amount if along else -amount
        self.excess[source] -= amount
        self.excess[target] += amount
