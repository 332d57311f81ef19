"""Matrix files taken into the state, and what was saved read back."""

from __future__ import annotations

from pathlib import Path

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.errors import MatrixError, QueryError, nearest
from scoreline.planning.matrix import Matrix
from scoreline.workspace import matrix_files
from scoreline.workspace.ground import Ground


def apply(ground: Ground, path: Path, by: str | None = None) -> tuple[Matrix, ...]:
    """Save the matrices of a YAML file; all of them, or none where one breaks a rule (MatrixError)."""
    from scoreline.state import services

    found = matrix_files.read(ground, path)
    for matrix in found:
        check(ground, matrix)
    services.apply(ground.path, found, by=by, origin=path.name)
    return found


def check(ground: Ground, matrix: Matrix) -> None:
    """Refuses a matrix with a KPI that is unknown or retired, or cannot be cut for its member (MatrixError)."""
    cuts = reasons.cuts_of(ground.engine, matrix.member)
    known = ground.registry.kpis
    for row in matrix.rows:
        where = f"the matrix of {matrix.member.name} for {matrix.period.label}"
        if row.kpi not in known:
            what = f'There is no KPI "{row.kpi}" any more. {nearest(row.kpi, known)}'.strip()
            raise MatrixError(what, where=where, do="scoreline kpis lists them.")
        if known[row.kpi].status == "retired":
            raise MatrixError(f"The KPI {row.kpi} is retired.", where=where, do="Take it out, or choose one of scoreline kpis.")
        try:
            query.check_cuts(ground.registry, row.kpi, cuts)
        except QueryError as problem:
            raise MatrixError(
                problem.what, where=f'{where}, row "{row.kpi}"', do="Choose another KPI, or who it can be counted for."
            ) from None


def saved(ground: Ground) -> tuple[Matrix, ...]:
    """The matrices that were saved."""
    from scoreline.state import services

    return tuple(services.matrices(ground.path))
