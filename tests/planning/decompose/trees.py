"""Trees and questions for tests: made-up companies over made-up years."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from scoreline.planning.decompose.split import Question, Values
from scoreline.planning.decompose.tree import Tree, tree


@st.composite
def trees(draw: st.DrawFn, top: str, levels: int = 2, most: int = 4) -> Tree:
    """A tree of up to so many levels below the top."""
    above: dict[str, str | None] = {top: None}
    row = [top]
    for level in range(draw(st.integers(1, levels))):
        below = []
        for parent in row:
            for number in range(draw(st.integers(1 if level == 0 else 0, most))):
                key = f"{parent}.{number}"
                above[key] = parent
                below.append(key)
        row = below
    return tree(above)


@st.composite
def questions(draw: st.DrawFn, ramps: bool = False) -> Question:
    """A goal without pins; weights may be 0, though not all of those that share one amount."""
    members, times = draw(trees("Company")), draw(trees("Year", levels=3, most=3))
    weights = [Fraction(1)] * len(members.keys)
    for node in members.inner:
        for child, weight in zip(members.children[node], _weights(draw, len(members.children[node])), strict=True):
            weights[child] = Fraction(weight)
    leaves = [Fraction(weight) for weight in _weights(draw, len(times.leaves))]
    joining = {}
    if ramps:
        for leaf in members.leaves[1:]:
            if draw(st.booleans()):
                start = draw(st.integers(0, len(times.leaves)))
                joining[leaf] = [
                    Fraction(1 if place > start else place == start, 2 if place == start else 1) for place in range(len(leaves))
                ]
    return Question(draw(st.integers(0, 10**9)), members, times, weights, leaves, ramps=joining)


def _weights(draw: st.DrawFn, count: int) -> list[int]:
    found = draw(st.lists(st.integers(0, 50), min_size=count, max_size=count))
    return found if any(found) else [1] * count


def adds_up(asked: Question, values: Values) -> bool:
    """Whether every member's amount is the sum of those below it, and every period's that of its parts."""
    members, times = asked.members, asked.times
    over_members = all(
        values[node][time] == sum(values[child][time] for child in members.children[node])
        for node in members.inner
        for time in range(len(times.keys))
    )
    over_times = all(row[time] == sum(row[child] for child in times.children[time]) for row in values for time in times.inner)
    return over_members and over_times and values[0][0] == asked.amount and all(cell >= 0 for row in values for cell in row)
