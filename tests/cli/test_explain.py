"""scoreline explain on the made-up company."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import simplejson

from tests.cli.conftest import Run, run_in


@pytest.fixture
def run(demo: tuple[Path, str]) -> Run:
    return run_in(demo[0] / "demo")


def test_a_total_by_segment_sums_on_the_screen_too(run: Run) -> None:
    done = run("explain", "revenue", "--period", "2025-Q3", "--by", "segment", "--volume", "sales_volume", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("segment,before,after,volume,mix,rate,other,change\n")
    table = run("explain", "revenue", "--period", "2025-Q3", "--by", "segment", "--volume", "sales_volume").stdout
    rows = [line for line in table.splitlines() if "Change" not in line]
    assert any(line.strip().startswith("All") for line in rows)


def test_the_parts_sum_to_the_change(run: Run) -> None:
    done = run("explain", "win_rate", "--period", "2025-Q3", "--from", "2024-Q3", "--by", "team:region", "--format", "json")
    found = simplejson.loads(done.stdout, use_decimal=True)
    assert abs(found["mix"] + found["rate"] + found["volume"] + found["other"] - (found["after"] - found["before"])) < Decimal("1e-20")
    assert found["from"] == "2024-Q3" and found["volume"] == 0


def test_the_total_of_a_team(run: Run) -> None:
    done = run("explain", "--member", "Hamburg", "--period", "2025-11", "--from", "2025-02", "--format", "json")
    found = simplejson.loads(done.stdout, use_decimal=True)
    factors = sum(found[name] for name in ("restatement", "fact", "people", "levels", "weights"))
    assert abs(factors - (found["after"] - found["before"])) < Decimal("1e-20")
    score = simplejson.loads(run("score", "--member", "Hamburg", "--period", "2025-11", "--format", "json").stdout, use_decimal=True)
    assert abs(score["total"] - found["after"]) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("revenue", "--period", "2025-11"), "is told by segment"),
        (("--period", "2025-11"), "which --member names"),
        (("--period", "2025-11", "--member", "Hamburg", "--by", "person"), "which --member names"),
        (("revenue", "--period", "2025-11", "--from", "2025-12", "--by", "person"), "does not come before"),
    ],
)
def test_what_cannot_be_explained_is_said(run: Run, args: tuple[str, ...], words: str) -> None:
    done = run("explain", *args)
    assert done.returncode == 1
    assert words in " ".join(done.stderr.split())
