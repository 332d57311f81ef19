"""Base, norm and target of one row: what is the least, what is planned, what to strive for.

    up      base < norm <= target               more is better
    down    base > norm >= target               less is better
    range   low base < low norm <= high norm < high base     closer to the norms is better

Levels are in the KPI's own unit. Anything else, base = norm included, is refused with a MatrixError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from scoreline.errors import MatrixError


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"


@dataclass(frozen=True)
class Levels:
    """The levels of a row whose direction is up or down."""

    direction: Direction
    base: Decimal
    norm: Decimal
    target: Decimal

    def __post_init__(self) -> None:
        if self.direction is Direction.RANGE:
            raise MatrixError("A range needs a low and a high base and norm.", do="Use RangeLevels.")
        _finite(self.base, self.norm, self.target)
        if self.base == self.norm:
            raise MatrixError(f"Base and norm are the same ({self.norm}).", do="The base is the lowest acceptable level; set it apart.")
        if self.direction is Direction.UP and not self.base < self.norm <= self.target:
            raise MatrixError(f"More is better here, but the levels are {self._shown}.", do="Keep base < norm <= target.")
        if self.direction is Direction.DOWN and not self.base > self.norm >= self.target:
            raise MatrixError(f"Less is better here, but the levels are {self._shown}.", do="Keep base > norm >= target.")

    @property
    def _shown(self) -> str:
        return f"base {self.base}, norm {self.norm}, target {self.target}"

    @property
    def strives(self) -> bool:
        """Whether the target lies beyond the norm."""
        return self.target != self.norm

    def plus(self, other: Levels) -> Levels:
        """Both together, level by level. Only levels of one direction add up."""
        return Levels(self.direction, self.base + other.base, self.norm + other.norm, self.target + other.target)


@dataclass(frozen=True)
class RangeLevels:
    """The levels of a row where both too little and too much are wrong. There is no target: the norms are the aim."""

    low_base: Decimal
    low_norm: Decimal
    high_norm: Decimal
    high_base: Decimal

    def __post_init__(self) -> None:
        _finite(self.low_base, self.low_norm, self.high_norm, self.high_base)
        if not self.low_base < self.low_norm <= self.high_norm < self.high_base:
            raise MatrixError(
                f"The range has base {self.low_base} to {self.high_base} and norm {self.low_norm} to {self.high_norm}.",
                do="Keep low base < low norm <= high norm < high base.",
            )

    @property
    def direction(self) -> Direction:
        """Always range."""
        return Direction.RANGE

    def plus(self, other: RangeLevels) -> RangeLevels:
        """Both together, point by point."""
        return RangeLevels(
            self.low_base + other.low_base,
            self.low_norm + other.low_norm,
            self.high_norm + other.high_norm,
            self.high_base + other.high_base,
        )


AnyLevels = Levels | RangeLevels


@dataclass(frozen=True)
class Step:
    """One step of a table: facts from `low` to `high` get `index`. None means open on that side."""

    low: Decimal | None
    high: Decimal | None
    index: Decimal


def check_steps(steps: Sequence[Step], direction: Direction) -> None:
    """Refuses a table with gaps or overlaps, or one whose index gets worse where the fact gets better (MatrixError)."""
    if not steps:
        raise MatrixError("The method steps needs a table.", do="Write steps: [{to: 50, index: 0}, {from: 50, index: 100}].")
    _finite(*(number for step in steps for number in (step.low, step.high, step.index) if number is not None))
    if steps[0].low is not None:
        raise MatrixError(f"Facts below {steps[0].low} are in no step.", do="Leave out the first step's from.")
    if steps[-1].high is not None:
        raise MatrixError(f"Facts above {steps[-1].high} are in no step.", do="Leave out the last step's to.")
    for before, after in pairwise(steps):
        if before.high is None or after.low is None or after.low < before.high:
            raise MatrixError(f"The steps {_shown(before)} and {_shown(after)} overlap.", do="End each step where the next begins.")
        if after.low > before.high:
            raise MatrixError(f"There is a gap from {before.high} to {after.low}.", do="End each step where the next begins.")
    for step in steps:
        if step.low is not None and step.high is not None and step.low >= step.high:
            raise MatrixError(f"The step {_shown(step)} holds nothing.", do="Write the smaller number in from.")
    _check_shape([step.index for step in steps], direction)


def step_index(steps: Sequence[Step], fact: Decimal | Fraction) -> Decimal:
    """The index of a fact in a checked table. A fact on a threshold takes the better of the two steps that meet there."""
    return max(step.index for step in steps if (step.low is None or step.low <= fact) and (step.high is None or fact <= step.high))


def plus_steps(one: Sequence[Step], other: Sequence[Step]) -> tuple[Step, ...]:
    """Two tables together: thresholds are added; the index values must be the same in both (MatrixError)."""
    if [step.index for step in one] != [step.index for step in other]:
        raise MatrixError("The months' step tables have different index values.", do="Agree a matrix for the longer period itself.")
    return tuple(Step(_sum(a.low, b.low), _sum(a.high, b.high), a.index) for a, b in zip(one, other, strict=True))


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _check_shape(indexes: list[Decimal], direction: Direction) -> None:
    rising = sorted(indexes)
    peak = indexes.index(max(indexes))
    shaped = {
        Direction.UP: rising == indexes,
        Direction.DOWN: rising[::-1] == indexes,
        Direction.RANGE: indexes[:peak] == sorted(indexes[:peak]) and indexes[peak:] == sorted(indexes[peak:], reverse=True),
    }
    if not shaped[direction]:
        words = {
            "up": "must not fall as the fact grows",
            "down": "must not rise as the fact grows",
            "range": "must rise, then fall",
        }
        raise MatrixError(f"With direction {direction} the index of the steps {words[direction]}.", do="Reorder the index values.")


def _shown(step: Step) -> str:
    low = "" if step.low is None else f"from {step.low}"
    high = "" if step.high is None else f"to {step.high}"
    return f'"{f"{low} {high}".strip() or "all"}"'


def _finite(*numbers: Decimal) -> None:
    for number in numbers:
        if not number.is_finite():
            raise MatrixError("A level is not a number.", do="Write plain numbers.")
