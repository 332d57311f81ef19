"""Publishing: what a load changes, what it carries to children, what it refuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoreline.errors import MartError
from scoreline.mart.publish import publish, rebuild
from scoreline.mart.staged import Span, Staged, StagedTable
from scoreline.mart.store import Mart
from scoreline.mart.versions import TableCounts
from tests.mart.staging import at, rows, stage

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    return Mart.create(tmp_path / "mart")


def order(id: str, when: str, owner: str = "ann", status: str = "complete") -> dict[str, Any]:
    return {"id": id, "ordered_at": at(when), "owner_id": owner, "status": status, "currency": "USD"}


def line(id: str, order_id: str, amount: int = 1, **own: Any) -> dict[str, Any]:
    return {"id": id, "order_id": order_id, "amount": Decimal(amount), **own}


def sale(folder: Path) -> Staged:
    tables: Rows = {
        "orders": [order("1", "2020-01-05 10:00"), order("2", "2020-03-01 10:00", "bob")],
        "order_lines": [line("a", "1", product_id="pen"), line("b", "2"), line("c", "9", owner_id="own", ordered_on=dt.date(2020, 5, 1))],
        "invoices": [{"id": "i", "order_id": "1", "issued_at": at("2020-02-01 10:00"), "amount": 1}],
        "payments": [{"id": "p", "invoice_id": "i", "paid_at": at("2020-02-11 10:00"), "amount": 1}],
        "refunds": [{"id": "r", "order_id": "1", "order_line_id": "a", "refunded_at": at("2020-02-11 10:00"), "amount": 1}],
    }
    return stage(folder, tables)


def test_loading_the_same_again_changes_nothing(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    files = sorted((mart.path).rglob("*.parquet"))
    version = publish(mart, sale(tmp_path), time_zone="UTC", definitions="other")
    assert version.number == 1 and [known.number for known in mart.versions()] == [1]
    assert {name: (c.new, c.changed, c.deleted) for name, c in version.counts.items()} == dict.fromkeys(version.tables, (0, 0, 0))
    assert version.counts["order_lines"] == TableCounts(read=3, unchanged=3)
    assert sorted(mart.path.rglob("*.parquet")) == files


def test_lines_carry_their_orders_columns_and_keep_their_own_where_the_order_is_unknown(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    assert rows(mart.snapshot(), "order_lines", "id", "owner_id", "status", "ordered_on", "_month") == [
        ("a", "ann", "complete", dt.date(2020, 1, 5), "2020-01"),
        ("b", "bob", "complete", dt.date(2020, 3, 1), "2020-03"),
        ("c", "own", None, dt.date(2020, 5, 1), "2020-05"),
    ]
    assert rows(mart.snapshot(), "payments", "id", "owner_id") == [("p", "ann")]
    assert rows(mart.snapshot(), "refunds", "id", "owner_id", "product_id") == [("r", "ann", "pen")]


def test_a_changed_order_rewrites_its_lines_and_moves_them_to_their_new_month(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    version = publish(mart, stage(tmp_path, {"orders": [order("1", "2020-03-07 10:00", "eve")]}), time_zone="UTC")
    assert rows(mart.snapshot(), "order_lines", "id", "owner_id", "ordered_on", "_month", "_load")[:2] == [
        ("a", "eve", dt.date(2020, 3, 7), "2020-03", 2),
        ("b", "bob", dt.date(2020, 3, 1), "2020-03", 1),
    ]
    assert rows(mart.snapshot(), "orders", "id", "_month") == [("1", "2020-03"), ("2", "2020-03")]
    assert rows(mart.snapshot(), "invoices", "owner_id") == rows(mart.snapshot(), "payments", "owner_id") == [("eve",)]
    assert rows(mart.snapshot(), "refunds", "owner_id") == [("eve",)]
    assert version.counts == dict.fromkeys(["order_lines", "invoices", "payments", "refunds"], TableCounts(changed=1)) | {
        "orders": TableCounts(read=1, changed=1)
    }
    assert rows(mart.snapshot(1), "order_lines", "id", "owner_id", "_month")[0] == ("a", "ann", "2020-01")


def test_a_changed_line_reaches_the_refunds_product(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    publish(mart, stage(tmp_path, {"order_lines": [line("a", "1", product_id="ink")]}), time_zone="UTC")
    assert rows(mart.snapshot(), "refunds", "owner_id", "product_id") == [("ann", "ink")]


def test_an_order_that_comes_late_fills_its_lines(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    publish(mart, stage(tmp_path, {"orders": [order("9", "2020-04-01 10:00", "zoe")]}), time_zone="UTC")
    assert rows(mart.snapshot(), "order_lines", "id", "owner_id", "_month")[2] == ("c", "zoe", "2020-04")


def test_orders_loaded_after_their_lines_fill_them(mart: Mart, tmp_path: Path) -> None:
    publish(mart, stage(tmp_path, {"order_lines": [line("a", "1")]}), time_zone="UTC")
    assert rows(mart.snapshot(), "order_lines", "id", "_month") == [("a", "none")]
    publish(mart, stage(tmp_path, {"orders": [order("1", "2020-01-05 10:00")]}), time_zone="UTC")
    assert rows(mart.snapshot(), "order_lines", "id", "owner_id", "_month") == [("a", "ann", "2020-01")]


def test_a_row_keeps_what_it_carried_when_its_parent_goes(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    publish(mart, stage(tmp_path, {"orders": [order("2", "2020-03-01 10:00", "bob")]}, mode="snapshot"), time_zone="UTC")
    assert rows(mart.snapshot(), "orders", "id") == [("2",)]
    assert rows(mart.snapshot(), "order_lines", "id", "owner_id", "_month")[0] == ("a", "ann", "2020-01")


def test_sources_are_kept_apart(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    other: Rows = {"orders": [order("1", "2020-01-09 10:00", "shop")], "order_lines": [line("a", "1"), line("z", "2")]}
    publish(mart, stage(tmp_path, other, source="shop", mode="snapshot"), time_zone="UTC")
    assert rows(mart.snapshot(), "order_lines", "_source", "id", "owner_id") == [
        ("crm", "a", "ann"), ("crm", "b", "bob"), ("crm", "c", "own"), ("shop", "a", "shop"), ("shop", "z", None),
    ]  # fmt: skip
    assert mart.snapshot().sources == ("crm", "shop")
    assert mart.snapshot().version.tables["order_lines"].sources == ("crm", "shop")


def test_a_snapshot_deletes_the_sources_missing_keys_within_its_span(mart: Mart, tmp_path: Path) -> None:
    tables: Rows = {"orders": [order("1", "2020-01-05 10:00"), order("2", "2020-01-31 23:59"), order("3", "2020-02-01 00:00")]}
    publish(mart, stage(tmp_path, tables), time_zone="UTC")
    january = Span(dt.date(2020, 1, 1), dt.date(2020, 2, 1))
    version = publish(mart, stage(tmp_path, {"orders": tables["orders"][:1]}, mode="snapshot", covers=january), time_zone="UTC")
    assert rows(mart.snapshot(), "orders", "id") == [("1",), ("3",)]
    assert version.counts["orders"] == TableCounts(read=1, unchanged=1, deleted=1)
    publish(mart, stage(tmp_path, {"orders": []}, mode="snapshot"), time_zone="UTC")
    assert rows(mart.snapshot(), "orders", "id") == []
    assert mart.snapshot().has("orders")
    publish(mart, stage(tmp_path, tables), time_zone="UTC")
    assert rows(mart.snapshot(), "orders", "id") == [("1",), ("2",), ("3",)]


def test_only_touched_months_are_written_again(mart: Mart, tmp_path: Path) -> None:
    publish(mart, sale(tmp_path), time_zone="UTC")
    before = set((mart.path / "orders").rglob("*.parquet"))
    publish(mart, stage(tmp_path, {"orders": [order("2", "2020-03-01 10:00", "eve")]}), time_zone="UTC")
    (written,) = set((mart.path / "orders").rglob("*.parquet")) - before
    assert written.parent.name == "_month=2020-03"


def test_a_small_load_meets_its_rows_in_a_large_table(mart: Mart, tmp_path: Path) -> None:
    months = [f"2020-{month:02}-05 10:00" for month in range(1, 13)]
    many: Rows = {"orders": [order(str(i), months[i % 12]) for i in range(60)]}
    publish(mart, stage(tmp_path, many), time_zone="UTC")
    few: Rows = {"orders": [order("7", months[7]), order("8", months[1], "eve"), order("new", months[2])]}
    version = publish(mart, stage(tmp_path, few), time_zone="UTC")
    assert version.counts["orders"] == TableCounts(read=3, new=1, changed=1, unchanged=1)
    expected = {(row["id"], row["owner_id"], f"{row['ordered_at']:%Y-%m}") for row in [*many["orders"], *few["orders"]]} - {
        ("8", "ann", "2020-09")
    }
    assert set(rows(mart.snapshot(), "orders", "id", "owner_id", "_month")) == expected


def test_event_days_follow_the_time_zone_and_a_new_one_rebuilds(mart: Mart, tmp_path: Path) -> None:
    tables: Rows = {
        "orders": [order("1", "2020-01-31 20:00"), order("2", "2020-06-15 12:00")],
        "order_lines": [line("a", "1"), line("b", "2")],
    }
    publish(mart, stage(tmp_path, tables), time_zone="UTC")
    version = rebuild(mart, "Asia/Ho_Chi_Minh")
    assert (version.number, version.time_zone) == (2, "Asia/Ho_Chi_Minh")
    assert version.counts == {"orders": TableCounts(changed=1), "order_lines": TableCounts(changed=1)}
    for table in ("orders", "order_lines"):
        assert rows(mart.snapshot(), table, "ordered_on", "_month") == [
            (dt.date(2020, 2, 1), "2020-02"), (dt.date(2020, 6, 15), "2020-06"),
        ]  # fmt: skip
        assert rows(mart.snapshot(1), table, "_month") == [("2020-01",), ("2020-06",)]
    assert rebuild(mart, "Asia/Ho_Chi_Minh").number == 2


def test_a_load_in_a_new_time_zone_rebuilds_first(mart: Mart, tmp_path: Path) -> None:
    publish(mart, stage(tmp_path, {"orders": [order("1", "2020-01-31 20:00")]}), time_zone="UTC")
    version = publish(mart, stage(tmp_path, {"orders": [order("2", "2020-01-31 20:00")]}), time_zone="Asia/Ho_Chi_Minh")
    assert [known.time_zone for known in mart.versions()] == ["UTC", "Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh"]
    assert version.counts["orders"] == TableCounts(read=1, new=1)
    assert rows(mart.snapshot(), "orders", "_month") == [("2020-02",), ("2020-02",)]


def test_daylight_saving_decides_the_day(mart: Mart, tmp_path: Path) -> None:
    moments = ["2020-01-31 22:59", "2020-01-31 23:00", "2020-07-31 21:59", "2020-07-31 22:00"]
    publish(mart, stage(tmp_path, {"orders": [order(str(i), moment) for i, moment in enumerate(moments)]}), time_zone="Europe/Berlin")
    assert rows(mart.snapshot(), "orders", "id", "_month") == [("0", "2020-01"), ("1", "2020-02"), ("2", "2020-07"), ("3", "2020-08")]


def test_a_staged_view_over_parquet_is_taken_too(mart: Mart, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "view.duckdb")) as con:
        con.execute(f"COPY (SELECT 'x' AS id, 'X' AS name) TO '{tmp_path}/people.parquet'")
        con.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{tmp_path}/people.parquet')")
    publish(mart, Staged(tmp_path / "view.duckdb", "erp", (StagedTable("people", read=1),)), time_zone="UTC")
    assert rows(mart.snapshot(), "people", "id", "name", "email", "_source", "_file") == [("x", "X", None, "erp", "")]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"people": [{"id": "x", "name": "X"}], "orders": [order("1", "2020-01-01"), order("1", "2020-01-02")]}, r"orders: .* id 1\."),
        ({"people": [{"id": "x", "name": "X"}], "orders": [{"ordered_at": at("2020-01-01")}]}, "orders: A row has no key"),
        (
            {"memberships": [{"person_id": "x", "team_id": "t", "valid_from": dt.date(2020, 1, 1)}] * 2},
            "person_id x, team_id t, valid_from 2020-01-01",
        ),
    ],
)
def test_a_load_with_a_broken_key_is_refused_whole(mart: Mart, tmp_path: Path, tables: Rows, message: str) -> None:
    publish(mart, stage(tmp_path, {"people": [{"id": "y", "name": "Y"}]}), time_zone="UTC")
    with pytest.raises(MartError, match=message):
        publish(mart, stage(tmp_path, tables), time_zone="UTC")
    assert [version.number for version in mart.versions()] == [1]
    assert rows(mart.snapshot(), "people", "id") == [("y",)]
    publish(mart, stage(tmp_path, {"people": [{"id": "x", "name": "X"}]}), time_zone="UTC")
    assert rows(mart.snapshot(), "people", "id", "_load") == [("x", 2), ("y", 1)]


def test_a_load_that_names_what_is_not_there_is_refused(mart: Mart, tmp_path: Path) -> None:
    staged = stage(tmp_path, {"people": []})
    for tables, message in [
        ((StagedTable("nonsense"),), "no table"),
        ((StagedTable("people"), StagedTable("people")), "stands twice"),
        ((StagedTable("orders"),), "not in the staged file"),
    ]:
        with pytest.raises(MartError, match=message):
            publish(mart, Staged(staged.database, "crm", tables), time_zone="UTC")
    with pytest.raises(MartError, match="rows of one source"):
        publish(mart, Staged(stage(tmp_path, {"people": [{"id": "x", "name": "X"}]}).database, "other", staged.tables), time_zone="UTC")
    with pytest.raises(MartError, match="not a time zone"):
        publish(mart, staged, time_zone="Mars/Olympus")
    with duckdb.connect(str(tmp_path / "odd.duckdb")) as con:
        con.execute("CREATE TABLE people AS SELECT 'x' AS id, 'X' AS nickname")
    with pytest.raises(MartError, match="nickname"):
        publish(mart, Staged(tmp_path / "odd.duckdb", "crm", staged.tables), time_zone="UTC")
    assert mart.versions() == []


def test_a_snapshot_with_a_span_deletes_rows_without_a_day_too(mart: Mart, tmp_path: Path) -> None:
    year = Span(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    early = {"id": "early", "stage_id": "s", "opened_at": at("2019-05-01 10:00")}
    kept, gone = {"id": "kept", "stage_id": "s"}, {"id": "gone", "stage_id": "s"}
    publish(mart, stage(tmp_path, {"deals": [early, kept, gone]}, mode="snapshot"), time_zone="UTC")
    publish(mart, stage(tmp_path, {"deals": [{"id": "other", "stage_id": "s"}]}, source="erp"), time_zone="UTC")
    version = publish(mart, stage(tmp_path, {"deals": [kept]}, mode="snapshot", covers=year), time_zone="UTC")
    assert version.counts["deals"].deleted == 1
    assert rows(mart.snapshot(), "deals", "id") == [("early",), ("kept",), ("other",)]
