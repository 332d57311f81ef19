"""Baskets: any history of one visitor's visits, walked step by step, gives the baskets that the relation finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.backends import duckdb as backend
from tests.engine.tables import Tables

HOURS = 24
FIRST = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
STEP = {"f": "add_to_basket", "b": "purchase"}

Basket = tuple[str, bool]
"""The visit that filled it last, and whether it was left."""


@dataclass(frozen=True)
class Visit:
    """Begun so many hours after the one before; what was done, each step a minute after the one before: f fills, b buys."""

    after: int
    done: str


def walked(visits: list[Visit]) -> list[Basket]:
    """The baskets as they come: a basket is open until it is bought, or until nothing of its visitor begins in time."""
    found: list[Basket] = []
    last, filled, hours = "", False, 0
    for place, visit in enumerate(visits):
        hours += visit.after
        if filled and hours > HOURS:
            found, filled = [*found, (last, True)], False
        here, own = f"v{place}", False
        for step in visit.done:
            if step == "b" and filled:
                found, filled = [*found, (last, False)], False
            elif step == "f" and not own:  # one visit fills one basket at most
                last, own, filled, hours = here, True, True, 0
    return [*found, (last, True)] if filled else found


@pytest.fixture(scope="module")
def shop() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every relation over empty tables."""
    con = backend.connect(Tables({}))
    backend.derive(con, customer_days=365, last_day=None, basket_hours=HOURS).ensure("baskets")
    yield con
    con.close()


def found(shop: duckdb.DuckDBPyConnection, visits: list[Visit], visitor: str | None = "u") -> list[Basket]:
    """What the relation makes of the history."""
    for table in ("visits", "shop_events"):
        shop.execute(f"DELETE FROM {table}")
    begun = FIRST
    for place, visit in enumerate(visits):
        begun += dt.timedelta(hours=visit.after)
        shop.execute(
            "INSERT INTO visits (_source, id, visitor_id, started_at, started_on) VALUES ('s', ?, ?, ?, ?)",
            [f"v{place}", visitor, begun, begun.date()],
        )
        for minute, step in enumerate(visit.done):
            shop.execute(
                "INSERT INTO shop_events (_source, id, visit_id, kind, occurred_at) VALUES ('s', ?, ?, ?, ?)",
                [f"e{place}-{minute}", f"v{place}", STEP[step], begun + dt.timedelta(minutes=minute)],
            )
    return shop.execute("SELECT id, abandoned FROM baskets ORDER BY id").fetchall()


def story(*visits: tuple[int, str]) -> list[Visit]:
    return [Visit(after, done) for after, done in visits]


@pytest.mark.parametrize(
    ("visits", "baskets"),
    [
        (story((0, "fb"), (1, "f")), [("v0", False), ("v1", True)]),
        (story((0, "f"), (1, "b"), (1, "f")), [("v0", False), ("v2", True)]),
        (story((0, "f"), (1, "bf")), [("v0", False), ("v1", True)]),
        (story((0, "f"), (1, "fb")), [("v1", False)]),
        (story((0, "f"), (20, "f"), (20, "b")), [("v1", False)]),
        (story((0, "f"), (24, "b")), [("v0", False)]),
        (story((0, "f"), (25, "b")), [("v0", True)]),
        (story((0, "f"), (25, "f"), (1, "b")), [("v0", True), ("v1", False)]),
        (story((0, "bf")), [("v0", True)]),
        (story((0, "b"), (1, "")), []),
    ],
)
def test_a_purchase_closes_a_basket(shop: duckdb.DuckDBPyConnection, visits: list[Visit], baskets: list[Basket]) -> None:
    assert found(shop, visits) == walked(visits) == baskets


def test_visits_of_nobody_stand_for_themselves(shop: duckdb.DuckDBPyConnection) -> None:
    assert found(shop, story((0, "f"), (1, "f"), (1, "b")), visitor=None) == [("v0", True), ("v1", True)]


@given(st.lists(st.builds(Visit, st.sampled_from([1, 12, 24, 25, 40]), st.text("fb", max_size=3)), max_size=8))
def test_any_history(shop: duckdb.DuckDBPyConnection, visits: list[Visit]) -> None:
    assert found(shop, visits) == walked(visits)
