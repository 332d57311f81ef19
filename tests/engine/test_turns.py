"""Threads take turns at the connection: DuckDB refuses a statement while another one's rows are being read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from threading import RLock
from typing import Any, cast

import duckdb
import pytest

from scoreline.engine import why
from scoreline.engine.engine import Engine
from scoreline.engine.members import Member
from scoreline.periods import parse
from tests.engine.tables import Tables, ask, engine

JANUARY = parse("2025-01")
ANN = Member("person", "Ann", "ann", "s")


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


@pytest.fixture
def on() -> Engine:
    """An engine over lines whose credit is shared, and quotas."""
    day, month = dt.date(2025, 1, 15), {"valid_from": JANUARY.start, "valid_to": JANUARY.end}
    line = {"id": "l", "order_id": "o", "owner_id": "ann", "amount": Decimal(10), "ordered_on": day, "status": "complete"}
    quota = {"member_kind": "person", "member_id": "ann", "kpi": "revenue", "norm": Decimal(50), "is_quota": True, **month}
    tables = Tables(
        {
            "people": [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}],
            "orders": [{"id": "o", "owner_id": "ann", "ordered_on": day, "status": "complete"}],
            "order_lines": [line],
            "levels": [quota],
            "credits": [{"id": "c", "order_id": "o", "person_id": "bob", "kind": "share", "share": Decimal("0.5")}],
        }
    )
    made, turns = engine(tables), Turns()
    made.lock = cast(Any, turns)
    made.con = made.derived.con = cast(duckdb.DuckDBPyConnection, Watched(made.con, turns))
    quotas = made.coverage.quotas
    object.__setattr__(made.coverage, "quotas", lambda: (made.con.execute("SELECT 1"), quotas())[1])
    return made


@pytest.mark.parametrize(
    "ask_it",
    [
        lambda on: ask(on, "revenue", "quota_attainment", by=("person",), per="month", start="2025-01", end="2025-01"),
        lambda on: why.explain(on, "revenue", ANN, JANUARY),
        lambda on: why.explain(on, "quota_attainment", None, JANUARY),
        lambda on: why.rows(on, "revenue", ANN, JANUARY, "sold", 10, 0),
    ],
    ids=("numbers", "why", "why of a quota", "rows"),
)
def test_every_statement_waits_for_its_turn(on: Engine, ask_it: Callable[[Engine], object]) -> None:
    assert ask_it(on)
