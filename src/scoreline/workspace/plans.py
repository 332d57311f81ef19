"""Goals that were split and saved: what everybody is to reach when."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from scoreline.engine.members import COMPANY, Member
from scoreline.errors import PlanError
from scoreline.periods import Period, parse
from scoreline.planning.decompose.saved import Draft, SavedPlan, level
from scoreline.state import plans
from scoreline.state.plans import PlanHead
from scoreline.workspace import goals, naming
from scoreline.workspace.ground import Ground


class Plans:
    """The saved plans of one workspace."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def draft(self, path: str | Path) -> Draft:
        """The goal of a plan file, split over periods and members, as it may be saved. PlanError names file, line and place."""
        return goals.draft(self._ground, Path(path))

    def beside(self, draft: Draft) -> SavedPlan | None:
        """The newest saved version of the same goal; None where there is none."""
        found = plans.newest(self._ground.path, kpi=draft.plan.goal.kpi, top=draft.who[0], period=draft.plan.times.whole)
        return found[0] if found else None

    def save(self, draft: Draft, *, over: int, reason: str, by: str | None = None, origin: str = "") -> SavedPlan:
        """Save a draft as the next version. `over` is the version that was looked at, 0 for none.

        PlanError where another was saved since, nothing differs, or no reason is given; then nothing is saved.
        """
        return plans.apply(self._ground.path, draft, over=over, reason=reason, by=by, origin=origin)

    def list(self) -> tuple[PlanHead, ...]:
        """All saved versions, by KPI, time and version."""
        return plans.heads(self._ground.path)

    def get(self, kpi: str, period: str | Period, *, of: Member | str | None = None, version: int | None = None) -> SavedPlan:
        """A saved plan: its newest version, or one of those before. `of` is who stands at its top; without it, the company.

        PlanError where there is none.
        """
        whole = period if isinstance(period, Period) else parse(period, self._ground.settings.business_calendar)
        top = naming.whose(self._ground, of) or COMPANY
        path, known = self._ground.path, self._ground.registry.kpi(kpi).id
        if version is None:
            found = next(iter(plans.newest(path, kpi=known, top=top, period=whole)), None)
        else:
            found = plans.version(path, known, top, whole, version)
        if found is None:
            what = "No such plan is saved." if version is None else f"It has no version {version}."
            raise PlanError(what, where=f"{known} of {top.name}, {whole.label}", do="scoreline plan list shows those that are.")
        return found

    def level(self, kpi: str, member: Member, period: str | Period) -> Decimal:
        """What a member is to reach in a period, which is made of parts of a saved plan. PlanError where there is none."""
        when = period if isinstance(period, Period) else parse(period, self._ground.settings.business_calendar)
        return level(plans.newest(self._ground.path, kpi=kpi), kpi, member, when).amount
