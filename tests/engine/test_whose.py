"""Whose a record is: shared by credits, or today's owner's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoreline.engine import why
from scoreline.engine.members import Member
from scoreline.engine.query import Query, cut
from scoreline.periods import parse
from tests.engine.tables import Tables, ask, cells, engine

DAY = dt.date(2025, 1, 15)
PEOPLE = [{"id": name.lower(), "name": name} for name in ("Ann", "Bob", "Cat")]
TEAMS = [{"id": "n", "name": "North", "kind": "team"}, {"id": "s", "name": "South", "kind": "team"}]
SEATS: list[dict[str, Any]] = [
    {"person_id": who, "team_id": team, "valid_from": dt.date(2020, 1, 1), "valid_to": end}
    for who, team, end in (("ann", "n", None), ("bob", "n", dt.date(2025, 3, 1)), ("bob", "s", None), ("cat", "s", None))
]
SEATS[2]["valid_from"] = dt.date(2025, 3, 1)
STAFF: dict[str, list[dict[str, Any]]] = {"people": PEOPLE, "teams": TEAMS, "memberships": SEATS}
ORDERS: list[dict[str, Any]] = [
    {"id": "o1", "customer_id": "c", "owner_id": "ann", "ordered_on": DAY},
    {"id": "o2", "customer_id": "c", "owner_id": "ann", "ordered_on": DAY},
]
LINES = [
    {"id": "l1", "order_id": "o1", "customer_id": "c", "owner_id": "ann", "ordered_on": DAY, "amount": Decimal(100)},
    {"id": "l2", "order_id": "o2", "customer_id": "c", "owner_id": "ann", "ordered_on": DAY, "amount": Decimal(10)},
]
CREDITS = [
    {"id": "1", "order_id": "o1", "person_id": "ann", "kind": "share", "share": Decimal("0.7")},
    {"id": "2", "order_id": "o1", "person_id": "bob", "kind": "share", "share": Decimal("0.3")},
    {"id": "3", "order_id": "o1", "person_id": "cat", "kind": "overlay", "share": Decimal("0.5")},
]


def test_money_and_counts_take_shares_and_an_overlay_stays_with_the_person() -> None:
    on = engine(Tables({**STAFF, "orders": ORDERS, "order_lines": LINES, "credits": CREDITS}))

    def january(kpi: str, *by: str) -> dict[tuple[Any, ...], Any]:
        return cells(ask(on, kpi, by=by, per="month", start="2025-01", end="2025-01"), kpi)

    assert january("revenue", "person") == {
        ("Ann", "2025-01"): 80, ("Bob", "2025-01"): 30, ("Cat", "2025-01"): 50,
    }  # fmt: skip
    assert january("order_count", "person") == {
        ("Ann", "2025-01"): Decimal("1.7"), ("Bob", "2025-01"): Decimal("0.3"), ("Cat", "2025-01"): Decimal("0.5"),
    }  # fmt: skip
    assert january("revenue", "team") == {("North", "2025-01"): 110, ("South", "2025-01"): 0}
    assert january("revenue") == {("2025-01",): 110}


def test_the_rows_behind_a_shared_number_give_it() -> None:
    on = engine(Tables({**STAFF, "orders": ORDERS, "order_lines": LINES, "credits": CREDITS}))
    for who, value in (("ann", 80), ("bob", 30), ("cat", 50)):
        found = why.explain(on, "revenue", Member("person", who.title(), who, "s"), parse("2025-01"))
        assert found.fact.value == found.parts[0].value == value
    found = why.explain(on, "revenue", Member("team", "South", "s", "s"), parse("2025-01"))
    assert found.fact.value == found.parts[0].value == 0


def test_todays_owner_is_whoever_looks_after_the_customer_now() -> None:
    ownerships = [
        {"kind": "customer", "record_id": "c", "person_id": "ann", "valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2025, 2, 1)},
        {"kind": "customer", "record_id": "c", "person_id": "bob", "valid_from": dt.date(2025, 2, 1)},
    ]
    on = engine(Tables({**STAFF, "orders": ORDERS, "order_lines": LINES, "ownerships": ownerships}))
    then = Query(("revenue",), (cut("person"),), (parse("2025-01"),))
    assert cells(on.run(then), "revenue")[("Ann", "2025-01")] == 110
    today = replace(then, owner="today")
    assert cells(on.run(today), "revenue") == {("Ann", "2025-01"): 0, ("Bob", "2025-01"): 110, ("Cat", "2025-01"): 0}
    teams = Query(("revenue",), (cut("team"),), (parse("2025-01"),), owner="today")
    assert cells(on.run(teams), "revenue")[("South", "2025-01")] == 110


def test_large_amounts_are_shared_too() -> None:
    large = [{**line, "amount": line["amount"] * 10**9} for line in LINES]
    on = engine(Tables({**STAFF, "orders": ORDERS, "order_lines": large, "credits": CREDITS}))
    found = cells(ask(on, "revenue", by=["person"], per="month", start="2025-01", end="2025-01"), "revenue")
    assert found[("Bob", "2025-01")] == 30 * 10**9
    assert why.explain(on, "revenue", Member("person", "Bob", "bob", "s"), parse("2025-01")).parts[0].value == 30 * 10**9


def test_quotas_are_held_against_what_people_are_credited_with() -> None:
    quotas: list[dict[str, Any]] = [
        {"member_kind": "person", "member_id": who, "kpi": "revenue", "valid_from": dt.date(2025, 1, 1), "valid_to": end,
         "norm": Decimal(100), "is_quota": True}
        for who in ("ann", "bob", "cat") for end in (dt.date(2025, 2, 1),)
    ]  # fmt: skip
    on = engine(Tables({**STAFF, "orders": ORDERS, "order_lines": LINES, "credits": CREDITS, "levels": quotas}))

    def january(kpi: str, *by: str) -> dict[tuple[Any, ...], Any]:
        return cells(ask(on, kpi, by=by, per="month", start="2025-01", end="2025-01"), kpi)

    assert january("quota_attainment", "person") == {("Ann", "2025-01"): 80, ("Bob", "2025-01"): 30, ("Cat", "2025-01"): 50}
    assert january("quota_attainment", "team") == {("North", "2025-01"): 55, ("South", "2025-01"): 0}
    assert january("quota_attainment") == {("2025-01",): pytest.approx(110 / 3)}
    assert january("quota_reach", "person") == {("Ann", "2025-01"): 0, ("Bob", "2025-01"): 0, ("Cat", "2025-01"): 0}
    assert january("quota_reach") == {("2025-01",): pytest.approx(100 / 3)}
    lower = [{**quota, "norm": Decimal(40)} for quota in quotas]
    on = engine(Tables({**STAFF, "orders": ORDERS, "order_lines": LINES, "credits": CREDITS, "levels": lower}))
    assert january("quota_reach", "person") == {("Ann", "2025-01"): 100, ("Bob", "2025-01"): 0, ("Cat", "2025-01"): 100}
    assert january("quota_reach", "team") == {("North", "2025-01"): 50, ("South", "2025-01"): 0}
    for who, value in (("ann", 200), ("bob", 75), ("cat", 125)):
        found = why.explain(on, "quota_attainment", Member("person", who.title(), who, "s"), parse("2025-01"))
        assert found.fact.value == value
