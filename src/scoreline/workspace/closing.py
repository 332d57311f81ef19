"""Closing a period: what is checked, what is frozen, and in which order.

First everything is worked out and checked, then the mart's version is pinned, then one transaction of the state database freezes it all.
Killed before that, the period is open, at most with a pin more; afterwards it is closed. A second try pins the same version again,
which changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.errors import PeriodError, nearest
from scoreline.mart import pins
from scoreline.periods import Grain, Period
from scoreline.planning.carries import refuse_lost
from scoreline.planning.lifecycle import Agreement, unsigned
from scoreline.planning.longer import months_of
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import ABSENT, noted
from scoreline.state import agreements, audit, closings, disputes, entered
from scoreline.state.frozen import Basis, Closing, Result
from scoreline.workspace import corrections, scores
from scoreline.workspace.answers import additive
from scoreline.workspace.attendance import Held, held, proration
from scoreline.workspace.basis import basis_of
from scoreline.workspace.ground import Ground
from scoreline.workspace.scores import cards

_SHOWN = 8
_TRIES = 3
_WAIT = 20


def close(
    ground: Ground, when: Period, today: dt.date, *, by: str | None, unsigned_because: str = "", disputed_because: str = ""
) -> Closing:
    """Closes a period for all who have a matrix for it. PeriodError names what keeps it open; then nothing changes."""
    if when.end > today:
        raise PeriodError(f"It runs until {when.last_day}.", where=when.label, do="Close it when it is over.")
    for attempt in range(_TRIES):
        at = audit.newest(ground.path)
        if held := closings.closings(ground.path, period=when, results=False):
            raise PeriodError(f"{held[0].by} closed it already, on {held[0].at:%Y-%m-%d}.", where=when.label)
        _refuse_disputed(ground, when, disputed_because)
        results = _results(ground, when, unsigned_because)
        basis = basis_of(ground, when, [one.matrix for one in results], unsigned_because, disputed_because)
        try:
            return freeze(ground, when, results, basis, version=1, at=at, by=by)
        except closings.MovedError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def enter(ground: Ground, member: Member, when: Period, kpi: str, fact: Fact, *, evidence: str, by: str | None) -> None:
    """Enters a fact by hand for a row of the member's matrix whose data is missing."""
    where = f"{kpi} of {member.name}, {when.label}"
    matrix = scores.held_of(ground, member, when).agreed
    if matrix.row(kpi) is None:
        known = [row.kpi for row in matrix.rows]
        raise PeriodError(f"The matrix has no such row. {nearest(kpi, known)}".strip(), where=where, do=f"It has: {', '.join(known)}.")
    has = scores.measured(ground, matrix, when).get(kpi, ABSENT)
    if has.state is not FactState.MISSING:
        raise PeriodError(f"The data has this fact ({has.state}).", where=where, do="Only what is missing is entered by hand.")
    entered.enter(ground.path, member, when, kpi, fact, evidence=evidence, by=by)


def freeze(
    ground: Ground, when: Period, results: Sequence[Result], basis: Basis, *, version: int, at: int, reason: str = "", by: str | None
) -> Closing:
    """Pins what the results stand on, and writes them."""
    found = [one.card for one in results]
    refuse_missing(when, found)
    _refuse_lost(ground, when, found)
    if basis.mart_version:
        pins.pin(ground.mart, basis.mart_version, f"closing {when.label}", wait=_WAIT)
    return closings.close(ground.path, when, results, basis, version=version, at=at, reason=reason, by=by)


def refuse_missing(when: Period, found: Sequence[Scorecard]) -> None:
    """PeriodError where a scored row has no fact, naming the rows."""
    lacking = [f"{row.kpi} of {card.member.name}" for card in found for row in card.scored if row.state is FactState.MISSING]
    if lacking:
        raise PeriodError(
            f"Facts are missing: {_listed(lacking)}.",
            where=when.label,
            do="Load the data, or say what holds: scoreline period enter, with a value, --zero or --not-applicable.",
        )


def _results(ground: Ground, when: Period, unsigned_because: str) -> list[Result]:
    every = agreements.agreements(ground.path, period=when)
    exact = {one.matrix.member.key: one for one in every if (one.matrix.period.grain, one.matrix.period.start) == (when.grain, when.start)}
    longer = _put_together(ground, every, set(exact), when) if when.grain in (Grain.QUARTER, Grain.YEAR) else {}
    used = [*exact.values(), *(one for _, months in longer.values() for one in months)]
    if not used:
        raise PeriodError("Nobody has a matrix for this period.", where=when.label, do="Apply one with: scoreline matrix apply FILE.")
    if (lacking := unsigned(used)) and not unsigned_because.strip():
        raise PeriodError(
            f"Not all matrices are agreed: {_listed(dict.fromkeys(lacking))}.",
            where=when.label,
            do="Have them signed (scoreline period show), or close it all the same and say why: --unsigned REASON.",
        )
    own = [held(ground, [one.matrix], one.matrix.member, when) for one in exact.values()]
    made = [one for one, _ in longer.values()]
    sums = additive(ground)
    found = [*cards(ground, own, when), *(noted(card, sums) for card in cards(ground, made, when))]
    signed = [one.signatures for one in exact.values()]
    signed += [tuple(name for month in months for name in month.signatures) for _, months in longer.values()]
    together = zip([*own, *made], found, signed, strict=True)
    return [Result(one.agreed, card, [name.plain for name in names], one.matrix) for one, card, names in together]


def _put_together(
    ground: Ground, agreed: Iterable[Agreement], without: set[tuple[str, str, str]], when: Period
) -> dict[tuple[str, str, str], tuple[Held, list[Agreement]]]:
    """The matrices of those who have one for the months only; who has none for the last month there has none for the longer period."""
    months: dict[tuple[str, str, str], list[Agreement]] = {}
    for one in agreed:
        if one.matrix.period.grain is Grain.MONTH and one.matrix.member.key not in without:
            months.setdefault(one.matrix.member.key, []).append(one)
    found = {}
    for key, among in months.items():
        member = among[0].matrix.member
        last = months_of(when, proration(ground, member))[-1]
        if any(one.matrix.period.end == last.end for one in among):
            found[key] = (held(ground, [one.matrix for one in among], member, when), among)
    return found


def _refuse_lost(ground: Ground, when: Period, found: Sequence[Scorecard]) -> None:
    """PeriodError where a correction that was carried into the period finds no fact."""
    came = [one for rows in corrections.known(ground, when).values() for moved in rows.values() for one in moved.came]
    held = (FactState.VALUE, FactState.ZERO)
    refuse_lost(when, came, [(card.member.key, row.kpi) for card in found for row in card.rows if row.state in held])


def _refuse_disputed(ground: Ground, when: Period, because: str) -> None:
    """PeriodError where figures are in dispute and nobody says why the period is closed all the same."""
    found = disputes.disputes(ground.path, period=when, ended=False)
    if found and not because.strip():
        raise PeriodError(
            f"Figures are in dispute: {_listed(f'{one.kpi} of {one.member.name} ({one.number})' for one in found)}.",
            where=when.label,
            do="Resolve them (scoreline dispute list), or close it all the same and say why: --disputed REASON.",
        )


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
