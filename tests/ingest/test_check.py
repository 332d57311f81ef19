"""Rows against their contract: what is refused, what is kept, what is counted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.ingest import RefusedRowsError
from tests.ingest.staging_help import CUSTOMERS, rows, run

LINES = """
source: shop
files:
  lines: {path: lines.csv}
tables:
  order_lines:
    from: lines
    columns: {id: id, order_id: order, product_id: product, amount: amount, quantity: quantity}
"""
STAGES = """
source: shop
files: {stages: stages.csv}
tables:
  stages:
    from: stages
    columns: {id: id, name: id, kind: {column: kind, map: {Gewonnen: won}}, probability: p, position: n, pipeline: {value: 7}}
"""


def test_amounts(tmp_path: Path) -> None:
    text = "id,order,product,amount,quantity\n1,o,p,-5.50,1\n2,o,p,NaN,1\n3,o,p,inf,1\n4,o,p,,1\n5,o,p,123456789012345,1\n6,o,p,abc,1\n"
    text += '7,o,p,"1,234",1\n8,,p,1,1\n9,o,p,$115.00K,\n'
    result = run(tmp_path, {"lines.csv": text}, LINES)
    assert rows(result, "order_lines", "id, amount, quantity, _row") == [("1", Decimal("-5.5"), 1, 2), ("9", Decimal(115000), None, 10)]
    found = {r.row: (r.column, r.value, r.reason) for r in result.refusals}
    assert sorted(n for n in found if n) == [3, 4, 5, 6, 7, 8, 9]
    assert found[3] == ("amount", "NaN", "NaN is not a number; leave the cell empty where the value is unknown")
    assert "required" in found[5][2]
    assert "too large" in found[6][2]
    assert "two ways" in found[8][2]
    assert found[9][0] == "order_id"
    assert (result.staged.tables[0].read, result.staged.tables[0].refused) == (9, 7)


def test_columns_that_no_mapping_fills_are_there_and_empty(tmp_path: Path) -> None:
    result = run(tmp_path, {"lines.csv": "id,order,product,amount,quantity\n1,o,p,1,1\n"}, LINES)
    assert rows(result, "order_lines", "unit_cost, currency, ordered_on") == [(None, None, None)]


def test_values_maps_and_shares(tmp_path: Path) -> None:
    text = "id,kind,p,n\na,Gewonnen,100%,1\nb,OPEN,.5,2\nc,maybe,0,3\nd,lost,1.5,4\ne,lost,0,4.5\n"
    result = run(tmp_path, {"stages.csv": text}, STAGES)
    assert rows(result, "stages", "id, kind, probability, pipeline") == [("a", "won", 1, "7"), ("b", "open", Decimal("0.5"), "7")]
    reasons = {r.row: r.reason for r in result.refusals}
    assert "open, won, lost" in reasons[4]
    assert "between 0 and 1" in reasons[5]
    assert "whole number" in reasons[6]


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    text = "id,name\n1,a\n2,b\n1,a\n2,other\n3,c\n3,c\n3,c\n"
    result = run(tmp_path, {"buyers.csv": text}, CUSTOMERS)
    assert rows(result, "customers", "id, _row") == [("1", 2), ("3", 6)]
    assert [(r.row, r.key) for r in result.refusals] == [(3, "2"), (5, "2")]
    assert "rows 3 to 5" in result.refusals[0].reason
    assert result.notes == ("customers: 3 rows were identical to another and were taken once.",)


def test_ambiguous_and_declared_dates(tmp_path: Path) -> None:
    mapping = CUSTOMERS.replace("name: name}", "name: name, created_at: since}")
    text = "id,name,since\n1,a,01/02/2026\n2,b,2026-02-01T10:00\n3,c,2026-02-01T10:00+00:00\n4,d,2026-02-01\n"
    result = run(tmp_path, {"buyers.csv": text}, mapping, time_zone="Asia/Ho_Chi_Minh")
    (refusal,) = result.refusals
    assert (refusal.row, refusal.column, refusal.value) == (2, "created_at", "01/02/2026")
    got = rows(result, "customers", "id, created_at AT TIME ZONE 'UTC'")
    assert got == [("2", dt.datetime(2026, 2, 1, 3)), ("3", dt.datetime(2026, 2, 1, 10)), ("4", dt.datetime(2026, 1, 31, 17))]
    declared = mapping.replace("created_at: since", "created_at: {column: since, date: '%d/%m/%Y'}")
    assert rows(run(tmp_path, {"buyers.csv": text}, declared), "customers", "created_at::DATE")[0] == (dt.date(2026, 2, 1),)


def test_an_empty_currency_is_the_workspaces(tmp_path: Path) -> None:
    mapping = """
source: shop
files: {orders: orders.csv}
tables: {orders: {from: orders, columns: {id: id, ordered_at: day, currency: money}}}
"""
    result = run(tmp_path, {"orders.csv": "id,day,money\n1,2026-02-01,\n2,2026-02-01,EUR\n"}, mapping)
    assert rows(result, "orders", "currency") == [("USD",), ("EUR",)] or rows(result, "orders", "id, currency") == [
        ("1", "USD"),
        ("2", "EUR"),
    ]
    without = mapping.replace(", currency: money", "")
    assert rows(run(tmp_path, {}, without), "orders", "DISTINCT currency") == [("USD",)]


@pytest.mark.parametrize(("bad", "loads"), [(1, True), (2, False)])
def test_more_than_the_limit_loads_nothing_and_keeps_the_refusals(tmp_path: Path, bad: int, loads: bool) -> None:
    """One of a hundred is 1 %: the limit itself is allowed."""
    text = "id,name\n" + "".join(f"{n},{'' if n < bad else 'x'}\n" for n in range(100))
    if loads:
        result = run(tmp_path, {"buyers.csv": text}, CUSTOMERS, refused_limit=0.01)
        assert result.staged.tables[0].refused == bad
        return
    with pytest.raises(RefusedRowsError) as caught:
        run(tmp_path, {"buyers.csv": text}, CUSTOMERS, refused_limit=0.01)
    assert [r.row for r in caught.value.refusals] == [2, 3]
    assert "2 of 100 rows" in caught.value.what


def test_unreadable_and_refused_rows_count_together(tmp_path: Path) -> None:
    text = "id,name\n" + "ragged\n" + "7,\n" + "".join(f"{n},x\n" for n in range(100, 198))
    with pytest.raises(RefusedRowsError):
        run(tmp_path, {"buyers.csv": text}, CUSTOMERS, refused_limit=0.015)
    assert run(tmp_path, {}, CUSTOMERS, refused_limit=0.02).staged.tables[0].refused == 2


def test_references_that_point_nowhere_are_reported_and_kept(tmp_path: Path) -> None:
    mapping = """
source: shop
files: {lines: lines.csv, goods: goods.csv}
tables:
  products: {from: goods, columns: {id: id, name: id}}
  order_lines: {from: lines, columns: {id: id, order_id: order, product_id: product, amount: amount}}
"""
    files = {"goods.csv": "id\np1\np2\n", "lines.csv": "id,order,product,amount\n1,o,p1,1\n2,o,px,1\n3,o,py,1\n4,o,px,1\n5,o,,1\n"}
    result = run(tmp_path, files, mapping)
    (unknown,) = result.unknown_references
    assert (unknown.table, unknown.column, unknown.rows, unknown.values, unknown.examples) == (
        "order_lines",
        "product_id",
        3,
        2,
        ("px", "py"),
    )
    assert len(rows(result, "order_lines")) == 5
    known = {"products": "(SELECT 'px' AS id, 'shop' AS _source)", "orders": "(SELECT 'o' AS id, 'other' AS _source)"}
    found = {item.column: item.examples for item in run(tmp_path, {}, mapping, known=known).unknown_references}
    assert found == {"order_id": ("o",), "product_id": ("py",)}
