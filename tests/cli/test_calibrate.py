"""scoreline calibrate on the made-up company, whose East has quotas far too high."""

from __future__ import annotations

from pathlib import Path

import pytest
import simplejson

from tests.cli.conftest import Run, run_in


@pytest.fixture
def run(demo: tuple[Path, str]) -> Run:
    return run_in(demo[0] / "demo")


def test_it_finds_the_region_whose_quotas_are_too_high(run: Run) -> None:
    done = run("calibrate", "revenue", "--period", "2025", "--by", "team:region", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = {row["group"]: row for row in simplejson.loads(done.stdout)}
    assert found["Eastern Europe & Central Asia"]["verdict"] == "too high"
    assert found["Asia"]["verdict"] != "too high"
    assert found["Direct & Partners"]["verdict"] == "too few to tell"
    assert all(row["norm_of"] == row["people"] for row in found.values())


def test_it_says_why_and_takes_another_band(run: Run) -> None:
    said = run("calibrate", "revenue", "--period", "2025", "--by", "role", "--band", "20-30").stdout
    assert "Verdict" in said and "account_executive:" in said and "against 20 to 30 %" in said


def test_levels_of_matrices_and_ramp(run: Run) -> None:
    rows = simplejson.loads(run("calibrate", "win_rate", "--period", "2025-11", "--levels", "matrices", "--format", "json").stdout)
    assert [row["group"] for row in rows] == ["Everybody"] and rows[0]["people"] > 10
    late = simplejson.loads(run("calibrate", "revenue", "--period", "2025", "--ramp", "36500", "--format", "json").stdout)
    assert late[0]["people"] == 0 and late[0]["in_ramp"] > 30 and late[0]["norm_percent"] is None


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("revenue", "--period", "2025", "--band", "high"), '"high" is not a band'),
        (("revenue", "--period", "2025", "--band", "70-55"), "The band is 70 to 55 %"),
        (("revenue", "--period", "2025", "--by", "product"), 'People cannot be grouped by "product"'),
        (("revenue", "--period", "2025", "--levels", "matrix"), 'Did you mean "matrices"?'),
        (("revenue", "--period", "2031"), "Nobody has quotas of revenue in 2031"),
        (("visits", "--period", "2025"), "Nobody has quotas of visits"),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, args: tuple[str, ...], words: str) -> None:
    done = run("calibrate", *args)
    assert done.returncode == 1
    assert words in " ".join(done.stderr.split())
