"""The public face: open a workspace, load data into it, ask it for KPIs, scores and reasons.

    import scoreline

    ws = scoreline.open("acme")
    ws.kpi("win_rate", "revenue", by="team", per="quarter", start="2017-01", end="2017-12").to_pandas()
    ws.score("Anna Snelling", "2017-07").total
    ws.why("revenue", "Anna Snelling", "2017-07").substituted

A workspace opened so stands on one version of the mart: the newest, or the one named by `as_of`. What is read from it never
changes while it is open; after `load` it stands on the version that the load made.
"""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from scoreline import periods, settings
from scoreline.checking.check import check
from scoreline.checking.report import Problem, Report
from scoreline.engine import availability, binding, index, query, upkeep
from scoreline.engine import compare as comparing
from scoreline.engine import why as reasons
from scoreline.engine.absence import away
from scoreline.engine.availability import Availability
from scoreline.engine.engine import Engine
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import COMPANY, Member
from scoreline.engine.opening import open_engine
from scoreline.engine.query import Cut, Filter, Query
from scoreline.engine.refresh_all import Refreshed, refresh_all
from scoreline.engine.request import Reader, Request, Where
from scoreline.engine.result import KpiTable
from scoreline.engine.source_days import short_sources
from scoreline.engine.upkeep import Upkeep
from scoreline.engine.why import Part, RowPage, Why
from scoreline.errors import MatrixError, QueryError, WorkspaceError, nearest
from scoreline.ingest import load as ingest
from scoreline.ingest.load import LoadReport
from scoreline.kpis import registry
from scoreline.kpis.registry import Registry
from scoreline.mart.maintain import KEEP
from scoreline.mart.staged import Progress, silent
from scoreline.mart.store import Mart, Snapshot
from scoreline.mart.versions import Version
from scoreline.periods import Period
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
from scoreline.planning.people import Directory
from scoreline.planning.targets import Agreed, Targets, of_matrices
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import noted, score

__all__ = [
    "Availability",
    "KpiTable",
    "LoadReport",
    "Part",
    "Problem",
    "Report",
    "RowPage",
    "Scorecard",
    "Why",
    "Workspace",
    "init",
    "open",
]

_CACHED = 256
_FRESH = 600
"""Seconds for which a warehouse without versions is taken to be as it was."""
_LISTED = 12


def init(path: str | Path, *, time_zone: str = "UTC", currency: str = "USD", **more: str | int) -> Workspace:
    """Make a workspace in a folder that is new or empty, with the settings given; the others stand as scoreline.toml has them.

    WorkspaceError where the folder is neither, or a setting is wrong.
    """
    folder = Path(path).absolute()
    chosen = settings.check({"time_zone": time_zone, "currency": currency, **more}, "scoreline init")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(f'"{folder}" is not an empty folder.', do="Name a new one, so that nothing of yours is touched.")
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Mart.create(folder / "mart")
        (folder / "kpis").mkdir()
        settings.write(folder, chosen)
    except BaseException:
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return Workspace(folder)


def open(path: str | Path = ".", as_of: int | None = None) -> Workspace:
    """The workspace in a folder, on the mart version `as_of` or the newest. WorkspaceError where there is none."""
    return Workspace(Path(path).absolute(), as_of)


@dataclass(frozen=True)
class _Standing:
    """What a workspace stands on: everything here belongs to one version of the mart and of the definitions."""

    snapshot: Snapshot
    registry: Registry
    engine: Engine
    answers: OrderedDict[Query, KpiTable]
    allowed: list[Availability] = field(default_factory=list)
    opened: float = field(default_factory=time.monotonic)


class Workspace:
    """One company's data, definitions and matrices. Safe to use from several threads."""

    def __init__(self, path: Path, as_of: int | None = None) -> None:
        self.path = path
        self.settings = settings.read(path)
        self.as_of = as_of
        self.mart = Mart(path / "mart")
        self._lock = threading.RLock()
        self._standing: _Standing | None = None
        if as_of is not None:
            self._refuse_without_versions("It cannot be read as of an earlier one", "Leave out --as-of.")
            self.mart.snapshot(as_of)

    # What it stands on

    @cached_property
    def registry(self) -> Registry:
        """The definitions: the shipped catalogue and the workspace's own kpis/*.yaml."""
        own = sorted((self.path / "kpis").glob("*.yaml"))
        found = registry.with_own(own)
        if own:
            binding.check(measure for measure in found.measures.values() if measure.own)
        return found.settled(basket_hours=self.settings.basket_hours)

    @property
    def engine(self) -> Engine:
        """The engine over the version that the workspace stands on."""
        with self._lock:
            if self._standing and not self.settings.keeps_versions and time.monotonic() - self._standing.opened > _FRESH:
                self.reopen()
            if self._standing is None:
                snapshot = self.mart.snapshot(self.as_of)
                engine = open_engine(self.path, snapshot, self.registry, self.settings)
                self._standing = _Standing(snapshot, self.registry, engine, OrderedDict())
            return self._standing.engine

    @property
    def snapshot(self) -> Snapshot:
        """The mart version's tables."""
        engine = self.engine
        assert self._standing is not None and engine is self._standing.engine  # noqa: S101
        return self._standing.snapshot

    @property
    def version(self) -> int:
        """The number of the mart version; 0 before the first load."""
        return self.engine.version

    def history(self) -> list[Version]:
        """The mart's versions, oldest first."""
        return self.mart.versions()

    def load(self, folder: str | Path, mapping: str | Path, *, progress: Progress = silent) -> LoadReport:
        """Load files by a mapping (a shipped one's name, or a path). Publishes one new version, or changes nothing and raises."""
        if self.as_of is not None:
            raise WorkspaceError(f"The workspace is opened as of version {self.as_of}.", do="Open it without as_of to load.")
        self._refuse_without_versions("Nothing is loaded into it from here", "Fill its tables with your own tools.")
        workdir = self.path / ".staging" / uuid.uuid4().hex
        workdir.mkdir(parents=True)
        try:
            report = ingest.load(self.mart, Path(folder), str(mapping), self.settings, self.registry.hash, workdir, self.path, progress)
        finally:
            shutil.rmtree(workdir, ignore_errors=True)
        self.reopen()
        return report

    def refresh(self, *, everything: bool = False, progress: Progress = silent) -> Refreshed:
        """Work out again what loads touched of all kept states; with `everything` also the usual states of all KPIs.

        LockedError where another process is doing it.
        """
        self._refuse_without_versions("No states are kept of it", "Ask for what you need: it is computed when asked for.")
        if self.settings.engine != "duckdb":
            raise WorkspaceError(
                "Single months are worked out again on DuckDB only.",
                where=settings.FILE,
                do="Ask for what you need: Spark computes it then.",
            )
        return refresh_all(self.engine, everything=everything, progress=progress)

    def maintain(self, *, keep: int = KEEP, dry_run: bool = False, progress: Progress = silent) -> Upkeep:
        """Keep the newest versions of the mart, those that are pinned, and the states in use, and free the rest."""
        self._refuse_without_versions("There is nothing to tidy up", "Leave the upkeep of its tables to it.")
        done = upkeep.maintain(self.mart, self.engine, keep=keep, dry_run=dry_run, progress=progress)
        if done.mart.compacted and not dry_run:
            self.reopen()
        return done

    def _refuse_without_versions(self, what: str, do: str) -> None:
        """WorkspaceError where a warehouse of the company's holds the mart's tables itself, and so no versions of them."""
        if not self.settings.keeps_versions:
            raise WorkspaceError(
                f"{what}: {self.settings.engine} holds the mart's tables themselves, and no versions of them.", where=settings.FILE, do=do
            )

    def check(self) -> Report:
        """Every mistake in the settings, the own definitions and the matrices, as they are now in the folder."""
        return check(self.path)

    def reopen(self) -> None:
        """Stand on the newest version from now on (or still on `as_of`)."""
        with self._lock:
            self._standing = None
            self.__dict__.pop("registry", None)
            self.__dict__.pop("directory", None)

    # KPIs

    def availability(self) -> list[Availability]:
        """What the data allows of each KPI: for which months and whose members, and what to add to unlock the others."""
        with self._lock:
            engine, standing = self.engine, self._standing
        assert standing is not None  # noqa: S101  the engine stands there
        with engine.lock:
            if not standing.allowed:
                sources = short_sources(engine.con, engine.coverage.mart)
                standing.allowed[:] = availability.detailed(self.registry, engine.coverage, self.settings.business_calendar, sources)
        return list(standing.allowed)

    def cuts(self, kpi: str) -> list[str]:
        """The dimensions that a KPI can be cut by."""
        return query.allowed_cuts(self.registry, self.registry.kpi(kpi).id)

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
        request = Request(kpis, cuts, per, start, end, where, compare, to_date, rolling, cumulative, owner)
        allowed = availability.availability(self.registry, self.engine.coverage.mart, kpis or None)
        asked = Reader(self.registry, self.settings.business_calendar, allowed, self.member).read(request)
        if asked.against in ("previous", "last-year"):
            table = comparing.split(self._run(comparing.widened(asked.query, asked.against)), asked.query, asked.against)
        else:
            table = self._run(asked.query)
        if asked.against == "target":
            table = self._against_targets(table)
        return replace(table, notes=(*asked.notes, *table.notes)) if asked.notes else table

    def _against_targets(self, table: KpiTable) -> KpiTable:
        """The table with the targets of saved matrices and of the mart's levels."""
        from scoreline.state import services

        with self.engine.lock:
            levels = self.engine.con.execute(
                "SELECT member_kind, _source, member_id, kpi, valid_from, valid_to, coalesce(target, norm) FROM levels"
            ).fetchall()
        loaded = (Agreed((kind, source, id), *rest) for kind, source, id, *rest in levels)
        targets = Targets([*of_matrices(services.matrices(self.path)), *loaded])
        return comparing.held_against(table, "target", targets.beside(table, self.additive))

    def _run(self, asked: Query) -> KpiTable:
        with self._lock:
            engine, standing = self.engine, self._standing
            assert standing is not None  # noqa: S101  the engine stands there
            if asked in standing.answers:
                standing.answers.move_to_end(asked)
                return standing.answers[asked]
        table = engine.run(asked)
        with self._lock:
            standing.answers[asked] = table
            while len(standing.answers) > _CACHED:
                standing.answers.popitem(last=False)
        return table

    def why(self, kpi: str, member: Member | str | None = None, period: str | Period = "") -> Why:
        """One number explained: the formula with the values put in, its parts, and the versions it stands on."""
        return reasons.explain(self.engine, kpi, self._whose(member), self.period(period))

    def why_rows(
        self, kpi: str, member: Member | str | None = None, period: str | Period = "", part: str = "", limit: int = 50, offset: int = 0
    ) -> RowPage:
        """The rows behind one part of a number, a page at a time."""
        return reasons.rows(self.engine, kpi, self._whose(member), self.period(period), part, limit, offset)

    # Periods and members

    def period(self, label: str | Period) -> Period:
        """The period of that label, in the workspace's fiscal year."""
        return label if isinstance(label, Period) else periods.parse(label, self.settings.business_calendar)

    def last_period(self, per: str = "month") -> Period | None:
        """The last whole period that the data covers; None without data."""
        days = [item.span.end for item in availability.availability(self.registry, self.engine.coverage.mart) if item.span]
        if not days:
            return None
        found = periods.at(max(days), periods.grain(per), self.settings.business_calendar)
        return found.previous()

    def members(self, kind: str) -> list[Member]:
        """The members of a dimension by name: person, team, team:region, location, product, customer and the other cuts."""
        engine = self.engine
        with engine.lock:
            return index.members(engine.con, "company" if kind == "company" else query.cut(kind).name)

    @cached_property
    def directory(self) -> Directory:
        """The people, teams and locations that matrices may be written for."""
        found = [*self.members("person"), *self.members("team"), *self.members("location"), COMPANY]
        by_id = {(member.source, member.id): member for member in found if member.kind == "person"}
        roles: dict[str, list[Member]] = {}
        with self.engine.lock:
            held = self.engine.con.execute(
                "SELECT DISTINCT role, _source, person_id FROM memberships WHERE role IS NOT NULL ORDER BY ALL"
            ).fetchall()
        for role, source, person in held:
            if (source, person) in by_id:
                roles.setdefault(role, []).append(by_id[source, person])
        return Directory(found, roles)

    def member(self, name: str, kind: str | None = None) -> Member:
        """The member of that name or id. QueryError with the nearest name where there is none or more than one."""
        if kind in (None, "person", "team", "location", "company"):
            try:
                return self.directory.find(name, kind)
            except MatrixError as problem:
                raise QueryError(problem.what, do=problem.do) from None
        assert kind is not None  # noqa: S101
        found = [member for member in self.members(kind) if name in (member.name, member.id)]
        if not found:
            names = [member.name for member in self.members(kind)]
            known = f" It has: {', '.join(names)}." if 0 < len(names) <= _LISTED else ""
            raise QueryError(
                f'There is no {kind} "{name}". {nearest(name, names)}'.strip(), do=f"Write it as it stands in the data.{known}"
            )
        if len(found) > 1:
            shown = ", ".join(f"{member.name} ({member.id} of {member.source})" for member in found[:5])
            raise QueryError(f'"{name}" names several of {kind}: {shown}.', do="Write the id of the one that you mean.")
        return found[0]

    def _whose(self, member: Member | str | None) -> Member | None:
        found = self.member(member) if isinstance(member, str) else member
        return None if found is None or found.kind == "company" else found

    # Matrices and scores

    @property
    def additive(self) -> frozenset[str]:
        """The KPIs whose values over time add up."""
        return frozenset(kpi for kpi in self.registry.kpis if self.registry.additive(kpi))

    def apply_matrices(self, path: str | Path) -> tuple[Matrix, ...]:
        """Save the matrices of a YAML file; all of them, or none where one breaks a rule (MatrixError)."""
        from scoreline.state import services

        found = read_matrices(Path(path), directory=self.directory, kpis=self.registry.kpis, calendar=self.settings.business_calendar)
        for matrix in found:
            self._check_cuts(matrix)
        services.apply(self.path, found)
        return found

    def _check_cuts(self, matrix: Matrix) -> None:
        cuts = reasons.cuts_of(self.engine, matrix.member)
        for row in matrix.rows:
            if self.registry.kpis[row.kpi].status == "retired":
                where = f"the matrix of {matrix.member.name} for {matrix.period.label}"
                raise MatrixError(f"The KPI {row.kpi} is retired.", where=where, do="Take it out, or choose one of scoreline kpis.")
            query.check_cuts(self.registry, row.kpi, cuts)

    def matrices(self) -> tuple[Matrix, ...]:
        """The matrices that were saved."""
        from scoreline.state import services

        return tuple(services.matrices(self.path))

    def score(self, member: Member | str, period: str | Period) -> Scorecard:
        """A member's scorecard for a period. MatrixError where there is no matrix."""
        who = self.member(member) if isinstance(member, str) else member
        return self.scores([who], period)[0]

    def scores(self, members: Sequence[Member], period: str | Period) -> list[Scorecard]:
        """Several members' scorecards for a period, computed together. MatrixError where one has no matrix."""
        from scoreline.state import services

        when = self.period(period)
        saved = services.matrices(self.path, period=when)
        have = {matrix.member.key for matrix in saved}
        found = [
            matrix_for(saved if member.key in have else services.matrices(self.path, member=member), member, when, self.additive)
            for member in members
        ]
        cuts = {matrix.member.key: reasons.cuts_of(self.engine, matrix.member) for matrix in found}
        kpis: dict[tuple[Cut, ...], set[str]] = {}
        for matrix in found:
            # A matrix may name a KPI whose definition is gone since: that row's fact is missing.
            kpis.setdefault(cuts[matrix.member.key], set()).update(row.kpi for row in matrix.rows if row.kpi in self.registry.kpis)
        tables = {cut: self._run(Query(tuple(sorted(names)), cut, (when,))) for cut, names in kpis.items() if names}
        cards = [score(matrix, self._facts(matrix, tables.get(cuts[matrix.member.key]), when), self.registry.kpis) for matrix in found]
        agreed = {matrix.member.key for matrix in saved if matrix.period == when}
        return [card if card.member.key in agreed else noted(card, self.additive) for card in cards]

    def _facts(self, matrix: Matrix, table: KpiTable | None, period: Period) -> dict[str, Fact]:
        """The facts of a matrix's rows: not applicable to who was away all the time, absent where the definition is gone."""
        if away(self.engine, matrix.member, period):
            return {row.kpi: Fact(None, FactState.NOT_APPLICABLE) for row in matrix.rows}
        known = [row.kpi for row in matrix.rows if table is not None and row.kpi in table.kpis]
        return {kpi: table.series(kpi, matrix.member)[0] for kpi in known} if table is not None else {}

    def facts(self, member: Member, kpis: Sequence[str], period: Period) -> dict[str, Fact]:
        """One member's facts in a period."""
        return {kpi: facts[0] for kpi, facts in self.trends(member, kpis, period, 1).items()}

    def trends(self, member: Member, kpis: Sequence[str], period: Period, count: int = 12) -> dict[str, list[Fact]]:
        """One member's facts of each KPI in the `count` periods that end with this one, oldest first."""
        wanted = [period]
        while len(wanted) < count:
            wanted.insert(0, wanted[0].previous())
        cuts = reasons.cuts_of(self.engine, member)
        only = tuple(Filter(cut, ((member.source, member.id),)) for cut in cuts)
        table = self._run(Query(tuple(sorted({self.registry.kpi(kpi).id for kpi in kpis})), cuts, tuple(wanted), only))
        return {kpi: table.series(kpi, member) for kpi in kpis}
