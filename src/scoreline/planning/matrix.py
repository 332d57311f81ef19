"""A matrix: what one member agreed to reach in one period, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Period
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, Step, check_steps, step_index

DEFAULT_AT_TARGET = Decimal(120)
HUNDRED = Decimal(100)


class KpiFacts(Protocol):
    """What planning and scoring need to know of a KPI; the engine's definitions have it."""

    @property
    def title(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def use(self) -> str: ...


class Kind(StrEnum):
    """A scored row counts towards the total; an indicator is only watched."""

    SCORED = "scored"
    INDICATOR = "indicator"


class Method(StrEnum):
    """How a fact becomes an index."""

    BASE_NORM = "base_norm"
    RATIO = "ratio"
    PIECEWISE = "piecewise"
    STEPS = "steps"


class Undefined(StrEnum):
    """What holds where the fact is undefined (a denominator is 0)."""

    NOT_APPLICABLE = "not_applicable"
    ZERO = "zero"


@dataclass(frozen=True)
class MatrixRow:
    """One KPI of a matrix. Levels are in the KPI's unit, `at_target`, `floor` and `cap` in index points.

    `cap` is None unless it was set; the default follows from the target. `question` and `why` are this matrix's own words. Only a
    row marked `result` may be paid for.
    """

    kpi: str
    kind: Kind = Kind.SCORED
    weight: Decimal | None = None
    levels: AnyLevels | None = None
    method: Method = Method.BASE_NORM
    steps: tuple[Step, ...] = ()
    at_target: Decimal = DEFAULT_AT_TARGET
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None
    undefined: Undefined = Undefined.NOT_APPLICABLE
    question: str = ""
    why: str = ""
    result: bool = False

    def __post_init__(self) -> None:
        try:
            self._check_kind()
            if self.levels is not None:
                self._check_method(self.levels)
                self._check_limits(self.levels)
        except MatrixError as problem:
            raise MatrixError(problem.what, where=f'row "{self.kpi}"', do=problem.do) from None

    @property
    def direction(self) -> Direction | None:
        """Which way is better; None for an indicator without levels."""
        return self.levels.direction if self.levels else None

    def _check_kind(self) -> None:
        if self.kind is Kind.INDICATOR:
            if self.weight is not None:
                raise MatrixError("An indicator has no weight.", do="Take the weight out, or make the row scored.")
            if self.result:
                raise MatrixError("An indicator is watched only, so it is no result.", do="Take result out, or make the row scored.")
            return
        if self.weight is None or not self.weight.is_finite() or not 0 <= self.weight <= 1:
            raise MatrixError("A scored row needs a weight from 0 to 1.", do="Write, for example, weight: 0.25.")
        if self.levels is None:
            raise MatrixError("A scored row needs base, norm and target.", do="Write them, or make the row kind: indicator.")

    def _check_method(self, levels: AnyLevels) -> None:
        if levels.direction is Direction.RANGE and self.method in (Method.RATIO, Method.PIECEWISE):
            raise MatrixError(f"A range cannot be scored by {self.method}.", do="Use base_norm or steps.")
        if self.method is Method.RATIO and isinstance(levels, Levels) and levels.norm <= 0:
            raise MatrixError(f"The method ratio needs a norm above 0, not {levels.norm}.", do="Use base_norm.")
        if self.method is Method.PIECEWISE and not (self.at_target.is_finite() and self.at_target >= HUNDRED):
            raise MatrixError(f"The index at target is {self.at_target}, less than at the norm.", do="Set at_target to 100 or more.")
        if self.method is Method.STEPS:
            check_steps(self.steps, levels.direction)
            aim = levels.target if isinstance(levels, Levels) else levels.low_norm
            if (best := step_index(self.steps, aim)) < self.floor:
                raise MatrixError(f"At the target the steps give {best}, less than the floor {self.floor}.", do="Lower the floor.")
        elif self.steps:
            raise MatrixError(f"The method {self.method} uses no steps.", do="Write method: steps, or take the table out.")

    def _check_limits(self, levels: AnyLevels) -> None:
        if not self.floor.is_finite() or self.floor > HUNDRED:
            raise MatrixError(f"The floor is {self.floor}.", do="Set it to 100 or less.")
        if self.cap is None:
            return
        if not self.cap.is_finite() or self.cap < self.floor:
            raise MatrixError(f"The cap {self.cap} lies below the floor {self.floor}.", do="Raise the cap.")
        if self.cap > HUNDRED and (isinstance(levels, RangeLevels) or not levels.strives):
            raise MatrixError(
                f"The cap is {self.cap}, but nothing lies beyond the norm.",
                do="Set a target beyond the norm, or take the cap out: it is 100.",
            )


@dataclass(frozen=True)
class Matrix:
    """The rows that one member (a person, a team) agreed on for one period. The scored rows' weights sum to exactly 1."""

    member: Member
    period: Period
    rows: tuple[MatrixRow, ...]

    def __post_init__(self) -> None:
        if len({row.kpi for row in self.rows}) < len(self.rows):
            twice = next(kpi for kpi, count in Counter(row.kpi for row in self.rows).items() if count > 1)
            raise self._refused(f'The KPI "{twice}" stands in two rows.', "Keep one of them.")
        weights = tuple(row.weight for row in self.rows if row.weight is not None)
        if not weights:
            raise self._refused("No row is scored.", "Give at least one row a weight.")
        if not _make_one(weights):
            raise self._refused(f"The weights sum to {sum(weights)}, not to 1.", "Change them so that they sum to exactly 1.")

    def _refused(self, what: str, do: str) -> MatrixError:
        return MatrixError(what, where=f"matrix of {self.member.name}, {self.period.label}", do=do)

    def row(self, kpi: str) -> MatrixRow | None:
        """The row of that KPI, or None."""
        return next((row for row in self.rows if row.kpi == kpi), None)


@lru_cache(maxsize=1024)
def _make_one(weights: tuple[Decimal, ...]) -> bool:
    """Whether they sum to exactly 1. Many matrices have the same."""
    return sum(map(Fraction, weights)) == 1
