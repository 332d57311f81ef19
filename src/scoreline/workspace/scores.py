"""Matrices as they are saved, and the scorecards that come of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.absence import away
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.query import Cut, Query
from scoreline.engine.result import KpiTable
from scoreline.errors import MatrixError
from scoreline.periods import Period
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import noted, score
from scoreline.workspace.answers import additive
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import directory


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
    """Several members' scorecards for a period, computed together. MatrixError where one has no matrix."""
    from scoreline.state import services

    registry, sums = ground.registry, additive(ground)
    held = services.matrices(ground.path, period=when)
    have = {matrix.member.key for matrix in held}
    found = [
        matrix_for(held if member.key in have else services.matrices(ground.path, member=member), member, when, sums) for member in members
    ]
    cuts = {matrix.member.key: reasons.cuts_of(ground.engine, matrix.member) for matrix in found}
    kpis: dict[tuple[Cut, ...], set[str]] = {}
    for matrix in found:
        # A matrix may name a KPI whose definition is gone since: that row's fact is missing.
        kpis.setdefault(cuts[matrix.member.key], set()).update(row.kpi for row in matrix.rows if row.kpi in registry.kpis)
    tables = {cut: ground.run(Query(tuple(sorted(names)), cut, (when,))) for cut, names in kpis.items() if names}
    cards = [score(matrix, _facts(ground, matrix, tables.get(cuts[matrix.member.key]), when), registry.kpis) for matrix in found]
    agreed = {matrix.member.key for matrix in held if matrix.period == when}
    return [card if card.member.key in agreed else noted(card, sums) for card in cards]


def _facts(ground: Ground, matrix: Matrix, table: KpiTable | None, period: Period) -> dict[str, Fact]:
    """The facts of a matrix's rows: not applicable to who was away all the time, absent where the definition is gone."""
    if away(ground.engine, matrix.member, period):
        return {row.kpi: Fact(None, FactState.NOT_APPLICABLE) for row in matrix.rows}
    known = [row.kpi for row in matrix.rows if table is not None and row.kpi in table.kpis]
    return {kpi: table.series(kpi, matrix.member)[0] for kpi in known} if table is not None else {}
