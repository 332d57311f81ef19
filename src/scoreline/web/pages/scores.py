"""Scorecards of a period, for one member or for everyone with a matrix."""

from __future__ import annotations

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, PeriodError
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.scorecard import Scorecard
from scoreline.web.pages.reading import Reading


def matrices(reading: Reading) -> tuple[Matrix, ...]:
    """All matrices agreed."""
    return reading.remember(("matrices",), reading.workspace.matrices)


def scores(reading: Reading, kind: str, period: Period) -> tuple[Scorecard, ...]:
    """The scorecards of all members of a kind that have a matrix for the period or its last month, in order of name."""
    return reading.remember(("scores", kind, period.label), lambda: _scores(reading, kind, period))


def _scores(reading: Reading, kind: str, period: Period) -> tuple[Scorecard, ...]:
    members = {
        matrix.member.key: matrix.member
        for matrix in matrices(reading)
        if matrix.member.kind == kind and period.start <= matrix.period.start and matrix.period.end <= period.end
    }
    ranked = sorted(members.values(), key=lambda member: member.name)
    try:
        return tuple(reading.workspace.scores(ranked, period))
    except MatrixError:  # a quarter of which somebody has not all months: the others are shown all the same
        found = (score(reading, member, period) for member in ranked)
        return tuple(card for card in found if card is not None)


def score(reading: Reading, member: Member, period: Period) -> Scorecard | None:
    """One member's scorecard; None where no matrix holds for the period."""
    return reading.remember(("score", member, period.label), lambda: _score(reading, member, period))


def _score(reading: Reading, member: Member, period: Period) -> Scorecard | None:
    try:
        return reading.workspace.score(member, period)
    except MatrixError:
        return None


def to_date(reading: Reading, member: Member, period: Period) -> Scorecard | None:
    """One member's scorecard against the plan of the days so far; None where the data covers none of them, or all."""
    return reading.remember(("to date", member, period.label), lambda: _to_date(reading, member, period))


def _to_date(reading: Reading, member: Member, period: Period) -> Scorecard | None:
    try:
        return reading.workspace.life.to_date(member, period)
    except (MatrixError, PeriodError):
        return None
