"""Is the quota right? How many of those who have it reach it, against the share that should.

A share is known only as well as its interval tells, so the verdict is the interval's:

    too high          the whole interval lies below the band: fewer reach the norm than should
    too low           the whole interval lies above the band
    right             the whole interval lies within the band or close to it (`slack` on either side)
    too few to tell   any other: what was seen fits more than one of these

Each person counts once in a period: the months of one person say much the same. Who is still in the ramp is left out.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoreline.engine.members import Member
from scoreline.errors import QueryError
from scoreline.insight.humps import Humps, humps
from scoreline.insight.shares import LEVEL, Share, share
from scoreline.planning.levels import AnyLevels, Direction, RangeLevels
from scoreline.scoring.exact import Number, exact
from scoreline.scoring.index import ratio_to_plan

LEVELS = ("base", "norm", "target")


class Verdict(StrEnum):
    """What the share says of the quota."""

    TOO_HIGH = "too high"
    RIGHT = "right"
    TOO_LOW = "too low"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True)
class Band:
    """The share of people that should reach the norm, in percent. A quota is still right `slack` points beyond it."""

    low: float = 55
    high: float = 70
    slack: float = 15

    def __post_init__(self) -> None:
        if not (0 <= self.low <= self.high <= 100 and 0 <= self.slack < 100):
            raise QueryError(
                f"The band is {self.low:g} to {self.high:g} % with a slack of {self.slack:g} points.",
                do="Write two shares from 0 to 100, the lower one first: 55-70.",
            )


@dataclass(frozen=True)
class Aim:
    """A norm to reach, and base and target where they were agreed."""

    direction: Direction
    norm: Decimal
    base: Decimal | None = None
    target: Decimal | None = None

    def plus(self, other: Aim) -> Aim:
        """Both together; a base or target that only one of them has is none of both."""
        return Aim(self.direction, self.norm + other.norm, _sum(self.base, other.base), _sum(self.target, other.target))


def aim_of(levels: AnyLevels) -> Aim | RangeLevels:
    """The levels of a matrix row as what is to be reached."""
    return levels if isinstance(levels, RangeLevels) else Aim(levels.direction, levels.norm, levels.base, levels.target)


@dataclass(frozen=True)
class Held:
    """One person held against levels over a period: fact and levels in the KPI's unit, and whether the person was in ramp.

    The fact is None where the data does not tell it, or where the levels do not fit the days that facts are for (`fits`): whole months,
    or the whole period where months do not add up.
    """

    member: Member
    fact: Number | None
    levels: Aim | RangeLevels
    in_ramp: bool = False
    fits: bool = True


@dataclass(frozen=True)
class Calibration:
    """What a group's people reached.

    `people` are those that count; `in_ramp` and `unknown` (whose fact is not known) were left out. `base`, `norm` and `target`
    are the shares that reached each level, of those who have it. `median`, `low` and `high` (the quartiles) are of the attainment
    in percent, None where nobody has one; `humps` tells one heap from two.
    """

    group: str
    people: int
    in_ramp: int
    unknown: int
    base: Share
    norm: Share
    target: Share
    median: float | None
    low: float | None
    high: float | None
    humps: Humps | None
    verdict: Verdict
    evidence: str


def calibrate(group: str, held: Sequence[Held], band: Band | None = None, fewest: int = 5, level: float = LEVEL) -> Calibration:
    """The calibration of a group's quota. With less than `fewest` people it is always too few to tell."""
    band = band or Band()
    ready = [item for item in held if not item.in_ramp]
    counted = [item for item in ready if item.fact is not None]
    base, norm, target = (_share([found for item in counted if (found := reached(item, name)) is not None], level) for name in LEVELS)
    ratios = [ratio for item in counted if (ratio := _attainment(item)) is not None]
    low, median, high = _quartiles(ratios)
    verdict = _verdict(norm, band, fewest)
    return Calibration(
        group, len(counted), len(held) - len(ready), len(ready) - len(counted), base, norm, target,
        median, low, high, humps(ratios), verdict,
        _evidence(norm, band, fewest, level) if counted else _left_out(held),
    )  # fmt: skip


def reached(item: Held, level: str) -> bool | None:
    """Whether the fact is at the level (base, norm or target) or better; for a range, between its points. None without either."""
    return None if item.fact is None else reaches(item.levels, exact(item.fact), level)


def reaches(levels: Aim | RangeLevels, fact: Fraction, level: str) -> bool | None:
    """The same of a fact that is known."""
    found = ends(levels, level)
    return None if found is None else (found[0] is None or found[0] <= fact) and (found[1] is None or fact <= found[1])


def ends(levels: Aim | RangeLevels, level: str) -> tuple[Fraction | None, Fraction | None] | None:
    """From where to where facts reach a level, None for no end; None in all where there is no such level."""
    if isinstance(levels, RangeLevels):
        points = {"base": (levels.low_base, levels.high_base), "norm": (levels.low_norm, levels.high_norm)}.get(level)
        return None if points is None else (exact(points[0]), exact(points[1]))
    wanted: Decimal | None = getattr(levels, level)
    if wanted is None:
        return None
    return (exact(wanted), None) if levels.direction is Direction.UP else (None, exact(wanted))


def _share(found: Sequence[bool], level: float) -> Share:
    return share(sum(found), len(found), level)


def _attainment(item: Held) -> float | None:
    if item.fact is None or isinstance(item.levels, RangeLevels):
        return None
    ratio = ratio_to_plan(item.levels.direction, item.levels.norm, item.fact)
    return None if ratio is None else float(ratio)


def _quartiles(values: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    if not values:
        return None, None, None
    low, median, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    return low, median, high


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _verdict(norm: Share, band: Band, fewest: int) -> Verdict:
    if norm.of < fewest or norm.low is None or norm.high is None:
        return Verdict.TOO_FEW
    if norm.high < band.low:
        return Verdict.TOO_HIGH
    if norm.low > band.high:
        return Verdict.TOO_LOW
    return Verdict.RIGHT if band.low - band.slack <= norm.low and norm.high <= band.high + band.slack else Verdict.TOO_FEW


def _left_out(held: Sequence[Held]) -> str:
    """Why none of these count: how many have levels, and what is lacking."""
    in_ramp, odd = sum(item.in_ramp for item in held), sum(not item.in_ramp and not item.fits for item in held)
    reasons = (
        (in_ramp, "still in ramp"),
        (odd, "whose levels do not begin and end with a month (where months do not add up: with the period)"),
        (len(held) - in_ramp - odd, "whose fact is not known for the days of the levels"),
    )
    said = ", ".join(f"{count} {reason}" for count, reason in reasons if count)
    return f"Of {len(held)} with levels nobody counts: {said}." if held else "Nobody had a level to reach."


def _evidence(norm: Share, band: Band, fewest: int, level: float) -> str:
    """The verdict's reason in one sentence."""
    seen = f"{norm.count} of {norm.of} reached the norm, which tells {norm.low:.0f} to {norm.high:.0f} % ({level:.0%} interval)"
    if norm.of < fewest:
        return f"{seen}; nothing is said of fewer than {fewest}."
    wanted = f"{band.low:g} to {band.high:g} %"
    match _verdict(norm, band, fewest):
        case Verdict.TOO_HIGH:
            return f"{seen}, all of it below {wanted}."
        case Verdict.TOO_LOW:
            return f"{seen}, all of it above {wanted}."
        case Verdict.RIGHT:
            return f"{seen}, within {band.slack:g} points of {wanted}."
    return f"{seen}, against {wanted}: that may be right or not."
