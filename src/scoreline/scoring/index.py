"""The index: a fact held against the plan, in percent. Base gives 0 and norm 100 by the methods base_norm and piecewise.

    base_norm   100 * (fact - base) / (norm - base); for a range 100 between the norms, falling straight to 0 at each base
    ratio       100 * fact / norm (up), 100 * norm / fact (down; a fact of 0 or less takes the cap)
    piecewise   0 at base, 100 at norm, a set value (120 unless told) at target; straight between, flat outside
    steps       the index of the step that holds the fact

The index is kept raw and limited to [floor, cap]. Floor: 0 unless set. Cap unless set: the index at target, 150 at most; 100
where the target equals the norm, and for a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, step_index
from scoreline.planning.matrix import MatrixRow, Method
from scoreline.scoring.exact import Number, decimal, exact

FULL = Fraction(100)
MOST = Fraction(150)


class Band(StrEnum):
    """Where a fact lies among its levels."""

    INEFFECTIVE = "ineffective"
    BELOW_NORM = "below norm"
    ON_PLAN = "on plan"
    BEYOND_TARGET = "beyond target"


@dataclass(frozen=True)
class Index:
    """An index in percent: as computed, and limited to floor and cap. `capped_from` is the raw index where the cap cut it."""

    raw: Decimal
    limited: Decimal
    capped_from: Decimal | None


def index_of(row: MatrixRow, fact: Number) -> Index:
    """The index of a fact by the row's method. The row must have levels (every scored row has)."""
    cap = cap_of(row)
    raw = _raw(row, exact(fact))
    raw = cap if raw is None else raw
    limited = max(exact(row.floor), min(cap, raw))
    return Index(decimal(raw), decimal(limited), decimal(raw) if raw > cap else None)


@lru_cache(maxsize=2**14)
def cap_of(row: MatrixRow) -> Fraction:
    """The most the limited index can be: as set, else the index at target, 150 at most."""
    if row.cap is not None:
        return exact(row.cap)
    levels = _levels(row)
    if isinstance(levels, RangeLevels) or not levels.strives:
        return FULL
    at_target = _raw(row, exact(levels.target))
    return MOST if at_target is None else min(at_target, MOST)


def attainment(levels: AnyLevels, fact: Number) -> Decimal | None:
    """The plain ratio of actual to plan in percent: 100 * fact / norm (up), 100 * norm / fact (down).

    None where it says nothing: for a range, for a norm of 0 or less, and for a fact of 0 or less where less is better.
    """
    return None if isinstance(levels, RangeLevels) else ratio_to_plan(levels.direction, levels.norm, fact)


def ratio_to_plan(direction: Direction, norm: Decimal, fact: Number) -> Decimal | None:
    """The attainment of a norm, up or down; None where it says nothing."""
    if norm <= 0:
        return None
    value, planned = exact(fact), exact(norm)
    if direction is Direction.UP:
        return decimal(100 * value / planned)
    return decimal(100 * planned / value) if value > 0 else None


def band_of(levels: AnyLevels, fact: Number) -> Band:
    """Ineffective below base, below norm, on plan from norm, beyond target where the target lies beyond the norm."""
    value = exact(fact)
    if isinstance(levels, RangeLevels):
        if not levels.low_base <= value <= levels.high_base:
            return Band.INEFFECTIVE
        return Band.ON_PLAN if levels.low_norm <= value <= levels.high_norm else Band.BELOW_NORM
    sign = 1 if levels.direction is Direction.UP else -1
    base, norm, target = (sign * exact(level) for level in (levels.base, levels.norm, levels.target))
    if sign * value < base:
        return Band.INEFFECTIVE
    if sign * value < norm:
        return Band.BELOW_NORM
    return Band.BEYOND_TARGET if levels.strives and sign * value > target else Band.ON_PLAN


def _levels(row: MatrixRow) -> AnyLevels:
    if row.levels is None:
        raise ValueError(f'the row "{row.kpi}" has no levels to hold a fact against')
    return row.levels


def _raw(row: MatrixRow, fact: Fraction) -> Fraction | None:
    """The raw index; None where it is beyond all bounds (ratio, down, a fact of 0 or less) and takes the cap."""
    levels = _levels(row)
    if row.method is Method.STEPS:
        return exact(step_index(row.steps, fact))
    if isinstance(levels, RangeLevels):
        return _in_range(levels, fact)
    if row.method is Method.RATIO:
        return _ratio(levels, fact)
    if row.method is Method.PIECEWISE:
        return _piecewise(levels, fact, exact(row.at_target))
    return _way(fact, exact(levels.base), exact(levels.norm))


def _way(fact: Fraction, start: Fraction, end: Fraction) -> Fraction:
    """How far the fact is on the way from start to end, in percent."""
    return 100 * (fact - start) / (end - start)


def _ratio(levels: Levels, fact: Fraction) -> Fraction | None:
    norm = exact(levels.norm)
    if levels.direction is Direction.UP:
        return 100 * fact / norm
    return 100 * norm / fact if fact > 0 else None


def _piecewise(levels: Levels, fact: Fraction, at_target: Fraction) -> Fraction:
    base, norm, target = exact(levels.base), exact(levels.norm), exact(levels.target)
    reached = _way(fact, base, norm)
    if reached <= FULL:
        return max(Fraction(0), reached)
    if not levels.strives:
        return FULL
    return min(at_target, FULL + (at_target - FULL) * (fact - norm) / (target - norm))


def _in_range(levels: RangeLevels, fact: Fraction) -> Fraction:
    low = _way(fact, exact(levels.low_base), exact(levels.low_norm))
    high = _way(fact, exact(levels.high_base), exact(levels.high_norm))
    return min(FULL, low, high)
