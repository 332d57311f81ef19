"""scoreline refresh and scoreline maintain, as a user runs them."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_refresh_says_what_it_did(shop: Run) -> None:
    assert shop("kpi", "revenue", "--by", "person", "--per", "month").returncode == 0
    done = shop("refresh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "left as they were" in done.stdout
    every = shop("refresh", "--all", "--json")
    assert every.returncode == 0, every.stderr
    found = json.loads(every.stdout)
    assert found["rebuilt"] > 10 and found["left"] == []
    again = json.loads(shop("refresh", "--all", "--json").stdout)
    assert (again["rebuilt"], again["redone"]) == (0, 0) and again["kept"] >= found["kept"] + found["rebuilt"]


def test_maintain_says_what_it_would_free_and_keeps_what_is_there(shop: Run) -> None:
    before = shop("kpi", "revenue", "--by", "person", "--per", "month").stdout
    told = shop("maintain", "--dry-run")
    assert told.returncode == 0, told.stderr
    assert "Would free" in told.stdout
    done = json.loads(shop("maintain", "--keep", "5", "--json").stdout)
    assert done["mart"]["removed"] == [] and done["mart"]["kept"][-1] >= 1
    assert shop("kpi", "revenue", "--by", "person", "--per", "month").stdout == before
    assert shop("maintain", "--keep", "0").returncode == 2
