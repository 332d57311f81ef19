"""Pay-outs that were saved, and what puts them right when their period is restated.

A pay-out is never changed. It keeps the rules that it was worked out by, and each later version of its closed period is held against
the one that was settled last, by these rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoreline.errors import IncentiveError
from scoreline.scoring.basis import Basis, basis_of
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.settlement import Cause, Entry, correction
from scoreline.scoring.statement import Statement


@dataclass(frozen=True)
class Payout:
    """A saved pay-out: its statement, the scheme that it follows, the mart version that it stands on, and who saved it when.

    `origin` is the name of the file. `corrected` are the corrections of it that later pay-outs hold.
    """

    statement: Statement
    scheme: Scheme
    mart_version: int | None
    at: dt.datetime
    by: str
    origin: str
    corrected: tuple[Cause, ...] = ()

    @property
    def where(self) -> str:
        """How errors name it."""
        return f"{self.statement.member.name}, {self.statement.period.label}"


def corrections(payout: Payout, versions: Mapping[int, Scorecard]) -> list[Entry]:
    """What puts a pay-out right by the newest version of its closed period, beyond what was corrected already.

    `versions` are the person's frozen cards. Each step from one version to another is taken once.
    """
    if not versions:
        return []
    newest, found = max(versions), []
    for rule in payout.scheme.rules:
        last = max((cause.now_at for cause in payout.corrected if cause.kpi == rule.kpi), default=payout.statement.closed)
        told, now = _basis(versions, last, rule.kpi), _basis(versions, newest, rule.kpi)
        if told and now and (entry := correction(rule, payout.statement.period.label, (last, told), (newest, now))):
            found.append(entry)
    return found


def _basis(versions: Mapping[int, Scorecard], number: int, kpi: str) -> Basis | None:
    return basis_of(versions[number], kpi) if number in versions else None


def refuse_again(new: Sequence[Statement], saved: Sequence[Payout]) -> None:
    """IncentiveError where one of these persons was paid for this period already, or for a later one."""
    for made in new:
        for old in saved:
            if old.statement.member.key != made.member.key or old.statement.period.end <= made.period.start:
                continue
            who = f"by {old.by} on {old.at:%Y-%m-%d}"
            if old.statement.period == made.period:
                what, do = f"A pay-out is saved already, {who}.", "It stands; what a restatement changes comes with the next one."
            else:
                what, do = f"A pay-out of {old.statement.period.label} is saved already, {who}.", "Save pay-outs in order of time."
            raise IncentiveError(what, where=f"{made.member.name}, {made.period.label}", do=do)


def refuse_open(new: Sequence[Statement]) -> None:
    """IncentiveError where a statement stands on figures that may still change."""
    for made in new:
        if not made.closed:
            raise IncentiveError(
                "The period is not closed, so what it pays is provisional.",
                where=f"{made.member.name}, {made.period.label}",
                do=f"Close it first: scoreline period close --period {made.period.label}.",
            )
        if made.provisional:
            raise IncentiveError("A fact is missing.", where=f"{made.member.name}, {made.period.label}", do="Enter it, or load the data.")
