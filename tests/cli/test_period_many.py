"""scoreline period for many members at once, and reading what was frozen; run in this process, which is quicker."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import scoreline
from scoreline.cli.main import app
from scoreline.errors import PeriodError
from tests import company
from tests.workspace.conftest import MATRICES
from tests.workspace.test_restating import late

JANUARY = ("--period", "2024-01")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs a command in a company of its own, whose matrices are applied; what it said."""
    ws = company.made(tmp_path_factory.mktemp("many") / "acme")
    (ws.path / "m.yaml").write_text(MATRICES, "utf-8")
    ws.apply_matrices(ws.path / "m.yaml", by="Kate")

    def run(*args: str) -> str:
        done = CliRunner().invoke(app, [*args, "--workspace", str(ws.path)])
        if done.exception:
            raise done.exception
        return done.stdout

    run.path = ws.path  # type: ignore[attr-defined]
    return run


def test_everyone_is_proposed_signed_closed_carried_and_read(run: Callable[..., str], tmp_path: Path) -> None:
    for odd in ((), ("--member", "Ann", "--everyone")):
        with pytest.raises(PeriodError, match="It must be one of --member, --team and --everyone"):
            run("period", "propose", *JANUARY, *odd)
    assert "Proposed the matrix of Ann" in run("period", "propose", *JANUARY, "--team", "North", "--as", "Kate")
    proposed = run("period", "propose", *JANUARY, "--everyone", "--as", "Kate")
    shown = run("period", "show", *JANUARY)
    read = re.findall(r"Together they are (\w{12})", proposed)
    assert len(read) == 1 and f"Together they are {read[0]}" in shown
    assert "Together" not in run("period", "show", *JANUARY, "--team", "North")
    with pytest.raises(PeriodError, match="2025-01: There is no matrix of anyone"):
        run("period", "sign", "--period", "2025-01", "--everyone", "--read", read[0], "--as", "Kate")
    assert run("period", "sign", *JANUARY, "--everyone", "--read", read[0], "--as", "Kate").count("Kate signed the matrix of") == 2
    for who in ("Ann", "Bob, Jr."):
        one = next(one for one in json.loads(run("period", "show", *JANUARY, "--format", "json")) if one["member"] == who)
        assert "It is agreed." in run("period", "sign", *JANUARY, "--member", who, "--read", one["fingerprint"], "--as", who)
    run("period", "close", *JANUARY, "--as", "Olga")
    late(scoreline.open(run.path), tmp_path, "2024-01-31", "12.34")  # type: ignore[attr-defined]
    assert (
        run("period", "carry", "revenue", "--member=Ann", "--from=2024-01", "--into=2024-02", "--reason=late", "--as=Olga")
        == "Carried €12.34 of revenue of Ann from 2024-01 into 2024-02.\n"
    )
    assert "€12.34 into 2024-02" in run("period", "pending")
    (money, _) = json.loads(run("period", "pending", "--format", "json"))
    assert (money["carried"], money["left"], money["carried_into"][0]["period"]) == (12.34, 0, "2024-02")
    assert "Of which late data carried from closed periods: Revenue 12.34 (2024-01)." in run(
        "score", "--member", "Ann", "--period", "2024-02"
    )
    run("period", "restate", *JANUARY, "--reason", "one order more", "--as", "Olga")
    assert "version 2." in run("period", "read", *JANUARY)
    first = run("period", "read", *JANUARY, "--version", "1", "--member", "Ann")
    assert "€130" in first and "version 1." in first
    (ann, bob) = json.loads(run("period", "read", *JANUARY, "--version", "1", "--format", "json"))["results"]
    assert ([row["fact"] for row in ann["rows"]], bob["member"]) == ([130, 1], "Bob, Jr.")
    with pytest.raises(PeriodError, match="2024-01: It was not closed yet at 2024-02-01 23:59"):
        run("period", "read", *JANUARY, "--at", "2024-02-01")
