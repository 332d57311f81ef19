"""Is a proposed row SMART? Five checks, each with its evidence.

    specific      the KPI can be counted for this member, who is there in the period
    measurable    there is a formula, and past periods of the member have a value
    achievable    the norm was reached in some of the member's past periods, or the peers'
    relevant      a strategic priority is named
    time-bound    the period, and the day on which it is reviewed

A check that fails forbids nothing. It says what to look at before both sign.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from scoreline.engine.facts import FactState
from scoreline.insight.calibration import aim_of, ends
from scoreline.insight.past import FEWEST, Past, Pool
from scoreline.insight.shares import Share, share
from scoreline.insight.standing import FEWEST_PEERS, counted
from scoreline.periods import Period
from scoreline.planning.levels import AnyLevels
from scoreline.planning.matrix import MatrixRow

RARELY = Fraction(1, 4)
"""A level that fewer of the past periods reached was reached rarely."""


class Letter(StrEnum):
    """The five checks."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ACHIEVABLE = "achievable"
    RELEVANT = "relevant"
    TIME_BOUND = "time-bound"


class Answer(StrEnum):
    """What a check found."""

    YES = "yes"
    NO = "no"
    TOO_FEW = "too few to tell"
    NOT_NEEDED = "not needed"


class Often(StrEnum):
    """How often a level was reached."""

    NEVER = "never"
    RARELY = "rarely"
    SOMETIMES = "sometimes"
    ALWAYS = "always"
    TOO_FEW = "too few to tell"


class KpiWords(Protocol):
    """What the checks need to know of a KPI's definition."""

    @property
    def formula(self) -> str: ...
    @property
    def strategic_priority(self) -> str: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True)
class Proposed:
    """A row of a matrix that is proposed, with all that the checks look at.

    `refused` says why the KPI cannot be counted for such a member, `missing` what data to load for it; both are empty where all is
    well. `whose` names the member with role or kind, `there` tells whether the member is there on any day of the period. `past` are
    the member's periods of the same length before it, `role` those of all who held the role in them. `reviewed` is the day of the review,
    if one is set.
    """

    row: MatrixRow
    period: Period
    kpi: KpiWords
    whose: str
    refused: str
    there: bool
    missing: tuple[str, ...]
    past: Past
    role: Pool
    reviewed: dt.date | None


@dataclass(frozen=True)
class Reached:
    """How often a level was reached: in the member's own periods, and in the peers', of whom `people` had a value."""

    level: str
    often: Often
    own: Share
    peers: Share
    people: int


@dataclass(frozen=True)
class Check:
    """One letter's answer and its evidence, in one or two sentences."""

    letter: Letter
    answer: Answer
    evidence: str


@dataclass(frozen=True)
class Smart:
    """The five checks of a row, in their order, and how often its norm and target were reached; empty without levels."""

    kpi: str
    checks: tuple[Check, ...]
    reached: tuple[Reached, ...]

    @property
    def whole(self) -> bool:
        """Whether no check says no."""
        return all(check.answer is not Answer.NO for check in self.checks)


def smart(asked: Proposed) -> Smart:
    """The checks of a proposed row."""
    levels = asked.row.levels
    found = tuple(item for name in ("norm", "target") if (item := _reached(levels, name, asked)) is not None) if levels else ()
    checks = (_specific(asked), _measurable(asked), _achievable(found), _relevant(asked), _time_bound(asked))
    return Smart(asked.row.kpi, checks, found)


def _specific(asked: Proposed) -> Check:
    if asked.refused:
        return Check(Letter.SPECIFIC, Answer.NO, asked.refused)
    if not asked.there:
        return Check(Letter.SPECIFIC, Answer.NO, f"{asked.whose} is not there on any day of {asked.period.label}.")
    return Check(Letter.SPECIFIC, Answer.YES, f"{asked.row.kpi} of {asked.whose}.")


def _measurable(asked: Proposed) -> Check:
    def no(evidence: str) -> Check:
        return Check(Letter.MEASURABLE, Answer.NO, evidence)

    if asked.kpi.status != "active":
        return no(f"The definition is {'still a draft' if asked.kpi.status == 'draft' else asked.kpi.status}.")
    if asked.refused:
        return no(f"It is {asked.kpi.formula}, but it cannot be counted for {asked.whose}.")
    if asked.missing:
        return no(f"It cannot be computed: load {', '.join(asked.missing)}.")
    without = asked.past.without()
    if not asked.past.known and without.get(FactState.NOT_APPLICABLE, 0) < len(asked.past.facts):
        return no(f"It is {asked.kpi.formula}, but {counted(asked.past)}.")
    return Check(Letter.MEASURABLE, Answer.YES, f"It is {asked.kpi.formula}; {counted(asked.past)}.")


def _achievable(found: Sequence[Reached]) -> Check:
    if not found:
        return Check(Letter.ACHIEVABLE, Answer.NOT_NEEDED, "The row has no levels to reach.")
    norm = found[0]
    answer = {Often.NEVER: Answer.NO, Often.RARELY: Answer.NO, Often.TOO_FEW: Answer.TOO_FEW}.get(norm.often, Answer.YES)
    return Check(Letter.ACHIEVABLE, answer, " ".join(_told(item) for item in found))


def _relevant(asked: Proposed) -> Check:
    if asked.kpi.strategic_priority:
        why = f" Here: {asked.row.why}" if asked.row.why else ""
        return Check(Letter.RELEVANT, Answer.YES, f"It serves {asked.kpi.strategic_priority}.{why}")
    if asked.row.why:
        return Check(Letter.RELEVANT, Answer.YES, f"The definition names no priority; the row says why: {asked.row.why}")
    return Check(Letter.RELEVANT, Answer.NO, "Neither does the definition name a strategic priority, nor does the row say why.")


def _time_bound(asked: Proposed) -> Check:
    if asked.reviewed is None:
        return Check(Letter.TIME_BOUND, Answer.NO, f"{asked.period.label}, but no review is set: put review_days into scoreline.toml.")
    return Check(Letter.TIME_BOUND, Answer.YES, f"{asked.period.label}, reviewed on {asked.reviewed}.")


def _reached(levels: AnyLevels, name: str, asked: Proposed) -> Reached | None:
    """How often a level was reached; None where there is no such level (the target of a range)."""
    found = ends(aim_of(levels), name)
    if found is None:
        return None
    mine = Pool([asked.past])
    own = share(mine.count(*found), len(mine.values))
    people = asked.role.people - mine.people
    theirs = share(asked.role.count(*found) - own.count, len(asked.role.values) - own.of)
    return Reached(name, _often(own, theirs, people), own, theirs, people)


def _often(own: Share, theirs: Share, people: int) -> Often:
    """By the member's own periods where there are enough, else by the peers'."""
    judged = own if own.of >= FEWEST else theirs if people >= FEWEST_PEERS and theirs.of >= FEWEST else None
    if judged is None:
        return Often.TOO_FEW
    if judged.count in (0, judged.of):
        return Often.ALWAYS if judged.count else Often.NEVER
    return Often.RARELY if Fraction(judged.count, judged.of) < RARELY else Often.SOMETIMES


def _told(item: Reached) -> str:
    own = f"{item.own.count} of {item.own.of} own periods"
    if item.own.low is not None:
        own += f" ({item.own.low:.0f} to {item.own.high:.0f} %)"
    theirs = f"{item.peers.count} of {item.peers.of} periods of {item.people} peers" if item.people else "no peers' periods"
    return f"{item.level.capitalize()} {item.often}: {own}, {theirs}."
