"""The engine over rows that another system holds: states are computed there, in id form; all else happens in the local DuckDB."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import duckdb

from scoreline.engine import index, sql
from scoreline.engine.backends import choose
from scoreline.engine.backends import duckdb as backend
from scoreline.engine.backends.remote import Remote
from scoreline.engine.backends.routed import Routed, route
from scoreline.engine.engine import Engine
from scoreline.engine.kept import Kept, Pending
from scoreline.engine.money import Money
from scoreline.engine.numbering import number
from scoreline.engine.opening import prepare
from scoreline.engine.plan import State
from scoreline.kpis.registry import Registry
from scoreline.kpis.relations import relations
from scoreline.mart.store import Snapshot
from scoreline.settings import Settings

RAW = "state_in_ids"


class _Nothing:
    """No table stands in the local connection by itself."""

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        return


class Turn:
    """An engine's lock: while it is held, the rows are seen as of one moment, and afterwards nothing stays open where they are."""

    def __init__(self, remote: Remote) -> None:
        self._lock, self._remote = threading.RLock(), remote

    def __enter__(self) -> bool:
        self._lock.acquire()
        self._remote.begin()
        return True

    def __exit__(self, *_: object) -> None:
        try:
            self._remote.end()
        finally:
            self._lock.release()


@dataclass
class Elsewhere(Engine):
    """An engine whose connection sends what reads rows to where the rows are."""

    def ensure(self, state: State) -> None:
        """Have the state's table: kept, out of a finer one, or computed where the rows are."""
        if state.by_period:
            self.con.execute("CREATE OR REPLACE TEMP TABLE periods AS SELECT p, start_on, end_on, label FROM spans")
        elif index.exists(self.con, state.table) or self.kept.load(self.con, state) or self._from_finer(state):
            self.held[state.table] = state
            return
        con = cast(Routed, self.con)
        for name in relations()[state.relation].kept_ones:
            con.hold(name)
        con.make(RAW, sql.state(state, self.source(state), sources=self.sources, numbered=False))
        number(self.con, state, RAW)
        self.con.execute(f"DROP TABLE {RAW}")
        if not state.by_period:
            self.held[state.table] = state
            self.kept.later(Pending(state))


def open_elsewhere(folder: Path, snapshot: Snapshot, registry: Registry, settings: Settings) -> Engine:
    """The engine that scoreline.toml names, over a version of the mart or over a warehouse that holds the mart's tables itself."""
    rows = choose.remote(folder, snapshot, settings)
    con = route(backend.connect(_Nothing(), spill=folder / ".staging" / "spill"), rows)
    turn = cast(threading.RLock, Turn(rows))
    with turn:
        coverage, meaning, derived = prepare(con, rows, settings, rows.several_sources)
    kept = Kept(folder / "states", rows.version, meaning) if settings.keeps_versions else Kept()
    money = Money(settings.currency, kept=False)
    return Elsewhere(con, registry, coverage, kept, rows.version, rows.several_sources, money, derived, turn)
