"""A workspace's methods, by subject: where it stands, its data, KPIs, periods and members, matrices and scores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scoreline import periods
from scoreline.checking.check import check
from scoreline.checking.report import Report
from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.availability import Availability
from scoreline.engine.engine import Engine
from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.engine.refresh_all import Refreshed
from scoreline.engine.request import Request, Where
from scoreline.engine.result import KpiTable
from scoreline.engine.upkeep import Upkeep
from scoreline.engine.why import RowPage, Why
from scoreline.ingest.load import LoadReport
from scoreline.kpis.registry import Registry
from scoreline.mart.maintain import KEEP
from scoreline.mart.staged import Progress, silent
from scoreline.mart.store import Snapshot
from scoreline.mart.versions import Version
from scoreline.periods import Period
from scoreline.planning.decompose.plan import Plan
from scoreline.planning.matrix import Matrix
from scoreline.planning.people import Directory
from scoreline.scoring.scorecard import Scorecard
from scoreline.workspace import answers, applying, goals, naming, scores, upkeep
from scoreline.workspace.disputes import Disputes
from scoreline.workspace.ground import Ground
from scoreline.workspace.insights import Insights
from scoreline.workspace.life import Life
from scoreline.workspace.marks import disputed
from scoreline.workspace.plans import Plans
from scoreline.workspace.sheets import Sheets
from scoreline.workspace.trail import Trail


class Workspace:
    """One company's data, definitions and matrices. Safe to use from several threads."""

    def __init__(self, path: Path, as_of: int | None = None) -> None:
        self._ground = Ground(path, as_of)
        self.path, self.as_of = path, as_of
        self.settings, self.mart = self._ground.settings, self._ground.mart

    # What it stands on

    @property
    def registry(self) -> Registry:
        """The definitions: the shipped catalogue and the workspace's own kpis/*.yaml."""
        return self._ground.registry

    @property
    def engine(self) -> Engine:
        """The engine over the version that the workspace stands on."""
        return self._ground.engine

    @property
    def snapshot(self) -> Snapshot:
        """The mart version's tables."""
        return self._ground.standing.snapshot

    @property
    def version(self) -> int:
        """The number of the mart version; 0 before the first load."""
        return self.engine.version

    def history(self) -> list[Version]:
        """The mart's versions, oldest first."""
        return self.mart.versions()

    def reopen(self) -> None:
        """Stand on the newest version from now on (or still on `as_of`)."""
        self._ground.reopen()

    def check(self) -> Report:
        """Every mistake in the settings, the own definitions and the matrices, as they are now in the folder."""
        return check(self.path)

    # Its data

    def load(self, folder: str | Path, mapping: str | Path, *, covers: str = "", progress: Progress = silent) -> LoadReport:
        """Load files by a mapping (a shipped one's name, or a path). Publishes one new version, or changes nothing and raises.

        `covers` names the days that the files cover, 2026-01-01..2026-01-31, in place of those of the mapping.
        """
        return upkeep.load(self._ground, Path(folder), str(mapping), covers, progress)

    def refresh(self, *, everything: bool = False, progress: Progress = silent) -> Refreshed:
        """Work out again what loads touched of all kept states; with `everything` also the usual states of all KPIs.

        LockedError where another process is doing it.
        """
        return upkeep.refresh(self._ground, everything=everything, progress=progress)

    def maintain(self, *, keep: int = KEEP, dry_run: bool = False, progress: Progress = silent) -> Upkeep:
        """Keep the newest versions of the mart, those that are pinned, and the states in use, and free the rest."""
        return upkeep.maintain(self._ground, keep=keep, dry_run=dry_run, progress=progress)

    # KPIs

    def availability(self) -> list[Availability]:
        """What the data allows of each KPI: for which months and whose members, and what to add to unlock the others."""
        return answers.allowed(self._ground)

    def cuts(self, kpi: str) -> list[str]:
        """The dimensions that a KPI can be cut by."""
        return query.allowed_cuts(self.registry, self.registry.kpi(kpi).id)

    @property
    def additive(self) -> frozenset[str]:
        """The KPIs whose values over time add up."""
        return answers.additive(self._ground)

    def kpi(
        self,
        *kpis: str,
        by: str | Sequence[str] | None = None,
        per: str = "month",
        start: str | Period | None = None,
        end: str | Period | None = None,
        where: Where | None = None,
        compare: str | None = None,
        to_date: str | None = None,
        rolling: int | None = None,
        cumulative: bool = False,
        owner: str = "then",
    ) -> KpiTable:
        """KPI values per period and member; without KPIs, of all that the data and the cuts allow.

        `start` and `end` are periods, both included; by default all that the data covers. `where` keeps the records of some
        members: {"segment": "SMB"}, {"team": ["East", "West"]}. `compare` holds each value against that of the period before
        (previous), of the same period a year before (last-year), or against the target. `to_date` (month, quarter, year), `rolling`
        (a number of periods) and `cumulative` let periods reach back. `owner` counts records for who had them then, or has them today.
        """
        cuts = (by,) if isinstance(by, str) else tuple(by or ())
        return answers.ask(self._ground, Request(kpis, cuts, per, start, end, where, compare, to_date, rolling, cumulative, owner))

    def facts(self, member: Member, kpis: Sequence[str], period: Period) -> dict[str, Fact]:
        """One member's facts in a period."""
        return {kpi: facts[0] for kpi, facts in self.trends(member, kpis, period, 1).items()}

    def trends(self, member: Member, kpis: Sequence[str], period: Period, count: int = 12) -> dict[str, list[Fact]]:
        """One member's facts of each KPI in the `count` periods that end with this one, oldest first."""
        return answers.trends(self._ground, member, kpis, period, count)

    def why(self, kpi: str, member: Member | str | None = None, period: str | Period = "") -> Why:
        """One number explained: the formula with the values put in, its parts, and the versions it stands on."""
        return reasons.explain(self.engine, kpi, naming.whose(self._ground, member), self.period(period))

    def why_rows(
        self, kpi: str, member: Member | str | None = None, period: str | Period = "", part: str = "", limit: int = 50, offset: int = 0
    ) -> RowPage:
        """The rows behind one part of a number, a page at a time."""
        return reasons.rows(self.engine, kpi, naming.whose(self._ground, member), self.period(period), part, limit, offset)

    @property
    def insights(self) -> Insights:
        """What a manager asks next: are quotas right, why did a number change, what would other weights have paid."""
        return Insights(self._ground)

    # Periods and members

    def period(self, label: str | Period) -> Period:
        """The period of that label, in the workspace's fiscal year."""
        return label if isinstance(label, Period) else periods.parse(label, self.settings.business_calendar)

    def last_period(self, per: str = "month") -> Period | None:
        """The last whole period that the data covers; None without data."""
        return answers.last_period(self._ground, per)

    def members(self, kind: str) -> list[Member]:
        """The members of a dimension by name: person, team, team:region, location, product, customer and the other cuts."""
        return naming.members(self._ground, kind)

    @property
    def directory(self) -> Directory:
        """The people, teams and locations that matrices may be written for."""
        return naming.directory(self._ground)

    def member(self, name: str, kind: str | None = None) -> Member:
        """The member of that name or id. QueryError with the nearest name where there is none or more than one."""
        return naming.member(self._ground, name, kind)

    # Goals

    def split_goal(self, path: str | Path) -> Plan:
        """The goal of a plan file, split over periods and members. Nothing is saved. PlanError names file, line and place."""
        return goals.split_goal(self._ground, Path(path))

    @property
    def plans(self) -> Plans:
        """Goals that were split and saved."""
        return Plans(self._ground)

    # Matrices and scores

    @property
    def life(self) -> Life:
        """Periods proposed, signed, closed and restated."""
        return Life(self._ground)

    @property
    def disputes(self) -> Disputes:
        """Figures that somebody does not accept."""
        return Disputes(self._ground)

    @property
    def sheets(self) -> Sheets:
        """Matrices as workbooks with live formulas, and workbooks that were edited read back."""
        return Sheets(self._ground)

    @property
    def trail(self) -> Trail:
        """Who changed what was agreed, when and why."""
        return Trail(self.path)

    def apply_matrices(self, path: str | Path, *, by: str | None = None) -> tuple[Matrix, ...]:
        """Save the matrices of a YAML file; all of them, or none where one breaks a rule (MatrixError). `by` is who does it."""
        return applying.apply(self._ground, Path(path), by)

    def matrices(self) -> tuple[Matrix, ...]:
        """The matrices that were saved."""
        return applying.saved(self._ground)

    def score(self, member: Member | str, period: str | Period) -> Scorecard:
        """A member's scorecard for a period. MatrixError where there is no matrix."""
        who = self.member(member) if isinstance(member, str) else member
        return self.scores([who], period)[0]

    def scores(self, members: Sequence[Member], period: str | Period) -> list[Scorecard]:
        """Several members' scorecards for a period, computed together, with the disputes that are open. MatrixError without a matrix."""
        when = self.period(period)
        return disputed(self.path, scores.scorecards(self._ground, members, when), when)
