"""scoreline standing, matrix smart and matrix suggest on the made-up company."""

from __future__ import annotations

from pathlib import Path

import pytest
import simplejson
import yaml

from tests.cli.conftest import Run, run_in


@pytest.fixture
def run(demo: tuple[Path, str]) -> Run:
    return run_in(demo[0] / "demo")


def test_everybody_in_a_role(run: Run) -> None:
    done = run("standing", "--role", "account_executive", "--kpi", "revenue", "--kpi", "win_rate", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = simplejson.loads(done.stdout)
    ranked = [row for row in rows if row["rank"]]
    assert len(ranked) > 10 and {row["months"] for row in rows} == {12}
    best = min((row for row in ranked if row["kpi"] == "revenue"), key=lambda row: row["rank"])
    assert best["level"] == max(row["level"] for row in ranked if row["kpi"] == "revenue")
    assert all(row["level"] is None for row in rows if row["known"] < 6)
    said = run("standing", "--member", best["member"], "--kpi", "revenue", "--until", "2025-06").stdout
    assert said.startswith("The 12 months up to 2025-06\n")
    assert run("standing", "--member", best["member"], "--kpi", "revenue", "--until", "2031-06").stdout.startswith(
        "The 12 months up to 2025-12\n"
    )
    assert "Verdict" in said and f"{best['member']}, revenue: " in said
    lost = run("standing")
    assert lost.returncode == 1 and "Nobody is named. Write --member" in " ".join(lost.stderr.split())


def test_what_is_suggested_is_a_file_with_the_weights_there_are(run: Run) -> None:
    args = ("matrix", "suggest", "--role", "account_executive", "--period", "2026-01", "--kpi", "revenue", "--kpi", "win_rate")
    rows = simplejson.loads(run(*args, "--format", "json").stdout)
    assert all(row["base"] is None or row["base"] < row["norm"] <= row["target"] for row in rows)
    assert len([row for row in rows if row["norm"]]) > 10 and all(row["how"] for row in rows)
    matrices = yaml.safe_load(run(*args, "--yaml").stdout)["matrices"]
    written = {(matrix["person"], row["kpi"]): row for matrix in matrices for row in matrix["rows"]}
    assert {key: row["norm"] for key, row in written.items()} == {(row["member_id"], row["kpi"]): row["norm"] for row in rows}
    assert all(0 < row["weight"] < 1 for row in written.values())
    assert {row.get("result") for key, row in written.items() if key[1] == "revenue"} == {True}


def test_matrices_are_checked_five_ways(run: Run) -> None:
    done = run("matrix", "smart", "--period", "2025-12", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = simplejson.loads(done.stdout)
    assert len(rows) > 100
    letters = ["specific", "measurable", "achievable", "relevant", "time-bound"]
    assert all(
        [check["letter"] for check in row["checks"]] == letters and all(check["evidence"] for check in row["checks"]) for row in rows
    )
    assert rows[0]["checks"][4]["evidence"] == "2025-12, reviewed on 2026-01-10."
    assert {check["answer"] for row in rows for check in row["checks"]} >= {"yes", "no", "not needed"}
