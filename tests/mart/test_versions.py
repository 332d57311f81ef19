"""What a version says of its tables: the days of each source, how they are written, and those of older releases."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from scoreline.mart import versions
from scoreline.mart.coverage import declared
from scoreline.mart.publish import publish
from scoreline.mart.staged import Mode, Span
from scoreline.mart.store import Mart
from scoreline.mart.versions import TableVersion, Version
from tests.mart.staging import at, stage

JAN, FEB, MAR = (Span(dt.date(2024, month, 1), dt.date(2024, month + 1, 1)) for month in (1, 2, 3))
QUARTER = Span(JAN.start, MAR.end)


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    return Mart.create(tmp_path / "mart")


def orders(mart: Mart, folder: Path, source: str, covers: Span | None, *days: str, mode: Mode = "upsert") -> TableVersion:
    rows = [{"id": day, "ordered_at": at(f"{day} 12:00")} for day in days]
    return publish(mart, stage(folder, {"orders": rows}, source=source, covers=covers, mode=mode), time_zone="UTC").tables["orders"]


def test_each_source_keeps_its_own_days(mart: Mart, tmp_path: Path) -> None:
    orders(mart, tmp_path, "a", QUARTER)
    orders(mart, tmp_path, "b", JAN)
    orders(mart, tmp_path, "b", FEB)
    table = orders(mart, tmp_path, "c", None, "2024-01-05", "2024-01-20")
    assert table.by_source["a"] == declared(QUARTER)
    assert table.by_source["b"] == declared(Span(JAN.start, FEB.end))
    assert (table.by_source["c"].spans, table.by_source["c"].assumed) == ((Span(dt.date(2024, 1, 5), dt.date(2024, 1, 21)),), True)
    assert table.coverage == declared(QUARTER)


def test_a_gap_of_one_source_is_not_filled_by_another(mart: Mart, tmp_path: Path) -> None:
    orders(mart, tmp_path, "a", JAN)
    orders(mart, tmp_path, "b", FEB)
    orders(mart, tmp_path, "a", MAR)
    snapshot = mart.snapshot()
    assert snapshot.spans("orders") == (QUARTER,)
    assert snapshot.spans("orders", "a") == (JAN, MAR)
    assert snapshot.spans("orders", "b") == (FEB,)
    assert snapshot.spans("orders", "c") == () and not snapshot.has("orders", "c") and not snapshot.declared("orders", "c")


def test_a_snapshot_without_days_stands_for_all_of_its_source(mart: Mart, tmp_path: Path) -> None:
    orders(mart, tmp_path, "a", JAN)
    orders(mart, tmp_path, "b", None, "2024-01-01", "2024-02-29", mode="snapshot")
    table = orders(mart, tmp_path, "b", None, "2024-01-31", "2024-02-10", mode="snapshot")
    assert table.by_source["b"].spans == (Span(dt.date(2024, 1, 31), dt.date(2024, 2, 11)),)
    assert table.coverage is not None and table.coverage.spans == (Span(JAN.start, dt.date(2024, 2, 11)),)


def test_what_is_written_is_read(mart: Mart) -> None:
    tables = {
        "orders": TableVersion(3, 4, declared(QUARTER), ("a", "b"), {"a": declared(QUARTER), "b": declared(JAN)}),
        "people": TableVersion(0, 2, None, ("a",)),
    }
    wanted = Version(1, dt.datetime(2024, 4, 1, tzinfo=dt.UTC), "note", tables, "UTC", "hash")
    versions.append(mart.path, wanted)
    assert versions.read(mart.path) == [wanted]


def test_a_version_of_an_older_release_does_not_tell_sources_apart(mart: Mart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The days of the table are then those of each source that is in it; the next load of a source adds to them."""

    def older(version: Version) -> Sequence[str]:
        tables, counts = encode(version)
        kept = {name: {key: value for key, value in table.items() if key != "by_source"} for name, table in json.loads(tables).items()}
        return json.dumps(kept), counts

    encode = versions._encode
    monkeypatch.setattr(versions, "_encode", older)
    orders(mart, tmp_path, "a", JAN)
    orders(mart, tmp_path, "b", Span(JAN.start, FEB.end))
    monkeypatch.undo()
    snapshot = mart.snapshot()
    assert snapshot.version.tables["orders"].by_source == {}
    assert snapshot.spans("orders", "a") == snapshot.spans("orders", "b") == (Span(JAN.start, FEB.end),)
    assert snapshot.spans("orders", "c") == ()
    table = orders(mart, tmp_path, "b", MAR)
    assert table.by_source == {"a": declared(Span(JAN.start, FEB.end)), "b": declared(QUARTER)}
