"""Matrix files taken into the state, and what was saved read back."""

from __future__ import annotations

from pathlib import Path

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.errors import MatrixError
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
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
