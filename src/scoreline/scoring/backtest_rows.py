"""What a backtest says of rows: how much hangs on each weight, which measure the same thing, which levels tell nobody apart."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from scoreline.engine.facts import Fact
from scoreline.planning.levels import Direction, RangeLevels
from scoreline.planning.matrix import Kind, MatrixRow
from scoreline.scoring.exact import Number

MORE = 0.1
"""By so much a weight is raised to see what hangs on it; the other weights give way in proportion."""
CORRELATED = 0.9
FEWEST = 10
"""Of fewer pairs or facts nothing is said."""


@dataclass(frozen=True)
class Weighed:
    """A total, whether it is provisional, and each known row's applied weight and index, for statistics."""

    total: Decimal | None
    provisional: bool
    rows: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Sensitivity:
    """What the totals do when a row's weight is raised by a tenth: on average, regardless of sign, and at most (in points)."""

    kpi: str
    totals: int
    mean: float
    usual: float
    most: float


@dataclass(frozen=True)
class Alike:
    """Two rows whose indexes are correlated over .9 (Pearson, over members and periods)."""

    one: str
    other: str
    pairs: int
    correlation: float


@dataclass(frozen=True)
class LevelUse:
    """How many facts of a row reached a level. `idle` where all did, or none: it told nobody apart."""

    kpi: str
    level: str
    reached: int
    facts: int

    @property
    def idle(self) -> bool:
        """Whether everyone or no one reached it, of enough to tell."""
        return self.facts >= FEWEST and self.reached in (0, self.facts)


def sensitivities(weighed: Iterable[Weighed]) -> tuple[Sensitivity, ...]:
    """What hangs on each row's weight, the most first. A row that has all the weight has nothing to give way."""
    moves: dict[str, list[float]] = defaultdict(list)
    for item in weighed:
        if item.total is None:
            continue
        total = float(item.total)
        for kpi, (weight, index) in item.rows.items():
            if weight < 1:
                moves[kpi].append((min(1.0, weight + MORE) - weight) / (1 - weight) * (index - total))
    found = [
        Sensitivity(kpi, len(all_), statistics.fmean(all_), statistics.fmean(map(abs, all_)), max(map(abs, all_)))
        for kpi, all_ in moves.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.usual, item.kpi)))


def alike(weighed: Iterable[Weighed]) -> tuple[Alike, ...]:
    """The pairs of rows that measure much the same, most alike first."""
    pairs: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for item in weighed:
        indexes = sorted((kpi, index) for kpi, (_, index) in item.rows.items())
        for (one, first), (other, second) in combinations(indexes, 2):
            pairs[one, other].append((first, second))
    found = []
    for (one, other), both in pairs.items():
        ones, others = zip(*both, strict=True)
        if len(both) >= FEWEST and len(set(ones)) > 1 and len(set(others)) > 1:
            found.append(Alike(one, other, len(both), statistics.correlation(ones, others)))
    return tuple(sorted((pair for pair in found if pair.correlation > CORRELATED), key=lambda pair: (-pair.correlation, pair.one)))


def level_use(rows: Iterable[tuple[MatrixRow, Fact]]) -> tuple[LevelUse, ...]:
    """How often each level of each scored row was reached, by KPI in order of appearance."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for row, fact in rows:
        if row.kind is Kind.SCORED and fact.known and fact.value is not None:
            for level, hit in _hits(row, fact.value):
                counts.setdefault((row.kpi, level), []).append(hit)
    return tuple(LevelUse(kpi, level, sum(hits), len(hits)) for (kpi, level), hits in counts.items())


def _hits(row: MatrixRow, value: Number) -> Sequence[tuple[str, bool]]:
    fact = value if isinstance(value, Decimal) else Decimal(repr(value))
    levels = row.levels
    if levels is None:
        return ()
    if isinstance(levels, RangeLevels):
        return (("base", levels.low_base <= fact <= levels.high_base), ("norm", levels.low_norm <= fact <= levels.high_norm))
    up = levels.direction is Direction.UP
    points = (("base", levels.base), ("norm", levels.norm), ("target", levels.target))
    return tuple((name, fact >= point if up else fact <= point) for name, point in points)
