"""scoreline backtest on the made-up company."""

from __future__ import annotations

from pathlib import Path

import pytest
import simplejson

from tests.cli.conftest import Run, run_in

RATES = "incentives: [{role: account_executive, rows: [{kpi: revenue, table: marginal, rates: [{rate: 0.01}]}]}]"


@pytest.fixture
def run(demo: tuple[Path, str]) -> Run:
    (demo[0] / "demo" / "rates.yaml").write_text(RATES, "utf-8")
    return run_in(demo[0] / "demo")


def test_it_tells_what_other_weights_would_have_made(run: Run) -> None:
    args = ("backtest", "--from", "2025-01", "--to", "2025-03", "--weight", "revenue=0.6", "--pay", "rates.yaml")
    done = run(*args, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = simplejson.loads(done.stdout, use_decimal=True)
    assert found["trials"] > 100 and sum(found["proposed"]["bands"].values()) == found["proposed"]["count"]
    changes = [gain["change"] for gain in found["gains"]]
    assert changes == sorted(changes, reverse=True) and changes[0] > 0 > changes[-1]
    assert found["pay"] == found["ran_pay"] > 0
    said = run(*args).stdout
    assert "gain against what ran" in said and "a tenth more weight" in said and "The incentives would pay" in said


def test_a_file_that_ran_changes_nothing(run: Run) -> None:
    done = run("backtest", "matrix.yaml", "--from", "2025-11", "--to", "2025-11", "--format", "csv")
    assert done.stdout.startswith("kind,member,periods,ran,proposed,change\n")
    assert {line.rsplit(",", 1)[1] for line in done.stdout.splitlines()[1:]} == {"0"}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--weight", "revenue"), '"revenue" is no change'),
        (("--weight", "revenu=1"), 'Did you mean "revenue"?'),
        (("--levels", "revenue=0"), "cannot be taken 0 times"),
    ],
)
def test_what_cannot_be_tried_is_said(run: Run, args: tuple[str, ...], words: str) -> None:
    done = run("backtest", "--from", "2025-11", "--to", "2025-11", *args)
    assert done.returncode == 1
    assert words in " ".join(done.stderr.split())
