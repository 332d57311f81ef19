"""What a manager asks next, as methods: each gathers what its calculation needs and hands it over."""

from __future__ import annotations

from collections.abc import Sequence

from scoreline import periods
from scoreline.engine.members import Member
from scoreline.insight.calibration import Band, Calibration
from scoreline.insight.index_change import IndexChange
from scoreline.insight.kpi_change import Change
from scoreline.periods import Period
from scoreline.workspace import changes, naming, quotas
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

    def kpi_change(
        self,
        kpi: str,
        before: str | Period,
        after: str | Period,
        *,
        by: str,
        member: Member | str | None = None,
        volume: str = "",
        order: Sequence[str] = (),
    ) -> tuple[Change, tuple[str, ...]]:
        """A KPI's change between two periods as volume, mix and rate of the segments of a cut, and notes on the data.

        `volume` names the KPI that a total comes from, such as sales_volume for revenue. The parts do not hang on an order unless
        one is given.
        """
        who, found = naming.whose(self._ground, member), self._ground.registry.kpi(kpi).id
        asked = changes.Question(found, self._period(before), self._period(after), by, who, volume, tuple(order))
        return changes.kpi_change(self._ground, asked)

    def total_change(self, member: Member | str, before: str | Period, after: str | Period, *, told_at: int | None = None) -> IndexChange:
        """The change of a member's total as fact, levels, weights and, of a team, people.

        `told_at` is the version of the data by which the earlier total was told; what was restated since is then a part too.
        """
        who = naming.member(self._ground, member) if isinstance(member, str) else member
        first = None if told_at is None else Ground(self._ground.path, told_at)
        return changes.total_change(self._ground, who, self._period(before), self._period(after), first)

    def _period(self, label: str | Period) -> Period:
        return label if isinstance(label, Period) else periods.parse(label, self._ground.settings.business_calendar)
