"""What looks wrong in matrices, by themselves and beside the past of their members and peers."""

from __future__ import annotations

from collections.abc import Sequence

from scoreline.errors import QueryError
from scoreline.insight.linting import Governed, Remark, lint
from scoreline.insight.linting_past import going_together, lint_past
from scoreline.planning.matrix import Kind, Matrix
from scoreline.scoring.backtest_rows import Alike
from scoreline.workspace.ground import Ground
from scoreline.workspace.proposing import Checked, checked


def remarks(ground: Ground, matrices: Sequence[Matrix], past: bool = True) -> list[tuple[Matrix, Remark]]:
    """The remarks about matrices, in their order; without `past` those that need no data."""
    registry = ground.registry
    by = Governed(ground.settings.today, ground.settings.strategy.since, frozenset(kpi for kpi in registry.kpis if registry.own(kpi)))
    defined = [matrix for matrix in matrices if all(row.kpi in registry.kpis for row in matrix.rows)]
    held = {id(one.matrix): one for one in _checked(ground, defined)} if past else {}
    together = _Together(frozenset(kpi for kpi, one in registry.kpis.items() if one.direction == "down"))
    found = []
    for matrix in matrices:
        found += [(matrix, remark) for remark in lint(matrix, registry.kpis, by)]
        if one := held.get(id(matrix)):
            found += [(matrix, remark) for remark in lint_past(matrix, one.rows, together.of(one))]
    return found


def _checked(ground: Ground, matrices: Sequence[Matrix]) -> list[Checked]:
    """The matrices held against the past; none where there is no data yet."""
    try:
        return checked(ground, matrices)
    except QueryError:
        return []


class _Together:
    """Which rows go together: found out once for all members that have the same peers."""

    def __init__(self, down: frozenset[str]) -> None:
        self._down = down
        self._found: dict[tuple[tuple[str, int], ...], tuple[Alike, ...]] = {}

    def of(self, one: Checked) -> tuple[Alike, ...]:
        """The pairs of a matrix's scored rows. The past periods of peers are the same objects for all of them."""
        scored = [row.kpi for row in one.matrix.rows if row.kind is Kind.SCORED and row.kpi in one.pasts]
        key = tuple((kpi, id(one.pasts[kpi])) for kpi in sorted(scored))
        if key not in self._found:
            self._found[key] = going_together({kpi: one.pasts[kpi] for kpi in sorted(scored)}, self._down)
        return self._found[key]
