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

from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, step_index
from scoreline.planning.matrix import HUNDRED, MatrixRow, Method
from scoreline.scoring.exact import Number, decimal, exact
from scoreline.scoring.quotient import Quotient, less, plain, plus, times

FULL = Fraction(100)
MOST = Fraction(150)
_FULL, _MOST, _NOTHING = Quotient(HUNDRED), Quotient(Decimal(150)), Quotient(Decimal(0))


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
    cap = _cap(row)
    found = _raw(row, plain(fact)) or cap
    raw = found.decimal
    if cap < found:
        return Index(raw, _at_least(row, cap).decimal, raw)
    limited = _at_least(row, found)
    return Index(raw, raw if limited is found else limited.decimal, None)


def cap_of(row: MatrixRow) -> Fraction:
    """The most the limited index can be: as set, else the index at target, 150 at most."""
    return _cap(row).fraction


def _at_least(row: MatrixRow, found: Quotient) -> Quotient:
    return max(found, Quotient(row.floor))


def _cap(row: MatrixRow) -> Quotient:
    if row.cap is not None:
        return Quotient(row.cap)
    levels = _levels(row)
    if isinstance(levels, RangeLevels) or not levels.strives:
        return _FULL
    at_target = _raw(row, levels.target)
    return _MOST if at_target is None else min(at_target, _MOST)


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


def _raw(row: MatrixRow, fact: Decimal) -> Quotient | None:
    """The raw index; None where it is beyond all bounds (ratio, down, a fact of 0 or less) and takes the cap."""
    levels = _levels(row)
    if row.method is Method.STEPS:
        return Quotient(step_index(row.steps, fact))
    if isinstance(levels, RangeLevels):
        return _in_range(levels, fact)
    if row.method is Method.RATIO:
        return _ratio(levels, fact)
    if row.method is Method.PIECEWISE:
        return _piecewise(levels, fact, row.at_target)
    return _way(fact, levels.base, levels.norm)


def _way(fact: Decimal, start: Decimal, end: Decimal) -> Quotient:
    """How far the fact is on the way from start to end, in percent."""
    return Quotient(times(HUNDRED, less(fact, start)), less(end, start))


def _ratio(levels: Levels, fact: Decimal) -> Quotient | None:
    if levels.direction is Direction.UP:
        return Quotient(times(HUNDRED, fact), levels.norm)
    return Quotient(times(HUNDRED, levels.norm), fact) if fact > 0 else None


def _piecewise(levels: Levels, fact: Decimal, at_target: Decimal) -> Quotient:
    reached, beyond, whole = _way(fact, levels.base, levels.norm), less(fact, levels.norm), less(levels.target, levels.norm)
    if reached > _FULL and levels.strives:
        rise = Quotient(plus(times(HUNDRED, whole), times(less(at_target, HUNDRED), beyond)), whole)
        return min(Quotient(at_target), rise)
    return max(_NOTHING, min(_FULL, reached))


def _in_range(levels: RangeLevels, fact: Decimal) -> Quotient:
    return min(_FULL, _way(fact, levels.low_base, levels.low_norm), _way(fact, levels.high_base, levels.high_norm))
