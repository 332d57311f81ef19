"""What a measure can be: percentiles, values seen before, rows known by a day, entries still open, stocks at either end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.engine.engine import Engine
from scoreline.mart.staged import Span
from tests.engine.definitions import define
from tests.engine.tables import Tables, ask, cells, engine

PEOPLE = [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}]
TEAMS = [{"id": "t", "name": "T", "kind": "team"}]
SEATS = [{"person_id": who, "team_id": "t", "valid_from": dt.date(2020, 1, 1)} for who in ("ann", "bob")]


def order(id: str, customer: str, day: str, owner: str = "ann", **more: Any) -> dict[str, Any]:
    return {"id": id, "customer_id": customer, "owner_id": owner, "ordered_on": dt.date.fromisoformat(day), **more}


BUYERS = """
  buyers: {from: orders, distinct: customer_id, at: ordered_on}
  fresh: {from: orders, distinct: customer_id, at: ordered_on, seen: first}
  loyal: {from: orders, distinct: customer_id, at: ordered_on, seen: again}
"""


def buying(tmp_path: Path, orders: list[dict[str, Any]]) -> Engine:
    names = {name: f"{name}, unit: count" for name in ("buyers", "fresh", "loyal")}
    found = define(tmp_path, BUYERS, **{f"{name}_count": formula for name, formula in names.items()})
    return engine(Tables({"orders": orders, "people": PEOPLE, "teams": TEAMS, "memberships": SEATS}), found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    orders=st.lists(
        st.tuples(st.sampled_from("abc"), st.dates(dt.date(2021, 10, 1), dt.date(2022, 4, 30)), st.sampled_from(["ann", "bob"])),
        max_size=12,
    ),
    per=st.sampled_from(["day", "month", "quarter"]),
    by=st.sampled_from([(), ("person",), ("team",)]),
)
def test_values_seen_before(tmp_path: Path, orders: list[tuple[str, dt.date, str]], per: str, by: tuple[str, ...]) -> None:
    on = buying(tmp_path, [order(str(place), *(who, str(day), owner)) for place, (who, day, owner) in enumerate(orders)])
    table = ask(on, "buyers_count", "fresh_count", "loyal_count", by=by, per=per, start="2021-12", end="2022-03")
    periods = table.query.periods
    for row in table.to_pylist():
        period = next(item for item in periods if item.label == row["period"])
        owner = {None: None, "Ann": "ann", "Bob": "bob", "T": None}[row[by[0]] if by else None]
        own = {(who, day) for who, day, whose in orders if owner in (None, whose)}
        now = {who for who, day in own if period.start <= day < period.end}
        earlier = {who for who, day in own if day < period.start}
        before = {who for who, day in own if period.previous().start <= day < period.start}
        assert (row["buyers_count"], row["fresh_count"], row["loyal_count"]) == (len(now), len(now - earlier), len(now & before))


@pytest.mark.parametrize("per", ["day", "month"])
def test_quantiles_are_interpolated_between_the_rows_next_to_their_place(tmp_path: Path, per: str) -> None:
    day = dt.date(2025, 1, 1)
    deals = [{"id": str(n), "owner_id": "ann", "closed_on": day, "opened_on": day - dt.timedelta(days=n)} for n in (10, 20, 20, 40)]
    measures = """
  middle: {from: deals, median: closed_on - opened_on, at: closed_on}
  upper: {from: deals, p75: closed_on - opened_on, at: closed_on}
  longest: {from: deals, max: closed_on - opened_on, at: closed_on}
"""
    found = define(tmp_path, measures, mid="middle, unit: days", up="upper, unit: days", top="longest, unit: days")
    on = engine(Tables({"deals": deals}), found)
    row = ask(on, "mid", "up", "top", per=per, start="2025-01-01", end="2025-01-01").to_pylist()[0]
    assert (row["mid"], row["up"], row["top"]) == (20, 25, 40)


def test_what_was_known_by_the_periods_end(tmp_path: Path) -> None:
    touches = [
        {"id": "1", "scheduled_on": dt.date(2025, 1, 10), "done_on": dt.date(2025, 1, 20)},
        {"id": "2", "scheduled_on": dt.date(2025, 1, 10), "done_on": dt.date(2025, 2, 1)},
        {"id": "3", "scheduled_on": dt.date(2025, 1, 31), "done_on": dt.date(2025, 1, 1)},
        {"id": "4", "scheduled_on": dt.date(2025, 1, 31)},
    ]
    found = define(tmp_path, "  kept: {from: activities, count: id, at: scheduled_on, known_by: done_on}", kept_count="kept, unit: count")
    on = engine(Tables({"activities": touches}), found)
    assert cells(ask(on, "kept_count", per="month", start="2025-01", end="2025-02"), "kept_count") == {("2025-01",): 2, ("2025-02",): 0}
    assert cells(ask(on, "kept_count", per="quarter", start="2025-Q1", end="2025-Q1"), "kept_count") == {("2025-Q1",): 3}


def test_only_the_last_days_are_still_open(tmp_path: Path) -> None:
    leads = [{"id": str(day), "created_on": dt.date(2025, 1, day)} for day in (1, 21, 22, 31)]
    found = define(tmp_path, "  open: {from: leads, count: id, at: created_on, within: 10}", open_count="open, unit: count")
    on = engine(Tables({"leads": leads}, {"leads": (Span(dt.date(2025, 1, 1), dt.date(2025, 2, 1)),)}), found)
    assert cells(ask(on, "open_count", per="month", start="2025-01", end="2025-01"), "open_count") == {("2025-01",): 2}


@pytest.mark.parametrize("last", ["2025-02-28", "2024-06-30", "2024-08-31", "2025-12-31", "2024-02-29"])
def test_half_years_that_are_not_over_are_still_open(tmp_path: Path, last: str) -> None:
    covered = Span(dt.date(2020, 1, 1), dt.date.fromisoformat(last) + dt.timedelta(days=1))
    days = [covered.end - dt.timedelta(days=back) for back in range(175, 190)]
    found = define(tmp_path, "  open: {from: leads, count: id, at: created_on, within: half_year}", open_count="open, unit: count")
    leads = [{"id": str(day), "created_on": day} for day in days]
    on = engine(Tables({"leads": leads}, {"leads": (covered,)}), found)
    years = cells(ask(on, "open_count", per="year", start=str(days[-1].year), end=last[:4]), "open_count")
    with duckdb.connect() as con:
        text = "SELECT count(*) FROM unnest($1) AS t(d) WHERE d + INTERVAL 6 MONTH > $2"
        ((wanted,),) = con.execute(text, [days, covered.end]).fetchall()
    assert sum(value or 0 for value in years.values()) == wanted


def test_stocks_at_a_periods_start_at_its_end_and_for_ever(tmp_path: Path) -> None:
    contracts = [
        {"customer_id": "a", "valid_from": dt.date(2025, 1, 10), "valid_to": dt.date(2025, 2, 1)},
        {"customer_id": "b", "valid_from": dt.date(2025, 2, 1)},
    ]
    measures = """
  at_start: {from: contracts, count: customer_id, during: [valid_from, valid_to], stands: start}
  at_end: {from: contracts, count: customer_id, during: [valid_from, valid_to]}
  ever: {from: contracts, count: customer_id, during: [valid_from]}
"""
    found = define(tmp_path, measures, s="at_start, unit: count", e="at_end, unit: count", v="ever, unit: count")
    on = engine(Tables({"contracts": contracts}), found)
    rows = [tuple(row.values())[1:] for row in ask(on, "s", "e", "v", per="month", start="2025-01", end="2025-03").to_pylist()]
    assert rows == [(0, 1, 1), (1, 1, 2), (1, 1, 2)]


def test_a_share_of_the_whole_and_what_stands_beside_it(tmp_path: Path) -> None:
    orders = [
        order("1", "a", "2025-01-05", contact_method="phone"),
        order("2", "b", "2025-01-05", contact_method="shop"),
        order("3", "b", "2025-01-05", contact_method="shop"),
        order("4", "b", "2025-01-05", contact_method="shop", owner="bob"),
    ]
    measures = "  placed: {from: orders, count: id, at: ordered_on}"
    formula = "100 * placed / whole(placed), unit: percent, needs_cut: [contact_method], beside: {daily: placed / days}"
    found = define(tmp_path, measures, share=formula)
    on = engine(Tables({"orders": orders, "people": PEOPLE}), found)
    table = ask(on, "share", by=["contact_method"], per="month", start="2025-01", end="2025-01")
    assert cells(table, "share") == {("phone", "2025-01"): 25, ("shop", "2025-01"): 75}
    assert table.beside.column("share: daily").to_pylist() == [pytest.approx(1 / 31), pytest.approx(3 / 31)]
    both = cells(ask(on, "share", by=["person", "contact_method"], per="month", start="2025-01", end="2025-01"), "share")
    assert both[("Ann", "phone", "2025-01")] == pytest.approx(100 / 3)
    assert both[("Bob", "shop", "2025-01")] == 100


def test_money_stays_exact_where_values_are_counted(tmp_path: Path) -> None:
    deals = [{"id": str(n), "closed_on": dt.date(2025, 1, 1), "amount": Decimal("0.1")} for n in range(3)]
    found = define(tmp_path, "  greatest: {from: deals, max: amount, at: closed_on}", top="greatest, unit: money")
    on = engine(Tables({"deals": deals}), found)
    assert cells(ask(on, "top", per="month", start="2025-01", end="2025-01"), "top") == {("2025-01",): Decimal("0.1")}


def test_dividing_by_zero_gives_nothing(tmp_path: Path) -> None:
    """A row whose expression divides by zero does not enter; a condition that does is not met."""
    found = define(
        tmp_path,
        """
  unit_prices: {from: order_lines, sum: amount / quantity, at: ordered_on}
  halves: {from: order_lines, sum: 1 / (2 * (quantity - 1) / 2), at: ordered_on}
  dear: {from: order_lines, count: id, at: ordered_on, where: amount / quantity > 4}
""",
        prices="unit_prices, unit: money",
        parts="halves, unit: ratio",
        dear_lines="dear, unit: count",
    )
    lines = [
        {"id": str(place), "order_id": "o", "ordered_on": dt.date(2025, 1, 1), "amount": Decimal(10), "quantity": Decimal(quantity)}
        for place, quantity in enumerate((0, 1, 2, 4))
    ]
    on = engine(Tables({"order_lines": lines}), found)
    row = ask(on, "prices", "parts", "dear_lines", per="month", start="2025-01", end="2025-01").to_pylist()[0]
    assert (row["prices"], row["dear_lines"]) == (pytest.approx(17.5), 2)
    assert row["parts"] == pytest.approx(-1 + 1 + 1 / 3)
