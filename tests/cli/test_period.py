"""scoreline period: from a draft to an agreed matrix, as its manager and its member go through it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import scoreline
from tests import company
from tests.cli.conftest import SHOP, Run, run_in
from tests.workspace.test_restating import late


@pytest.fixture(scope="module")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in a shop of its own, whose matrices are applied."""
    folder = tmp_path_factory.mktemp("acting") / "shop"
    ws = scoreline.init(folder, currency="EUR", time_zone="Europe/Berlin", refused_limit=0.5)
    ws.load(SHOP, SHOP / "mapping.yaml")
    ws.apply_matrices(SHOP / "matrix.yaml", by="Kate")
    return run_in(folder)


def test_a_matrix_is_proposed_and_signed(acting: Run) -> None:
    (first, *_) = shown(acting)
    about = ("--member", first["member"], "--period", first["period"])
    assert (first["status"], first["lacks"]) == ("draft", "a proposal")
    own = acting("period", "propose", *about, "--as", first["member"])
    assert own.returncode == 1 and "Nobody sets an own matrix" in own.stderr
    assert f"It lacks the signature of {first['member']}" in acting("period", "propose", *about, "--as", "Kate").stdout
    read = json.loads(acting("matrix", "show", *about, "--format", "json").stdout)["fingerprint"]
    assert read == first["fingerprint"] and read[:12] in acting("matrix", "show", *about).stdout
    unread = acting("period", "sign", *about, "--read", "0" * 12, "--as", "Kate")
    assert unread.returncode == 1 and "It is not the matrix that was read" in unread.stderr
    assert "It lacks" in acting("period", "sign", *about, "--read", read[:8], "--as", "Kate").stdout
    assert acting("period", "sign", *about, "--read", read, "--as", first["member"]).stdout.endswith("It is agreed.\n")
    assert {row["status"] for row in shown(acting) if row["member"] == first["member"]} == {"running"}
    assert "running" in acting("period", "show", "--period", first["period"]).stdout


def test_a_period_is_closed(acting: Run) -> None:
    """March is over and nobody signed it; April is missing in the data."""
    refused = acting("period", "close", "--period", "2024-03", "--as", "Olga")
    assert refused.returncode == 1 and "Not all matrices are agreed: Anna Berg lacks" in refused.stderr
    closing = ("period", "close", "--as", "Olga", "--unsigned", "a trial", "--period")
    april = acting(*closing, "2024-04")
    assert april.returncode == 1 and "Facts are missing: revenue of Anna Berg, order_count of Anna Berg" in april.stderr
    about = ("--member", "Anna Berg", "--period", "2024-04", "--as", "Olga", "--evidence")
    for bad, said in ((("--value", "1,5"), '"1,5" is not a number'), ((), "one of --value, --zero and --not-applicable")):
        assert said in acting("period", "enter", "revenue", *about, "x", *bad).stderr
    assert "900.50." in acting("period", "enter", "revenue", *about, "invoice 7", "--value", "900.50").stdout
    assert "not applicable." in acting("period", "enter", "order_count", *about, "on leave", "--not-applicable").stdout
    assert acting(*closing, "2024-04").stdout == "Closed 2024-04: 1 matrix, on data version 1.\n"
    scored = acting("score", "--member", "Anna Berg", "--period", "2024-04").stdout
    assert "by Olga: these are the figures of then, version 1." in scored and "Entered by hand: Revenue (Olga: invoice 7)" in scored
    (held,) = json.loads(acting("period", "history", "--format", "json").stdout)
    assert (held["period"], held["version"], held["by"], held["reason"]) == ("2024-04", 1, "Olga", "a trial")
    assert held["results"][0]["rows"][0]["fact"] == 900.5
    assert "a trial" in acting("period", "history", "--period", "2024-04").stdout


def test_late_data_is_told_and_restated(tmp_path: Path) -> None:
    """An order of January comes after January was closed."""
    ws = company.made(tmp_path / "acme")
    (tmp_path / "m.yaml").write_text(
        "matrices:\n  - {person: Ann, period: 2024-01, rows: [{kpi: revenue, weight: 1, base: 0, norm: 100, target: 200}]}\n", "utf-8"
    )
    ws.apply_matrices(tmp_path / "m.yaml", by="Kate")
    ws.life.close("2024-01", by="Olga", unsigned="a trial")
    late(ws, tmp_path, "2024-01-31", "12.34")
    run = run_in(tmp_path / "acme")
    told = run("period", "pending").stdout
    assert re.search(r"2024-01 +1 +Ann +Revenue +€130 +€142.34 +€12.34 +1 +late data|130.00 +€142.34 +€12.34", told), told
    (found,) = json.loads(run("period", "pending", "--format", "json").stdout)
    assert (found["frozen"], found["today"], found["difference"], found["rows"][0]["order_id"]) == (130, 142.34, 12.34, "late")
    refused = run("period", "restate", "--period", "2024-01", "--reason", "", "--as", "Olga")
    assert refused.returncode == 1 and "A restatement needs a reason" in refused.stderr
    assert run("period", "restate", "--period", "2024-01", "--reason", "came late", "--as", "Olga").stdout == (
        "Restated 2024-01: version 2, on data version 2.\n"
    )
    assert "Nothing is pending" in run("period", "pending").stdout
    assert "€130" in run("score", "--member", "Ann", "--period", "2024-01", "--as-of", "1").stdout


def shown(acting: Run) -> list[dict[str, str]]:
    """The matrices of the shop's first person, as JSON."""
    found: list[dict[str, str]] = json.loads(acting("period", "show", "--period", "2024-02", "--format", "json").stdout)
    assert found
    return [row for row in found if row["kind"] == "person"]
