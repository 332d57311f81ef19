"""What people are paid for their results: statements of a period, and the saving of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.errors import IncentiveError, MatrixError
from scoreline.periods import Grain, Period, at, between
from scoreline.scoring.payout import Payout
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.statement import Statement, statement
from scoreline.state import audit, payouts
from scoreline.workspace.earlier import Earlier
from scoreline.workspace.ground import Ground
from scoreline.workspace.ledger import refuse_overshared
from scoreline.workspace.naming import members
from scoreline.workspace.roles import roles, roles_in, schemes
from scoreline.workspace.told import Key, Telling, Told, telling


@dataclass(frozen=True)
class Question:
    """Who is paid for which period: everybody in the schemes' roles, or one person.

    `matrices` is a file of matrices to pay by, in place of those that were saved or frozen. `facts` are what-ifs: a KPI's fact in place
    of the data's. `told_at` is the version of the data by which the year's earlier periods were paid that are neither closed nor saved:
    what changed since is corrected.
    """

    file: Path
    period: Period
    member: Member | None = None
    matrices: Path | None = None
    facts: Mapping[str, Decimal] | None = None
    told_at: int | None = None


def statements(ground: Ground, asked: Question) -> list[Statement]:
    """The statements by name; where everybody is asked for, of those who have a matrix (`without` tells who has none).

    Whose pay-out of the period is saved has the statement that was saved. IncentiveError where the schemes do not fit the period or the
    matrices, or other figures are asked for than those that were saved; MatrixError where nobody who is asked for has a matrix.
    """
    paid = payouts.payouts(ground.path, member=asked.member, period=asked.period)
    saved = {one.statement.member.key: one.statement for one in paid}
    if not saved:
        return [made for made, _ in _worked(ground, asked)]
    if asked.matrices or asked.facts or asked.told_at is not None:
        what = f"The pay-out is saved already, by {paid[0].by} on {paid[0].at:%Y-%m-%d}: it is paid."
        raise IncentiveError(what, where=paid[0].where, do="Leave out --matrices, --what-if and --told-at.")
    more = [] if asked.member else [made for made, _ in _worked(ground, asked, saved)]
    return sorted([*saved.values(), *more], key=lambda made: made.member.name)


def without(ground: Ground, asked: Question) -> list[Member]:
    """Who is in the schemes' roles, is not paid already, and has no matrix to be paid by."""
    saved = {one.statement.member.key for one in payouts.payouts(ground.path, period=asked.period)}
    told = telling(ground, asked.matrices)
    people = _schemed(ground, asked, told, _schemes(ground, asked, told), asked.period)
    having = told.having(people, asked.period)
    return [who for who in people if who.key not in having and who.key not in saved]


def save(ground: Ground, asked: Question, *, by: str | None) -> tuple[Payout, ...]:
    """Saves the statements of a closed period, all or none, each with its rules.

    IncentiveError where the period is open, somebody was paid for it already or for a later one, or other figures are asked for than
    those that were frozen.
    """
    if ground.as_of is not None or asked.matrices or asked.facts or asked.told_at is not None:
        what = "Only what a closed period froze is saved."
        raise IncentiveError(what, where=asked.period.label, do="Leave out --as-of, --matrices, --what-if and --told-at.")
    newest = audit.newest(ground.path)
    return payouts.save(ground.path, _worked(ground, asked), at=newest, origin=asked.file.name, by=by)


def _worked(ground: Ground, asked: Question, saved: Collection[Key] = ()) -> list[tuple[Statement, Scheme]]:
    """The statements, each with the scheme that it follows, without those of whom they are saved; none where all are."""
    refuse_overshared(ground)
    told = telling(ground, asked.matrices)
    by_role = _schemes(ground, asked, told)
    people = {who: scheme for who, scheme in _schemed(ground, asked, told, by_role, asked.period).items() if who.key not in saved}
    if saved and not people:
        return []
    _check(asked, by_role, people)
    year = at(asked.period.last_day, Grain.YEAR, asked.period.calendar)
    run = [period for period in between(year.start, asked.period.end, asked.period.grain, asked.period.calendar) if period < asked.period]
    by_period = {period: told.of(people, period) for period in run}
    same = {role: scheme for role, scheme in by_role.items() if scheme.per is asked.period.grain}
    then = {period: _schemed(ground, asked, told, same, period) for period in run}
    before = Earlier(ground, asked.period, asked.told_at, told, by_period, then, _saved(ground, asked, people))
    now = told.of(people, asked.period)
    if not now and not saved:
        where = f"{asked.member.name}, {asked.period.label}" if asked.member else asked.period.label
        raise MatrixError("There is no matrix to be paid by.", where=where, do="Apply one with: scoreline matrix apply FILE.")
    return [(_one(asked, before, who, scheme, now[who.key]), scheme) for who, scheme in people.items() if who.key in now]


def _schemes(ground: Ground, asked: Question, told: Telling) -> dict[str, Scheme]:
    closing = told.closing(asked.period)
    return schemes(ground, asked.file, closing.basis.memberships if closing else ())


def _schemed(ground: Ground, asked: Question, told: Telling, by_role: Mapping[str, Scheme], period: Period) -> dict[Member, Scheme]:
    """Who is asked for and has a scheme, by the role of the period's last day: as it was frozen, where the period is closed."""
    closing = told.closing(period)
    held_by = roles_in(closing.basis.memberships, period.last_day) if closing else roles(ground, period.last_day)
    return {who: scheme for who in _people(ground, asked) if (scheme := by_role.get(held_by.get((who.source, who.id), "")))}


def _people(ground: Ground, asked: Question) -> list[Member]:
    return [who for who in members(ground, "person") if asked.member in (None, who)]


def _check(asked: Question, by_role: Mapping[str, Scheme], people: Mapping[Member, Scheme]) -> None:
    if not people:
        whom = asked.member.name if asked.member else "anybody"
        raise IncentiveError(f"No scheme pays {whom} in {asked.period.label}.", where=asked.file.name, do=f"It has: {', '.join(by_role)}.")
    unlike = {scheme.role: scheme.per for scheme in people.values() if scheme.per is not asked.period.grain}
    if unlike:
        said = ", ".join(f"{role} per {per}" for role, per in unlike.items())
        raise IncentiveError(
            f"{asked.period.label} is a {asked.period.grain}, but the file pays {said}.", do="Name a period of that length."
        )
    for scheme in people.values() if asked.facts else ():
        known = [rule.kpi for rule in scheme.rules]
        for kpi in asked.facts or ():
            if kpi not in known:
                raise IncentiveError(f"The scheme of {scheme.role} does not pay for {kpi}.", do=f"It pays for: {', '.join(known)}.")


def _saved(ground: Ground, asked: Question, people: Iterable[Member]) -> dict[Key, list[Payout]]:
    """The saved pay-outs of earlier periods by person, in order of time."""
    found: dict[Key, list[Payout]] = {who.key: [] for who in people}
    for one in payouts.payouts(ground.path, member=asked.member):
        if one.statement.member.key in found and one.statement.period.end <= asked.period.start:
            found[one.statement.member.key].append(one)
    return found


def _one(asked: Question, before: Earlier, who: Member, scheme: Scheme, now: Told) -> Statement:
    entries, owed = before.of(who)
    return statement(now.matrix, scheme, _as_if(now.card, asked.facts or {}), entries, owed, now.version)


def _as_if(card: Scorecard, facts: Mapping[str, Decimal]) -> Scorecard:
    """The card with what-ifs in place of its facts; what follows from them is not told."""
    rows = (
        replace(row, fact=facts[row.kpi], state=FactState.VALUE, index=None, index_raw=None) if row.kpi in facts else row
        for row in card.rows
    )
    return replace(card, rows=tuple(rows)) if facts else card
