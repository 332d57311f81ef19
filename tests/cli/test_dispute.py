"""scoreline dispute, as a person and a manager go through it; the figures are disputed in the same process, which is quicker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scoreline.cli.main import app
from scoreline.errors import PeriodError
from tests import company

MATRIX = "matrices:\n  - {person: Ann, period: 2024-01, rows: [{kpi: revenue, weight: 1, base: 0, norm: 100, target: 200}]}\n"
CELL = ("revenue", "--member", "Ann", "--period", "2024-01")


def test_a_figure_is_disputed_answered_and_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = company.made(tmp_path / "acme")
    (tmp_path / "m.yaml").write_text(MATRIX, "utf-8")
    ws.apply_matrices(tmp_path / "m.yaml", by="Kate")
    monkeypatch.chdir(ws.path)

    def run(*args: str) -> str:
        done = CliRunner().invoke(app, args)
        if done.exception:
            raise done.exception
        return done.stdout

    assert "No figure is in dispute." in run("dispute", "list")
    with pytest.raises(PeriodError, match="about a record"):
        run("dispute", "open", *CELL, "--as", "Ann")
    assert run("dispute", "open", *CELL, "--record", "orders/o4", "--text", "not mine", "--as", "Ann") == (
        "Opened dispute 1 (revenue of Ann, 2024-01). The manager answers it: scoreline dispute answer 1.\n"
    )
    assert "Revenue (disputed)" in run("score", "--member", "Ann", "--period", "2024-01")
    (row,) = json.loads(run("score", "--member", "Ann", "--period", "2024-01", "--format", "json"))["rows"]
    assert row["disputes"] == [1]
    assert run("score", "--member", "Ann", "--period", "2024-01", "--format", "csv").splitlines()[0].count("disputes") == 1
    assert "revenue (1)" in run("period", "show", "--period", "2024-01")
    assert json.loads(run("period", "show", "--period", "2024-01", "--format", "json"))[0]["disputed"] == ["revenue (1)"]
    assert run("dispute", "answer", "1", "--text", "I ask Bob", "--as", "Kate") == "Kate answered dispute 1 (revenue of Ann, 2024-01).\n"
    assert "Ann commented on dispute 1" in run("dispute", "comment", "1", "--text", "thanks", "--as", "Ann")
    with pytest.raises(PeriodError, match="A refusal needs a reason"):
        run("dispute", "resolve", "1", "--outcome", "refused", "--as", "Kate")
    listed = run("dispute", "list", "--period", "2024-01")
    assert all(part in listed for part in ("Revenue", "€130", "orders/o4", "answered"))
    assert run("dispute", "resolve", "1", "--outcome", "refused", "--reason", "see the mail", "--as", "Kate") == (
        "Resolved dispute 1 (revenue of Ann, 2024-01): refused.\n"
    )
    assert "disputed" not in run("score", "--member", "Ann", "--period", "2024-01")
    assert "No figure is in dispute." in run("dispute", "list")
    (held,) = json.loads(run("dispute", "list", "--all", "--format", "json"))
    assert [(said["by"], said["kind"], said["text"]) for said in held["remarks"]] == [
        ("Ann", "opening", "not mine"), ("Kate", "answer", "I ask Bob"), ("Ann", "comment", "thanks"),
        ("Kate", "resolution", "see the mail"),
    ]  # fmt: skip
    assert (held["fact"], held["record"]["id"], held["stand"]) == (130, "o4", "refused")
    shown = run("dispute", "show", "1")
    assert "Dispute 1: Revenue of Ann" in shown and "About: orders/o4. It is refused: see the mail.\n" in shown
