"""The mart's folder, its versions and snapshots."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from scoreline.errors import MartError
from scoreline.mart.contracts import TABLES, stored
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.mart.store import Mart
from tests.mart.staging import at, rows, stage


def people(*names: str) -> dict[str, list[dict[str, str]]]:
    return {"people": [{"id": name, "name": name.title()} for name in names]}


def test_an_empty_mart_has_every_table_and_no_rows(tmp_path: Path) -> None:
    snapshot = Mart.create(tmp_path / "mart").snapshot()
    assert (snapshot.number, snapshot.sources, snapshot.has("orders"), snapshot.spans("orders")) == (0, (), False, ())
    with duckdb.connect() as con:
        snapshot.attach(con)
        for table in TABLES.values():
            shape = con.execute(f'DESCRIBE "{table.name}"').fetchall()
            assert [(name, type) for name, type, *_ in shape] == [(column.name, column.type.sql) for column in stored(table)]
            assert con.execute(f'SELECT count(*) FROM "{table.name}"').fetchall() == [(0,)]


def test_a_loaded_table_has_the_columns_and_types_of_its_contract(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    publish(mart, stage(tmp_path, {"orders": [{"id": "1", "ordered_at": at("2020-01-31 22:00")}]}), time_zone="UTC")
    with duckdb.connect() as con:
        mart.snapshot().attach(con)
        shape = con.execute("DESCRIBE orders").fetchall()
        assert [(name, type) for name, type, *_ in shape] == [(column.name, column.type.sql) for column in stored(TABLES["orders"])]
    assert rows(mart.snapshot(), "orders", "id", "ordered_on", "_source", "_file", "_row", "_load", "_month") == [
        ("1", dt.date(2020, 1, 31), "crm", "orders.csv", 2, 1, "2020-01")
    ]


def test_versions_are_numbered_and_every_one_stays_readable(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    publish(mart, stage(tmp_path, people("ann"), note="first"), time_zone="UTC", definitions="abc")
    publish(mart, stage(tmp_path, people("bob")), time_zone="UTC")
    assert [(version.number, version.note, version.definitions) for version in mart.versions()] == [(1, "first", "abc"), (2, "", "")]
    assert [version.tables["people"].rows for version in mart.versions()] == [1, 2]
    assert rows(mart.snapshot(1), "people", "id") == [("ann",)]
    assert rows(mart.snapshot(2), "people", "id") == rows(Mart(mart.path).snapshot(), "people", "id") == [("ann",), ("bob",)]
    assert rows(mart.snapshot(0), "people", "id") == []


def test_the_list_of_versions_stays_whole_when_it_is_made_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoreline.mart.versions._COMPACT", 3)
    mart = Mart.create(tmp_path / "mart")
    for name in "abcdefg":
        publish(mart, stage(tmp_path, people(name), note=name), time_zone="UTC")
    assert [(version.number, version.note) for version in mart.versions()] == list(enumerate("abcdefg", start=1))
    assert rows(mart.snapshot(4), "people", "id") == [("a",), ("b",), ("c",), ("d",)]


def test_declared_and_assumed_coverage(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    year = Span(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    publish(mart, stage(tmp_path, {"orders": [{"id": "1", "ordered_at": at("2020-02-03 10:00")}]}), time_zone="UTC")
    assert mart.snapshot().spans("orders") == (Span(dt.date(2020, 2, 3), dt.date(2020, 2, 4)),)
    assert not mart.snapshot().declared("orders")
    publish(mart, stage(tmp_path, {"orders": [], "refunds": []}, covers=year), time_zone="UTC")
    snapshot = mart.snapshot()
    assert snapshot.spans("orders") == snapshot.spans("refunds") == (year,)
    assert snapshot.declared("orders") and snapshot.has("refunds") and rows(snapshot, "refunds", "id") == []


@pytest.mark.parametrize("number", [2, -1, 99])
def test_an_unknown_version_is_refused(tmp_path: Path, number: int) -> None:
    mart = Mart.create(tmp_path / "mart")
    publish(mart, stage(tmp_path, people("ann")), time_zone="UTC")
    with pytest.raises(MartError, match=rf"no version {number}.*1 to 1"):
        mart.snapshot(number)


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MartError, match="nonsense"):
        Mart.create(tmp_path / "mart").snapshot().relation("nonsense")


def test_a_folder_without_a_mart_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MartError, match="no mart"):
        Mart(tmp_path)


@pytest.mark.parametrize("name", ["Данные 张", "Đặng & co", "a b", "100% sure", "a#b", "it's", 'say "x"', "{a}", "~x", "c:d;e"])
def test_a_folder_with_an_odd_name_works(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    mart = Mart.create(folder / "mart")
    tables = {"orders": [{"id": "1", "ordered_at": at("2020-01-31 22:00")}], **people("ann")}
    publish(mart, stage(tmp_path, tables), time_zone="Asia/Ho_Chi_Minh")
    publish(mart, stage(tmp_path, people("bob")), time_zone="Asia/Ho_Chi_Minh")
    assert rows(mart.snapshot(), "people", "id") == [("ann",), ("bob",)]
    assert rows(mart.snapshot(1), "orders", "ordered_on", "_month") == [(dt.date(2020, 2, 1), "2020-02")]


@pytest.mark.parametrize("name", ["a[b]", "a?b", "a]", "a*", "_month=1", "a%20b", "back\\slash", "line\nbreak", "tab\there"])
def test_a_folder_that_would_break_files_is_refused_and_left_as_it_was(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with pytest.raises(MartError, match="Choose a folder"):
        Mart.create(folder / "mart")
    assert list(folder.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_creating_twice_keeps_what_is_there(tmp_path: Path) -> None:
    mart = Mart.create(tmp_path / "mart")
    publish(mart, stage(tmp_path, people("ann")), time_zone="UTC")
    assert rows(Mart.create(tmp_path / "mart").snapshot(), "people", "id") == [("ann",)]
