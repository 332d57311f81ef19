"""Periods that overlap, and cells narrowed to some members."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.engine.facts import FactState
from scoreline.engine.query import Filter, Query, cut
from scoreline.errors import QueryError
from scoreline.periods import Grain, Period, between
from scoreline.periods.windows import cumulative, rolling, to_date
from tests.engine.definitions import define
from tests.engine.tables import Tables, ask, cells, engine

MEASURES = """
  sold: {from: order_lines, sum: amount, at: ordered_on}
  buyers: {from: order_lines, distinct: customer_id, at: ordered_on}
  open_lines: {from: order_lines, count: id, during: [ordered_on]}
"""
FORMULAS = {"sales": "sold, unit: money", "buyer_count": "buyers, unit: count", "so_far": "open_lines, unit: count",
            "growth": "sold - previous(sold), unit: money"}  # fmt: skip


def windows(kind: str, grain: Grain) -> list[Period]:
    periods = list(between(dt.date(2024, 11, 1), dt.date(2025, 4, 1), grain))
    if kind == "rolling":
        return rolling(periods, 3)
    return to_date(periods, "year") if kind == "to date" else cumulative(periods)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.tuples(st.sampled_from("abc"), st.dates(dt.date(2024, 6, 1), dt.date(2025, 4, 30)), st.integers(1, 9)), max_size=12),
    kind=st.sampled_from(["rolling", "to date", "cumulative"]),
    grain=st.sampled_from([Grain.WEEK, Grain.MONTH]),
)
def test_a_window_is_computed_from_its_own_days(tmp_path: Path, lines: list[tuple[str, dt.date, int]], kind: str, grain: Grain) -> None:
    rows = [
        {"id": str(place), "customer_id": who, "ordered_on": day, "amount": Decimal(amount)}
        for place, (who, day, amount) in enumerate(lines)
    ]
    on = engine(Tables({"order_lines": rows}), define(tmp_path, MEASURES, **FORMULAS))
    asked = windows(kind, grain)
    found = on.run(Query(("sales", "buyer_count", "so_far", "growth"), (), tuple(asked))).to_pylist()
    assert [row["period"] for row in found] == [window.label for window in asked]

    def total(window: Period) -> int:
        return sum(amount for _, day, amount in lines if window.start <= day < window.end)

    for window, row in zip(asked, found, strict=True):
        assert row["sales"] == total(window)
        assert row["buyer_count"] == len({who for who, day, _ in lines if window.start <= day < window.end})
        assert row["so_far"] == sum(day < window.end for _, day, _ in lines)
        assert row["growth"] == total(window) - total(window.previous())


ROWS: dict[str, list[dict[str, Any]]] = {
    "customers": [{"id": "a", "name": "A", "segment": "SMB"}, {"id": "b", "name": "B", "segment": "Enterprise"}],
    "people": [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}],
    "teams": [{"id": "n", "name": "North", "kind": "team"}],
    "memberships": [{"person_id": "ann", "team_id": "n", "valid_from": dt.date(2025, 1, 10)}],
    "orders": [
        {"id": "1", "customer_id": "a", "owner_id": "ann", "ordered_on": dt.date(2025, 1, 5)},
        {"id": "2", "customer_id": "a", "owner_id": "ann", "ordered_on": dt.date(2025, 1, 15)},
        {"id": "3", "customer_id": "b", "owner_id": "ann", "ordered_on": dt.date(2025, 1, 20)},
        {"id": "4", "customer_id": "b", "owner_id": "bob", "ordered_on": dt.date(2025, 1, 20)},
    ],
}


def narrowed(name: str, *members: tuple[str, str]) -> tuple[Filter, ...]:
    return (Filter(cut(name), members),)


def test_cells_are_narrowed_to_some_members_of_any_cut() -> None:
    on = engine(Tables(ROWS))
    january = tuple(between(dt.date(2025, 1, 1), dt.date(2025, 2, 1), Grain.MONTH))

    def count(*by: str, where: tuple[Filter, ...]) -> dict[tuple[str, ...], int]:
        return cells(on.run(Query(("order_count",), tuple(cut(name) for name in by), january, where)), "order_count")

    assert count(where=narrowed("segment", ("", "SMB"))) == {("2025-01",): 2}
    assert count("person", where=narrowed("segment", ("", "Enterprise"))) == {("Ann", "2025-01"): 1, ("Bob", "2025-01"): 1}
    assert count("customer", where=narrowed("team", ("s", "n"))) == {("A", "2025-01"): 1, ("B", "2025-01"): 1}
    assert count("person", where=narrowed("person", ("s", "bob"))) == {("Bob", "2025-01"): 1}
    assert count(where=(*narrowed("person", ("s", "ann")), *narrowed("customer", ("s", "b")))) == {("2025-01",): 1}


def test_a_kpi_that_needs_a_cut_is_refused_without_it(tmp_path: Path) -> None:
    found = define(
        tmp_path, "  placed: {from: orders, count: id, at: ordered_on}",
        share="100 * placed / whole(placed), unit: percent, needs_cut: [contact_method]",
    )  # fmt: skip
    on = engine(Tables(ROWS), found)
    with pytest.raises(QueryError, match=r"share says nothing without a cut by contact_method\. Add --by contact_method"):
        ask(on, "share", per="month", start="2025-01", end="2025-01")


def test_a_value_of_several_kept_members_counts_once(tmp_path: Path) -> None:
    found = define(tmp_path, "  buyers: {from: orders, distinct: customer_id, at: ordered_on}", buyer_count="buyers, unit: count")
    on = engine(Tables(ROWS), found)
    january = tuple(between(dt.date(2025, 1, 1), dt.date(2025, 2, 1), Grain.MONTH))
    both = narrowed("person", ("s", "ann"), ("s", "bob"))
    assert cells(on.run(Query(("buyer_count",), (), january, both)), "buyer_count") == {("2025-01",): 2}


def test_nothing_is_known_where_rows_are_looked_up_in_a_table_that_was_never_loaded() -> None:
    deals = [{"id": "1", "stage_id": "won", "closed_on": dt.date(2025, 1, 5)}]
    on = engine(Tables({"deals": deals, "quotes": [{"id": "q", "sent_on": dt.date(2025, 1, 6)}]}))
    table = ask(on, "quote_to_close", per="month", start="2025-01", end="2025-01")
    assert table.fact(0, "quote_to_close").state is FactState.MISSING
    assert "No stages were loaded." in table.notes[0]
