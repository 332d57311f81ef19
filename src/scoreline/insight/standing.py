"""Where a member stands: level, spread and trend of the past periods, the place among peers, and whether that is a strength.

A strength is what was better than the peers' median in clearly more periods than chance would give, a weakness what was worse.
Each period is held against the peers of that period, so a season that all share counts for nobody. A rank alone names
nobody strong: somebody is first among equals too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.insight.past import CHANCE, FEWEST, HALF, Past, Trend, median_but, quantile, sign_chance, trend
from scoreline.scoring.exact import decimal

FEWEST_PEERS = 4
"""Nobody is held against fewer others."""
_WITHOUT = {
    FactState.MISSING: "not covered",
    FactState.UNDEFINED: "undefined",
    FactState.NOT_APPLICABLE: "outside of the role, in ramp or on leave",
}


class Verdict(StrEnum):
    """What the past says of a member and KPI."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    LIKE_PEERS = "like the peers"
    NOT_JUDGED = "not judged"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True)
class Rank:
    """The place by level, 1 for the best, among `of` members of the role; `tied` others share it."""

    place: int
    of: int
    tied: int


@dataclass(frozen=True)
class Against:
    """In how many periods a member was better and worse than the median of the peers; `chance` how often chance alone does it."""

    better: int
    worse: int
    chance: Fraction

    @property
    def clear(self) -> bool:
        """Whether it is more than chance."""
        return self.chance <= CHANCE


@dataclass(frozen=True)
class Standing:
    """One member and KPI. `level` is the median, `low` to `high` the middle half of the `known` periods with a value, of `periods`.

    None stands where there are too few to tell, or (rank and peers) where the definition leaves open which way is better.
    """

    member: Member
    kpi: str
    periods: int
    known: int
    level: Decimal | None
    low: Decimal | None
    high: Decimal | None
    trend: Trend | None
    rank: Rank | None
    against: Against | None
    verdict: Verdict
    evidence: str


class Group:
    """The members of one role with their past periods, held against each other. `direction` is the definition's: up, down, none."""

    def __init__(self, kpi: str, pasts: Sequence[Past], direction: str) -> None:
        self.kpi, self.pasts, self.direction = kpi, pasts, direction

    @cached_property
    def _levels(self) -> list[Fraction]:
        """The levels of all who have one, in order."""
        return sorted(quantile(past.known, HALF) for past in self.pasts if len(past.known) >= FEWEST)

    @cached_property
    def _periods(self) -> list[list[Fraction]]:
        """The values of each period, in order."""
        periods = zip(*(past.values for past in self.pasts), strict=True)
        return [sorted(value for value in values if value is not None) for values in periods]

    def standing(self, past: Past) -> Standing:
        """Where one of the group stands."""
        if len(past.known) < FEWEST:
            evidence = f"{counted(past)}; nothing is said of fewer than {FEWEST}."
            return Standing(
                past.member, self.kpi, len(past.facts), len(past.known), None, None, None, None, None, None, Verdict.TOO_FEW, evidence
            )
        low, level, high = (quantile(past.known, share) for share in (Fraction(1, 4), HALF, Fraction(3, 4)))
        moving, rank, against = trend(past.values), self._rank(level), self._against(past)
        return Standing(
            past.member, self.kpi, len(past.facts), len(past.known), decimal(level), decimal(low), decimal(high),
            moving, rank, against, self._verdict(against), self._evidence(past, moving, rank, against),
        )  # fmt: skip

    def _rank(self, level: Fraction) -> Rank | None:
        if self.direction not in ("up", "down") or len(self._levels) <= FEWEST_PEERS:
            return None
        below, upto = bisect_left(self._levels, level), bisect_right(self._levels, level)
        better = len(self._levels) - upto if self.direction == "up" else below
        return Rank(better + 1, len(self._levels), upto - below - 1)

    def _against(self, past: Past) -> Against | None:
        """Against the others of each period, where there are enough of them in enough periods."""
        if self.direction not in ("up", "down"):
            return None
        signs = [
            (value - median_but(others, value)) * (1 if self.direction == "up" else -1)
            for value, others in zip(past.values, self._periods, strict=True)
            if value is not None and len(others) > FEWEST_PEERS
        ]
        if len(signs) < FEWEST:
            return None
        better, worse = sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)
        return Against(better, worse, sign_chance(better, worse))

    def _verdict(self, against: Against | None) -> Verdict:
        if self.direction not in ("up", "down"):
            return Verdict.NOT_JUDGED
        if against is None:
            return Verdict.TOO_FEW
        if not against.clear:
            return Verdict.LIKE_PEERS
        return Verdict.STRENGTH if against.better > against.worse else Verdict.WEAKNESS

    def _evidence(self, past: Past, moving: Trend | None, rank: Rank | None, against: Against | None) -> str:
        """The verdict's reason, in sentences."""
        said = [f"{counted(past)}."]
        if self.direction not in ("up", "down"):
            said.append("The definition leaves open which way is better.")
        elif against is None:
            others = len(self.pasts) - 1
            said.append(f"{others} peers: too few, or in too few periods, to hold anybody against.")
        else:
            said.append(_of_peers(against))
        if rank is not None:
            shared = f", shared with {rank.tied}" if rank.tied else ""
            said.append(f"Rank {rank.place} of {rank.of}{shared}.")
        if moving is not None and moving.clear:
            good = self.direction in ("up", "down") and (moving.tau > 0) == (self.direction == "up")
            judged = f", {'getting better' if good else 'getting worse'}" if self.direction in ("up", "down") else ""
            said.append(f"It is {moving.way}{judged} (Kendall's tau {moving.tau:.2f}, by chance in {_percent(moving.chance)}).")
        return " ".join(said)


def counted(past: Past) -> str:
    """How many periods have a value, and why the others have none."""
    without = ", ".join(f"{count} {_WITHOUT[state]}" for state, count in past.without().items())
    return f"{len(past.known)} of {len(past.facts)} periods have a value{without and f' ({without})'}"


def _of_peers(against: Against) -> str:
    told = against.better + against.worse
    if told == 0:
        return "Always equal to the peers' median."
    more = max(against.better, against.worse)
    way = "Better" if against.better >= against.worse else "Worse"
    chance = f"by chance in {_percent(against.chance)}" if against.clear else "which may be chance"
    return f"{way} than the peers' median in {more} of {told} periods that differ from it, {chance}."


def _percent(chance: Fraction) -> str:
    return f"{float(100 * chance):.1f} % of cases" if chance >= Fraction(1, 1000) else "fewer than 0.1 % of cases"
