"""Matrices as they are saved, and the scorecards that come of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.absence import away
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.query import Cut, Query
from scoreline.engine.result import KpiTable
from scoreline.errors import MatrixError, PeriodError
from scoreline.periods import Period
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.to_date import score_to_date
from scoreline.scoring.total import ABSENT, noted, score
from scoreline.workspace.answers import additive, allowed
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import directory

if TYPE_CHECKING:
    from scoreline.state.entered import Entered, Key
    from scoreline.state.frozen import Closing


def apply(ground: Ground, path: Path, by: str | None = None) -> tuple[Matrix, ...]:
    """Save the matrices of a YAML file; all of them, or none where one breaks a rule (MatrixError)."""
    from scoreline.state import services

    known = ground.registry.kpis
    found = read_matrices(path, directory=directory(ground), kpis=known, calendar=ground.settings.business_calendar)
    for matrix in found:
        _check_cuts(ground, matrix)
    services.apply(ground.path, found, by=by, origin=path.name)
    return found


def _check_cuts(ground: Ground, matrix: Matrix) -> None:
    cuts = reasons.cuts_of(ground.engine, matrix.member)
    for row in matrix.rows:
        if ground.registry.kpis[row.kpi].status == "retired":
            where = f"the matrix of {matrix.member.name} for {matrix.period.label}"
            raise MatrixError(f"The KPI {row.kpi} is retired.", where=where, do="Take it out, or choose one of scoreline kpis.")
        query.check_cuts(ground.registry, row.kpi, cuts)


def saved(ground: Ground) -> tuple[Matrix, ...]:
    """The matrices that were saved."""
    from scoreline.state import services

    return tuple(services.matrices(ground.path))


def scorecards(ground: Ground, members: Sequence[Member], when: Period) -> list[Scorecard]:
    """Several members' scorecards for a period, computed together; those of a closed period as they were frozen.

    MatrixError where one has no matrix.
    """
    from scoreline.state import services

    frozen = frozen_cards(ground, when)
    sums = additive(ground)
    open_ = [member for member in members if member.key not in frozen]
    held = services.matrices(ground.path, period=when) if open_ else ()
    have = {matrix.member.key for matrix in held}
    found = [
        matrix_for(held if member.key in have else services.matrices(ground.path, member=member), member, when, sums) for member in open_
    ]
    agreed = {matrix.member.key for matrix in held if matrix.period == when}
    worked = {card.member.key: card if card.member.key in agreed else noted(card, sums) for card in cards(ground, found, when)}
    return [frozen[member.key] if member.key in frozen else worked[member.key] for member in members]


def to_date(ground: Ground, member: Member, when: Period) -> Scorecard:
    """A member's card of a running period: facts so far against the plan of the days that the data covers.

    PeriodError where the data covers none of its days, or all of them.
    """
    matrix = matrix_of(ground, member, when)
    ends = [item.span.end for item in allowed(ground) if matrix.row(item.kpi) and item.span]
    covered = (min([*ends, when.end]) - when.start).days if ends else 0
    if not 0 < covered < when.days:
        what = "none" if covered < 1 else "all"
        raise PeriodError(f"The data covers {what} of its days.", where=when.label, do="Ask without --to-date.")
    return score_to_date(matrix, measured(ground, matrix, when), ground.registry.kpis, covered, additive(ground))


def frozen_cards(ground: Ground, when: Period) -> dict[tuple[str, str, str], Scorecard]:
    """The scorecards of a closed period by member, each saying so: those of the last closing that the workspace's mart version knows."""
    from scoreline.state.closings import closings

    known = [one for one in closings(ground.path, period=when) if ground.as_of is None or (one.basis.mart_version or 0) <= ground.as_of]
    return {one.card.member.key: said_closed(one.card, known[-1]) for one in known[-1].results} if known else {}


def said_closed(card: Scorecard, closing: Closing) -> Scorecard:
    """A frozen card that says when it was closed, by whom, and which version it is."""
    values = {"day": f"{closing.at:%Y-%m-%d}", "by": closing.by, "version": str(closing.version)}
    return replace(card, notes=(*card.notes, Message("total.closed", values)))


def cards(ground: Ground, matrices: Sequence[Matrix], when: Period) -> list[Scorecard]:
    """The scorecards of these matrices from today's data, with what was entered by hand where the data is missing."""
    from scoreline.state.entered import entered

    by_hand = entered(ground.path, when)
    found = []
    for matrix, facts in zip(matrices, _measured(ground, matrices, when), strict=True):
        used = _filled(facts, matrix, by_hand)
        card = score(matrix, facts | {kpi: one.fact for kpi, one in used.items()}, ground.registry.kpis)
        found.append(replace(card, notes=(*card.notes, *_entered(card, used))))
    return found


def matrix_of(ground: Ground, member: Member, when: Period) -> Matrix:
    """The matrix that holds for a member in a period. MatrixError where there is none."""
    from scoreline.state import services

    return services.matrix_for(ground.path, member, when, additive(ground))


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
    if away(ground.engine, matrix.member, period):
        return {row.kpi: Fact(None, FactState.NOT_APPLICABLE) for row in matrix.rows}
    known = [row.kpi for row in matrix.rows if table is not None and row.kpi in table.kpis]
    return {kpi: table.series(kpi, matrix.member)[0] for kpi in known} if table is not None else {}
