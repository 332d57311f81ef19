"""A connection that runs nothing out of turn, for tests of who waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import RLock
from typing import Any, cast

import duckdb

from scoreline.engine.engine import Engine
from scoreline.engine.opening import held, quotas


class Turns:
    """A lock that knows whether it is held."""

    def __init__(self) -> None:
        self.lock, self.depth = RLock(), 0

    def __enter__(self) -> None:
        self.lock.acquire()
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        self.depth -= 1
        self.lock.release()


@dataclass
class Watched:
    """A connection that runs nothing for who does not hold the lock."""

    con: duckdb.DuckDBPyConnection
    turns: Turns

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)

    def execute(self, *args: Any) -> Any:
        assert self.turns.depth, f"out of turn: {args[0]}"
        return self.con.execute(*args)


def watch(engine: Engine) -> None:
    """Have an engine, and what it knows of its data, use such a connection. What was found out so far is forgotten."""
    turns = Turns()
    con = cast(duckdb.DuckDBPyConnection, Watched(engine.con, turns))
    engine.lock, engine.con, engine.derived.con = cast(Any, turns), con, con
    object.__setattr__(engine.coverage, "quotas", lambda: quotas(con, engine.derived))
    object.__setattr__(engine.coverage, "holds", partial(held, con))
