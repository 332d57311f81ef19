"""What a dead load, a grown contract, or another program leaves in the mart's folders."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoreline.errors import MartError
from scoreline.mart import delta, parquet, versions
from scoreline.mart.columns import Column, Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.store import Mart
from tests.mart.staging import at, rows, stage


class Killed(BaseException):
    """Stands for the end of the process."""


def orders(*ids: str, day: int = 5) -> dict[str, list[dict[str, Any]]]:
    return {
        "orders": [{"id": id, "ordered_at": at(f"2020-01-{day:02} 10:00")} for id in ids],
        "order_lines": [{"id": f"l{id}", "order_id": id, "amount": 1} for id in ids],
    }


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    made = Mart.create(tmp_path / "mart")
    publish(made, stage(tmp_path, orders("1")), time_zone="UTC")
    return made


def held(mart: Mart) -> dict[str, list[Any]]:
    """The newest version's rows of the tables used here."""
    return {table: rows(mart.snapshot(), table, "id", "_load") for table in ("people", "orders", "order_lines")}


def die_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, *, call: int) -> None:
    """Die in place of the given call (the first is 1) of a function."""
    real, calls = getattr(module, name), iter(range(1, 1000))

    def dying(*given: Any, **named: Any) -> Any:
        if next(calls) == call:
            raise Killed
        return real(*given, **named)

    monkeypatch.setattr(module, name, dying)


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [(parquet, "write", 1), (parquet, "write", 2), (delta, "commit", 1), (delta, "commit", 2), (versions, "append", 1)],
)
@pytest.mark.parametrize("tables", [orders("1", "2", day=9), {"people": [{"id": "x", "name": "X"}], **orders("2")}])
def test_a_load_that_dies_at_any_step_is_not_seen_and_is_cleared_away(
    mart: Mart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int, tables: dict[str, list[dict[str, Any]]]
) -> None:
    before = held(mart)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        die_at(patch, module, name, call=call)
        publish(mart, stage(tmp_path, tables), time_zone="UTC")
    assert held(Mart(mart.path)) == before
    version = publish(mart, stage(tmp_path, {"teams": [{"id": "t", "name": "T"}]}), time_zone="UTC")
    assert held(mart) == before
    for table, known in version.tables.items():
        tip = delta.look(mart.path / table)
        assert tip.version == known.delta
        later = [path for path in (mart.path / table).rglob("*.parquet") if path.name.startswith("v000003")]
        assert later == []
    assert not (mart.path / "people").exists()
    done = publish(mart, stage(tmp_path, tables), time_zone="UTC")
    assert done.number == 3
    assert {id for (id,) in rows(mart.snapshot(), "orders", "id")} == {"1", *(row["id"] for row in tables["orders"])}


def test_files_that_a_killed_writer_left_are_removed(mart: Mart, tmp_path: Path) -> None:
    folder = mart.path / "orders" / "_month=2020-01"
    for name in ("v000002-dead.parquet", "tmp_v000002-dead.parquet"):
        (folder / name).write_bytes(b"half")
    kept = delta.look(mart.path / "orders").files[0].path
    publish(mart, stage(tmp_path, {"teams": [{"id": "t", "name": "T"}]}), time_zone="UTC")
    assert [path.relative_to(mart.path / "orders").as_posix() for path in (mart.path / "orders").rglob("*.parquet")] == [kept]


def test_a_contract_that_grew_reads_old_versions_and_takes_new_loads(mart: Mart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(mart, stage(tmp_path, {"orders": [{"id": "2", "ordered_at": at("2020-03-01 10:00")}]}), time_zone="UTC")
    grown = replace(TABLES["orders"], columns=(*TABLES["orders"].columns, Column("gift", Type.BOOLEAN)))
    monkeypatch.setitem(TABLES, "orders", grown)
    assert rows(Mart(mart.path).snapshot(), "orders", "id", "gift") == [("1", None), ("2", None)]
    publish(mart, stage(tmp_path, {"orders": [{"id": "2", "ordered_at": at("2020-03-01 10:00"), "gift": True}]}), time_zone="UTC")
    assert rows(mart.snapshot(), "orders", "id", "gift", "ordered_on") == [
        ("1", None, dt.date(2020, 1, 5)),
        ("2", True, dt.date(2020, 3, 1)),
    ]
    assert rows(mart.snapshot(2), "orders", "id", "gift") == [("1", None), ("2", None)]
    with monkeypatch.context() as patch, pytest.raises(Killed):
        die_at(patch, versions, "append", call=1)
        publish(mart, stage(tmp_path, {"orders": [{"id": "2", "ordered_at": at("2020-03-01 10:00")}]}), time_zone="UTC")
    assert rows(Mart(mart.path).snapshot(), "orders", "id", "gift") == [("1", None), ("2", True)]


@pytest.mark.parametrize("setting", ["delta.enableDeletionVectors", "delta.columnMapping.mode"])
def test_a_table_that_another_program_changed_beyond_reading_is_refused(mart: Mart, setting: str) -> None:
    log = mart.path / "orders" / "_delta_log" / "00000000000000000000.json"
    reader = '"minReaderVersion":1,"minWriterVersion":2'
    text = log.read_text("utf-8")
    assert reader in text and '"configuration":{' in text
    if setting == "delta.columnMapping.mode":
        text = text.replace('"configuration":{', f'"configuration":{{"{setting}":"name",').replace(
            reader, '"minReaderVersion":2,"minWriterVersion":5'
        )
    else:
        features = '"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]'
        text = text.replace(reader, f'"minReaderVersion":3,"minWriterVersion":7,{features}')
    log.write_text(text, "utf-8")
    with pytest.raises(MartError, match=r"orders"):
        Mart(mart.path).snapshot().relation("orders")
    assert Mart(mart.path).snapshot().relation("people")


def test_a_file_that_is_gone_is_an_error_in_words(mart: Mart, tmp_path: Path) -> None:
    for path in (mart.path / "orders" / "_delta_log").iterdir():
        path.unlink()
    with pytest.raises(MartError, match="orders"):
        Mart(mart.path).snapshot().relation("orders")
