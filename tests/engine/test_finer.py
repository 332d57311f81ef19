"""A state made from a finer one is the state that the rows give."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.engine.engine import Engine
from scoreline.kpis.registry import Registry
from tests.engine.definitions import define
from tests.engine.tables import Tables, ask, engine

MEASURES = """
  sold: {from: order_lines, sum: amount, at: ordered_on}
  lines: {from: order_lines, count: id, at: ordered_on, where: amount > 2}
  buyers: {from: order_lines, distinct: customer_id, at: ordered_on}
  fresh: {from: order_lines, distinct: customer_id, at: ordered_on, seen: first}
  middle: {from: order_lines, median: amount, at: ordered_on}
  so_far: {from: order_lines, sum: amount, during: [ordered_on]}
"""
KPIS = ("sales", "line_count", "buyer_count", "fresh_count", "middle_line", "all_sales")
ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["ann", "bob", None]),
        st.dates(dt.date(2021, 11, 1), dt.date(2022, 3, 1)),
        st.integers(1, 5),
    ),
    max_size=12,
)


def definitions(folder: Path) -> Registry:
    return define(
        folder, MEASURES, sales="sold, unit: money", line_count="lines, unit: count", buyer_count="buyers, unit: count",
        fresh_count="fresh, unit: count", middle_line="middle, unit: money", all_sales="so_far, unit: money",
    )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, first=st.sampled_from([("person", "week"), ("person", "month"), ("person", "day")]))
def test_a_state_from_a_finer_one(tmp_path: Path, rows: list[tuple[str, str | None, dt.date, int]], first: tuple[str, str]) -> None:
    lines = [
        {"id": str(place), "customer_id": who, "owner_id": owner, "ordered_on": day, "amount": Decimal(amount)}
        for place, (who, owner, day, amount) in enumerate(rows)
    ]
    tables = Tables({"order_lines": lines, "people": [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}]})
    found = definitions(tmp_path)
    warm, fresh = engine(tables, found), engine(tables, found)
    ask(warm, *KPIS, by=[first[0]], per=first[1], start="2021-12", end="2022-02")
    assert answers(warm) == answers(fresh)


def answers(on: Engine) -> list[dict[str, Any]]:
    return [
        row
        for by in ([], ["person"])
        for per in ("month", "day")
        for row in ask(on, *KPIS, by=by, per=per, start="2021-12", end="2022-02").to_pylist()
    ]


def test_no_row_is_read_again(tmp_path: Path) -> None:
    lines = [{"id": "1", "customer_id": "a", "owner_id": "ann", "ordered_on": dt.date(2022, 1, 5), "amount": Decimal(3)}]
    on = engine(Tables({"order_lines": lines, "people": [{"id": "ann", "name": "Ann"}]}), definitions(tmp_path))
    ask(on, *KPIS, by=["person"], per="week", start="2021-12", end="2022-02")
    on.con.execute("DELETE FROM order_lines")
    assert ask(on, *KPIS, per="month", start="2022-01", end="2022-01").to_pylist() == [
        {"period": "2022-01", "sales": 3, "line_count": 1, "buyer_count": 1, "fresh_count": 1, "middle_line": 3, "all_sales": 3}
    ]
