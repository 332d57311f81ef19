"""What is remembered between requests, and when it is forgotten."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from scoreline.web.pages.reading import Reading, Readings, fingerprint
from scoreline.workspace import Workspace
from tests.web.fake import FakeWorkspace


@pytest.fixture
def opened() -> list[int | None]:
    return []


@pytest.fixture
def readings(tmp_path: Path, opened: list[int | None]) -> Readings:
    (tmp_path / "kpis").mkdir()
    (tmp_path / "mart" / "_versions" / "_delta_log").mkdir(parents=True)

    def opener(path: Path, as_of: int | None) -> Workspace:
        opened.append(as_of)
        return cast("Workspace", FakeWorkspace(path, as_of or 7))

    return Readings(tmp_path, opener)


def test_an_unchanged_workspace_is_opened_once(readings: Readings, opened: list[int | None]) -> None:
    assert readings.at(None) is readings.at(None)
    assert readings.at(3) is readings.at(3)
    assert opened == [None, 3]


def test_a_version_read_as_of_still_knows_the_newest(readings: Readings) -> None:
    assert (readings.at(3).workspace.version, readings.at(3).newest, readings.at(3).as_of) == (3, 7, 3)


CHANGES: list[Callable[[Path], Any]] = [
    lambda path: (path / "mart" / "_versions" / "_delta_log" / "1.json").touch(),
    lambda path: (path / "kpis" / "own.yaml").write_text("kpis: {}"),
    lambda path: (path / "state.sqlite3").write_bytes(b"matrices"),
    lambda path: (path / "state.sqlite3-wal").write_bytes(b"matrices"),
    lambda path: (path / "scoreline.toml").write_text('currency = "EUR"'),
]


@pytest.mark.parametrize("change", CHANGES, ids=["version", "definition", "matrix", "matrix in the log", "settings"])
def test_any_change_opens_it_anew(readings: Readings, opened: list[int | None], tmp_path: Path, change: Callable[[Path], Any]) -> None:
    before = readings.at(None)
    os.utime(tmp_path / "mart" / "_versions" / "_delta_log", (1, 1))
    readings.at(None)
    change(tmp_path)
    assert readings.at(None) is not before
    assert len(opened) == 3


def test_an_empty_log_of_the_state_is_no_change(readings: Readings, tmp_path: Path) -> None:
    before = fingerprint(tmp_path)
    (tmp_path / "state.sqlite3-wal").touch()
    assert fingerprint(tmp_path) == before


def test_an_answer_is_made_once_and_none_is_an_answer() -> None:
    reading = Reading(cast("Workspace", FakeWorkspace()), 7, None)
    asked: list[int] = []
    for _ in range(3):
        assert reading.remember("a", lambda: asked.append(1)) is None
    assert asked == [1]


def test_old_answers_make_room() -> None:
    reading = Reading(cast("Workspace", FakeWorkspace()), 7, None)
    for number in range(2000):
        reading.remember(number, lambda number=number: number)  # type: ignore[misc]
    assert reading.remember(0, lambda: "made again") == "made again"
    assert reading.remember(1999, lambda: "made again") == 1999


def test_a_state_out_of_reach_stops_no_page_that_needs_none(tmp_path: Path) -> None:
    (tmp_path / "scoreline.toml").write_text('[state]\nurl = "postgresql://nobody@127.0.0.1:1/none"\n', "utf-8")
    assert ("audit", -1, 0) in fingerprint(tmp_path)
