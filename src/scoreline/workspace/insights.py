"""What a manager asks next, as methods: each gathers what its calculation needs and hands it over."""

from __future__ import annotations

from scoreline import periods
from scoreline.insight.calibration import Band, Calibration
from scoreline.periods import Period
from scoreline.workspace import quotas
from scoreline.workspace.ground import Ground


class Insights:
    """Questions beyond single numbers."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def calibrate(
        self,
        kpi: str,
        period: str | Period,
        *,
        by: str = "",
        levels: str = "quotas",
        band: Band | None = None,
        ramp: int = 90,
        fewest: int = 5,
    ) -> list[Calibration]:
        """Whether a KPI's levels are right: the share of people that reach them, by team, team:LEVEL or role, or of everybody.

        `levels` are the quotas that were loaded, or those of matrices. People hired less than `ramp` days before are left out.
        """
        asked = quotas.Question(self._ground.registry.kpi(kpi).id, self._period(period), by, levels, ramp)
        return quotas.calibrations(self._ground, asked, band or Band(), fewest)

    def _period(self, label: str | Period) -> Period:
        return label if isinstance(label, Period) else periods.parse(label, self._ground.settings.business_calendar)
