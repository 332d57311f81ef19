"""A proposed matrix over past periods: what its totals would have been, and beside what ran, who gains and who loses.

Totals are exact, and equal those of a scorecard; what is said of many of them (means, quartiles, correlations) is in floats.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.backtest_rows import Alike, LevelUse, Sensitivity, Weighed, alike, level_use, sensitivities
from scoreline.scoring.exact import rounded
from scoreline.scoring.total import ABSENT, measure

_NONE = Decimal(0)
_WIDE = Context(prec=80)
STEP = 10
"""Totals are counted in bands of so many points."""


@dataclass(frozen=True)
class Trial:
    """One member in one past period: the proposed matrix, the facts, what ran then (if anything did), and what both would pay."""

    matrix: Matrix
    facts: Mapping[str, Fact]
    ran: Matrix | None = None
    pay: Decimal | None = None
    ran_pay: Decimal | None = None

    @property
    def member(self) -> Member:
        """Whose matrix it is."""
        return self.matrix.member

    @property
    def period(self) -> Period:
        """The past period."""
        return self.matrix.period


@dataclass(frozen=True)
class Spread:
    """How totals lie: how many there are, the least, the quartiles, the most, the mean, and how many in each band from `STEP * n`."""

    count: int
    least: float
    low: float
    median: float
    high: float
    most: float
    mean: float
    bands: Mapping[int, int]


@dataclass(frozen=True)
class Gain:
    """One member's mean total as proposed and as it ran, over the periods that have both, in points."""

    member: Member
    periods: int
    proposed: Decimal
    ran: Decimal

    @property
    def change(self) -> Decimal:
        """What the member gains; below 0, loses."""
        return self.proposed - self.ran


@dataclass(frozen=True)
class Backtest:
    """What a backtest found.

    `provisional` totals rest on a part of the weight, and `without` trials have none; `spread` and `before` are None where there is
    no total. `gains` are ordered from who gains most. `pay` and `ran_pay` are sums, None where nothing is paid for.
    """

    trials: int
    provisional: int
    without: int
    spread: Spread | None
    before: Spread | None
    gains: tuple[Gain, ...]
    sensitivities: tuple[Sensitivity, ...]
    alike: tuple[Alike, ...]
    levels: tuple[LevelUse, ...]
    pay: Decimal | None
    ran_pay: Decimal | None


def backtest(trials: Sequence[Trial]) -> Backtest:
    """The backtest of these trials."""
    weighed = [weigh(trial.matrix, trial.facts) for trial in trials]
    ran = [None if trial.ran is None else weigh(trial.ran, trial.facts) for trial in trials]
    totals = [item.total for item in weighed if item.total is not None]
    before = [item.total for item in ran if item is not None and item.total is not None]
    return Backtest(
        trials=len(trials),
        provisional=sum(item.total is not None and item.provisional for item in weighed),
        without=len(weighed) - len(totals),
        spread=_spread(totals),
        before=_spread(before),
        gains=_gains(trials, weighed, ran),
        sensitivities=sensitivities(weighed),
        alike=alike(weighed),
        levels=level_use((row, trial.facts.get(row.kpi, ABSENT)) for trial in trials for row in trial.matrix.rows),
        pay=_sum(trial.pay for trial in trials),
        ran_pay=_sum(trial.ran_pay for trial in trials),
    )


def weigh(matrix: Matrix, facts: Mapping[str, Fact]) -> Weighed:
    """The exact total of a matrix, as `score` gives it, with each known row's weight and index."""
    rows = [measure(row, facts.get(row.kpi, ABSENT)) for row in matrix.rows]
    known = [(item.row.kpi, item.row.weight or _NONE, item.index.limited) for item in rows if item.index]
    weight = sum((weight for _, weight, _ in known), _NONE)
    applicable = sum((item.row.weight or _NONE for item in rows if item.applies), _NONE)
    if not weight:
        return Weighed(None, bool(applicable), {})
    with localcontext(_WIDE):  # fractions take three times as long
        total = sum((weight * index for _, weight, index in known), _NONE) / weight
    return Weighed(total, weight < applicable, {kpi: (float(of / weight), float(index)) for kpi, of, index in known})


def _spread(totals: Sequence[Decimal]) -> Spread | None:
    if not totals:
        return None
    values = sorted(float(total) for total in totals)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    bands: dict[int, int] = defaultdict(int)
    for total in totals:
        bands[int(total // STEP)] += 1
    return Spread(len(values), values[0], low, median, high, values[-1], statistics.fmean(values), dict(sorted(bands.items())))


def _gains(trials: Sequence[Trial], weighed: Sequence[Weighed], ran: Sequence[Weighed | None]) -> tuple[Gain, ...]:
    pairs: dict[Member, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for trial, new, old in zip(trials, weighed, ran, strict=True):
        if new.total is not None and old is not None and old.total is not None:
            pairs[trial.member].append((new.total, old.total))
    found = [Gain(member, len(both), *(_mean([pair[side] for pair in both]) for side in (0, 1))) for member, both in pairs.items()]
    return tuple(sorted(found, key=lambda gain: (-gain.change, gain.member)))


def _mean(totals: Sequence[Decimal]) -> Decimal:
    with localcontext(_WIDE):
        return rounded(sum(totals, _NONE) / len(totals))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
