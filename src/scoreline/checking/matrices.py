"""The matrices of a workspace held against its definitions: rows whose KPI is gone, retired, or cannot be cut for its member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoreline.checking.report import Problem
from scoreline.engine import query
from scoreline.errors import QueryError, nearest
from scoreline.insight.linting import whose
from scoreline.kpis.registry import Registry
from scoreline.planning.matrix import Kind, Matrix, MatrixRow

_WITHOUT_CUT = "company"


def matrix_problems(matrices: Iterable[Matrix], registry: Registry, broken: Sequence[str]) -> list[Problem]:
    """One problem for each KPI and reason, with the matrices that it concerns. KPIs in `broken` were told already."""
    found: dict[tuple[str, str, str], list[Matrix]] = {}
    for matrix in matrices:
        for row in matrix.rows:
            if row.kpi not in broken and (wrong := _wrong(row, matrix.member.kind, registry)):
                found.setdefault((row.kpi, *wrong), []).append(matrix)
    return [Problem(what, about=whose(among), do=do) for (_, what, do), among in found.items()]


def _wrong(row: MatrixRow, kind: str, registry: Registry) -> tuple[str, str] | None:
    """What is wrong with a row for a kind of member, and what to do."""
    if row.kpi not in registry.kpis:
        do = nearest(row.kpi, registry.kpis) or "Define it, or apply the matrices anew without it."
        return f'There is no KPI "{row.kpi}" any more.', do
    kpi = registry.kpis[row.kpi]
    if kpi.status == "retired":
        return f"The KPI {kpi.id} is retired.", "Apply the matrices anew without it."
    if kpi.use == "team only" and kind == "person" and row.kind is Kind.SCORED:
        return f"The KPI {kpi.id} judges teams only, not single people.", "Apply the matrices anew with the row as kind: indicator."
    try:
        query.check_cuts(registry, kpi.id, () if kind == _WITHOUT_CUT else (query.cut(kind),))
    except QueryError as problem:
        return problem.what, problem.do
    return None
