"""What a workspace stands on: settings, definitions, and one version of the mart with the engine over it."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scoreline import settings
from scoreline.engine import binding
from scoreline.engine.availability import Availability
from scoreline.engine.engine import Engine
from scoreline.engine.opening import open_engine
from scoreline.engine.query import Query
from scoreline.engine.result import KpiTable
from scoreline.errors import WorkspaceError
from scoreline.kpis import registry
from scoreline.kpis.registry import Registry
from scoreline.mart.store import Mart, Snapshot
from scoreline.planning.attendance import Attendance
from scoreline.planning.people import Directory

_CACHED = 256
_FRESH = 600
"""Seconds for which a warehouse without versions is taken to be as it was."""


@dataclass
class Standing:
    """What belongs to one version of the mart and of the definitions; what was found out there is kept with it."""

    snapshot: Snapshot
    engine: Engine
    answers: OrderedDict[Query, KpiTable] = field(default_factory=OrderedDict)
    allowed: list[Availability] = field(default_factory=list)
    directory: Directory | None = None
    attendance: Attendance | None = None
    opened: float = field(default_factory=time.monotonic)


class Ground:
    """A workspace's folder, and where it stands. Safe to use from several threads."""

    def __init__(self, path: Path, as_of: int | None = None) -> None:
        self.path = path
        self.settings = settings.read(path)
        self.as_of = as_of
        self.mart = Mart(path / "mart")
        self._lock = threading.RLock()
        self._standing: Standing | None = None
        if as_of is not None:
            self.refuse_without_versions("It cannot be read as of an earlier one", "Leave out --as-of.")
            self.mart.snapshot(as_of)

    @cached_property
    def registry(self) -> Registry:
        """The definitions: the shipped catalogue and the workspace's own kpis/*.yaml."""
        own = sorted((self.path / "kpis").glob("*.yaml"))
        found = registry.with_own(own)
        if own:
            binding.check(measure for measure in found.measures.values() if measure.own)
        return found.settled(basket_hours=self.settings.basket_hours)

    @cached_property
    def additive(self) -> frozenset[str]:
        """The KPIs whose values over time add up."""
        return frozenset(kpi for kpi in self.registry.kpis if self.registry.additive(kpi))

    @property
    def standing(self) -> Standing:
        """Where it stands; a warehouse without versions is looked at anew after a while."""
        with self._lock:
            if self._standing and not self.settings.keeps_versions and time.monotonic() - self._standing.opened > _FRESH:
                self.reopen()
            if self._standing is None:
                snapshot = self.mart.snapshot(self.as_of)
                self._standing = Standing(snapshot, open_engine(self.path, snapshot, self.registry, self.settings))
            return self._standing

    @property
    def engine(self) -> Engine:
        """The engine over the version that it stands on."""
        return self.standing.engine

    def reopen(self) -> None:
        """Stand on the newest version from now on (or still on `as_of`)."""
        with self._lock:
            self._standing = None
            for known in ("registry", "additive"):
                self.__dict__.pop(known, None)

    def run(self, asked: Query) -> KpiTable:
        """The answer to a query, kept for who asks again."""
        standing = self.standing
        with self._lock:
            if asked in standing.answers:
                standing.answers.move_to_end(asked)
                return standing.answers[asked]
        table = standing.engine.run(asked)
        with self._lock:
            standing.answers[asked] = table
            while len(standing.answers) > _CACHED:
                standing.answers.popitem(last=False)
        return table

    def refuse_without_versions(self, what: str, do: str) -> None:
        """WorkspaceError where a warehouse of the company's holds the mart's tables itself, and so no versions of them."""
        if not self.settings.keeps_versions:
            raise WorkspaceError(
                f"{what}: {self.settings.engine} holds the mart's tables themselves, and no versions of them.", where=settings.FILE, do=do
            )
