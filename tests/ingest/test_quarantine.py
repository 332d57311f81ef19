"""The quarantine file and its counting."""

from __future__ import annotations

import csv
from pathlib import Path
from unittest.mock import patch

import pytest

from scoreline.ingest import quarantine
from scoreline.ingest.quarantine import Quarantine, Refusal, RefusedRowsError, write_quarantine


def refusal(value: str, row: int | None = 3) -> Refusal:
    return Refusal("a.csv", row, "orders", "k", "amount", value, "this is no number")


@pytest.mark.parametrize("value", ["=1+1", "@cmd", "+x", "-x", "\tx"])
def test_nothing_in_the_file_runs_as_a_formula(tmp_path: Path, value: str) -> None:
    write_quarantine(tmp_path / "new" / "q.csv", [refusal(value)])
    (row,) = csv.DictReader((tmp_path / "new" / "q.csv").open(encoding="utf-8", newline=""))
    assert row["value"] == f"'{value}"
    assert (row["file"], row["row"], row["column"], row["reason"]) == ("a.csv", "3", "amount", "this is no number")


def test_an_unknown_row_is_empty_and_nul_is_shown(tmp_path: Path) -> None:
    write_quarantine(tmp_path / "q.csv", [refusal("a\0b", None)])
    (row,) = csv.DictReader((tmp_path / "q.csv").open(encoding="utf-8", newline=""))
    assert row["row"] == ""
    assert row["value"] == "a␀b"


def test_more_than_is_kept_is_still_counted() -> None:
    with patch.object(quarantine, "MAX_KEPT", 2):
        held = Quarantine()
        for number in range(5):
            held.add(refusal(str(number)))
        held.count_more("orders", 10)
    assert len(held.refusals) == 2
    assert held.refused("orders") == 15


def test_the_error_shows_the_commonest_reason_and_its_place() -> None:
    held = Quarantine()
    held.add(refusal("x"))
    with pytest.raises(RefusedRowsError) as caught:
        held.check("orders", 10, 1, 0.01)
    assert "1 of 10 rows" in caught.value.text
    assert "a.csv, row 3" in caught.value.text
    held.check("orders", 100, 1, 0.01)
