"""The scorecards that come of saved matrices and today's data, or of what was frozen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scoreline.engine import why as reasons
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.query import Cut, Query
from scoreline.engine.result import KpiTable
from scoreline.errors import PeriodError
from scoreline.periods import Grain, Period, Window, at
from scoreline.periods.period import reaching
from scoreline.planning.carries import all_corrected
from scoreline.planning.matrix import Matrix
from scoreline.scoring.beside import beside_full, prorated
from scoreline.scoring.carried import labelled
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.to_date import score_to_date
from scoreline.scoring.total import ABSENT, noted, score
from scoreline.workspace import corrections
from scoreline.workspace.answers import additive, allowed
from scoreline.workspace.attendance import Held, attendance, held
from scoreline.workspace.ground import Ground

if TYPE_CHECKING:
    from scoreline.state.entered import Entered, Key
    from scoreline.state.frozen import Closing

Whose = tuple[str, str, str]


def scorecards(ground: Ground, members: Sequence[Member], when: Period) -> list[Scorecard]:
    """Several members' scorecards for a period, computed together; those of a closed period as they were frozen.

    MatrixError where one has no matrix.
    """
    from scoreline.state import services

    frozen = frozen_cards(ground, when)
    open_ = [member for member in members if member.key not in frozen]
    own: dict[Whose, list[Matrix]] = defaultdict(list)
    for matrix in services.matrices(ground.path, period=when) if open_ else ():
        own[matrix.member.key].append(matrix)
    helds = [held(ground, own[who.key] if who.key in own else services.matrices(ground.path, member=who), who, when) for who in open_]
    agreed = {key for key, found in own.items() if any(matrix.period == when for matrix in found)}
    sums = additive(ground)
    worked = {card.member.key: card if card.member.key in agreed else noted(card, sums) for card in cards(ground, helds, when)}
    return [frozen[member.key] if member.key in frozen else worked[member.key] for member in members]


def to_date(ground: Ground, member: Member, when: Period) -> Scorecard:
    """A member's card of a running period: facts so far against the plan of the working days that the data covers.

    They are the days that the data of all rows covers; a row of which it covers none is missing. PeriodError where that is every row,
    or the data covers all of its days.
    """
    known = held_of(ground, member, when).agreed
    ends = [item.span.end for item in allowed(ground) if known.row(item.kpi) and item.span and item.span.end > when.start]
    until = min([*ends, when.end]) if ends else when.start
    so_far = held_of(ground, member, when, until) if when.start < until < when.end else None
    if so_far is None or not so_far.days.there:
        what = "all of its days" if until >= when.end else "none of its days" if so_far is None else "none of its days at work"
        raise PeriodError(f"The data covers {what}.", where=when.label, do="Ask without --to-date.")
    moved = corrections.known(ground, when)[member.key]
    facts = all_corrected(_so_far(ground, so_far.matrix, when, until), moved)
    card = score_to_date(so_far.matrix, facts, ground.registry.kpis, so_far.days)
    return beside_full(labelled(card, moved), so_far.agreed)


def _so_far(ground: Ground, matrix: Matrix, when: Period, until: dt.date) -> dict[str, Fact]:
    """The facts up to a day, that day left out. Those that add up are exact for these days, 0 among them; of others, what is partial."""
    days = reaching(at(until - dt.timedelta(days=1), Grain.DAY, when.calendar), Window(since=when.start))
    exact, sums = measured(ground, matrix, days), additive(ground)
    return {kpi: exact[kpi] if kpi in sums else fact for kpi, fact in measured(ground, matrix, when).items()}


def frozen_cards(ground: Ground, when: Period) -> dict[tuple[str, str, str], Scorecard]:
    """The scorecards of a closed period by member, each saying so: those of the last closing that the workspace's mart version knows."""
    from scoreline.state.closings import closings

    known = [one for one in closings(ground.path, period=when) if ground.as_of is None or (one.basis.mart_version or 0) <= ground.as_of]
    return {one.card.member.key: said_closed(one.card, known[-1]) for one in known[-1].results} if known else {}


def said_closed(card: Scorecard, closing: Closing) -> Scorecard:
    """A frozen card that says when it was closed, by whom, and which version it is."""
    return replace(card, notes=(*card.notes, closing.said))


def cards(ground: Ground, helds: Sequence[Held], when: Period) -> list[Scorecard]:
    """The scorecards of these matrices from today's data, with what was entered by hand where the data is missing.

    Corrections that were carried into the period, or out of it, are in the facts, and named.
    """
    from scoreline.state.entered import entered

    by_hand, carried = entered(ground.path, when), corrections.known(ground, when)
    found = []
    for one, facts in zip(helds, _measured(ground, [one.matrix for one in helds], when), strict=True):
        used = _filled(facts, one.matrix, by_hand)
        found_facts, moved = facts | {kpi: entry.fact for kpi, entry in used.items()}, carried[one.matrix.member.key]
        card = labelled(score(one.matrix, all_corrected(found_facts, moved), ground.registry.kpis), moved)
        found.append(prorated(replace(card, notes=(*card.notes, *_entered(card, used))), one.agreed, one.days))
    return found


def held_of(ground: Ground, member: Member, when: Period, until: dt.date | None = None) -> Held:
    """The matrix that holds for a member in a period, or up to a day of it. MatrixError where there is none."""
    from scoreline.state import services

    own = services.matrices(ground.path, member=member, period=when) or services.matrices(ground.path, member=member)
    return held(ground, own, member, when, until)


def measured(ground: Ground, matrix: Matrix, when: Period) -> dict[str, Fact]:
    """What the data says of a matrix's rows."""
    return _measured(ground, [matrix], when)[0]


def _measured(ground: Ground, matrices: Sequence[Matrix], when: Period) -> list[dict[str, Fact]]:
    registry = ground.registry
    cuts = {matrix.member.key: reasons.cuts_of(ground.engine, matrix.member) for matrix in matrices}
    kpis: dict[tuple[Cut, ...], set[str]] = {}
    for matrix in matrices:
        # A matrix may name a KPI whose definition is gone since: that row's fact is missing.
        kpis.setdefault(cuts[matrix.member.key], set()).update(row.kpi for row in matrix.rows if row.kpi in registry.kpis)
    tables = {cut: ground.run(Query(tuple(sorted(names)), cut, (when,))) for cut, names in kpis.items() if names}
    return [_facts(ground, matrix, tables.get(cuts[matrix.member.key]), when) for matrix in matrices]


def _filled(facts: Mapping[str, Fact], matrix: Matrix, by_hand: Mapping[Key, Entered]) -> dict[str, Entered]:
    """What was entered for the rows whose fact is missing."""
    missing = [row.kpi for row in matrix.rows if facts.get(row.kpi, ABSENT).state is FactState.MISSING]
    return {kpi: by_hand[*matrix.member.key, kpi] for kpi in missing if (*matrix.member.key, kpi) in by_hand}


def _entered(card: Scorecard, used: Mapping[str, Entered]) -> tuple[Message, ...]:
    said = [f"{row.title} ({used[row.kpi].by}: {used[row.kpi].evidence})" for row in card.rows if row.kpi in used]
    return (Message("total.entered", {"facts": ", ".join(said)}),) if said else ()


def _facts(ground: Ground, matrix: Matrix, table: KpiTable | None, period: Period) -> dict[str, Fact]:
    """The facts of a matrix's rows: not applicable to who was away all the time, absent where the definition is gone."""
    if attendance(ground).gone(matrix.member, period):
        return {row.kpi: Fact(None, FactState.NOT_APPLICABLE) for row in matrix.rows}
    known = [row.kpi for row in matrix.rows if table is not None and row.kpi in table.kpis]
    return {kpi: table.series(kpi, matrix.member)[0] for kpi in known} if table is not None else {}
