"""Matrix files read with all that a workspace knows: its members, KPIs, calendar and saved plans."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scoreline.engine.members import Member
from scoreline.errors import MatrixError
from scoreline.periods import Period
from scoreline.planning.decompose.saved import SavedPlan, level
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
from scoreline.planning.planned import Planned, PlannedOf
from scoreline.settings import FILE
from scoreline.state import plans
from scoreline.workspace.answers import additive
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import directory


def read(ground: Ground, path: Path) -> tuple[Matrix, ...]:
    """All matrices of a file, or MatrixError with the place."""
    return read_matrices(
        path,
        directory=directory(ground),
        kpis=ground.registry.kpis,
        calendar=ground.settings.business_calendar,
        planned=planned(ground),
    )


def planned(ground: Ground) -> PlannedOf:
    """What the saved plans have for members and periods. A KPI's plans are read once, and only where a norm is one of theirs."""

    @lru_cache
    def held(kpi: str) -> tuple[SavedPlan, ...]:
        _refuse_twice_prorated(ground, kpi)
        return plans.newest(ground.path, kpi=kpi)

    def of(kpi: str, member: Member, period: Period) -> Planned:
        return level(held(kpi), kpi, member, period)

    return of


def _refuse_twice_prorated(ground: Ground, kpi: str) -> None:
    """A plan has what is to be reached in the days that somebody is there: to prorate it again would take too much off."""
    days = ground.settings.working_days
    if days.prorate and kpi in additive(ground) and kpi not in days.as_agreed:
        raise MatrixError(
            f"A plan's amounts are for the days that people are there, and the levels of {kpi} are prorated by these days again.",
            do=f'Write as_agreed = ["{kpi}"] below [working_days] in {FILE}.',
        )
