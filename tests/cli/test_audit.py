"""scoreline audit: the trail of what was agreed, and whether it is whole."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import scoreline
from tests.cli.conftest import SHOP, run_in


def test_the_trail_is_listed_and_verified(tmp_path: Path) -> None:
    scoreline.init(tmp_path / "acme")
    run = run_in(tmp_path / "acme")
    assert "Nothing was agreed yet" in run("audit", "list").stdout
    assert run("audit", "verify").stdout.startswith("The audit trail is whole: 0 entries")
    from scoreline.state import services
    from tests.state.test_services import matrix, simple

    services.apply(tmp_path / "acme", [matrix(rows=simple(1))], by="kate", origin="m.yaml")
    services.apply(tmp_path / "acme", [matrix(rows=simple(2))])
    listed = run("audit", "list").stdout
    assert re.search(r"kate +matrix +the matrix of Anna \(person 1 of crm\), 2017-07 +m.yaml", listed)
    assert "(account)" in listed
    first, second = json.loads(run("audit", "list", "--format", "json").stdout)
    assert first["before"] is None and second["before"] == first["after"] and second["previous"] == first["hash"]
    assert run("audit", "verify", "--noted", first["hash"]).returncode == 0
    missing = run("audit", "verify", "--noted", "f" * 64)
    assert (missing.returncode, missing.stdout) == (1, "") and "noted is not in the trail" in missing.stderr
    with sqlite3.connect(tmp_path / "acme" / "state.sqlite3") as con:
        con.execute("DROP TRIGGER audit_no_update")
        con.execute("UPDATE audit SET by = 'karl' WHERE number = 1")
    broken = run("audit", "verify")
    assert broken.returncode == 1 and "Entry 1 was changed or moved: matrix of the matrix of Anna" in broken.stderr
    told = run("audit", "verify", "--json")
    assert told.returncode == 1 and json.loads(told.stdout)["ok"] is False


def test_who_applies_is_recorded(tmp_path: Path) -> None:
    ws = scoreline.init(tmp_path / "shop", currency="EUR", time_zone="Europe/Berlin", refused_limit=0.5)
    ws.load(SHOP, SHOP / "mapping.yaml")
    run = run_in(tmp_path / "shop")
    assert run("matrix", "apply", str(SHOP / "matrix.yaml"), "--as", "Kate 张").returncode == 0
    assert {(entry.by, entry.named, entry.why) for entry in ws.trail.entries()} == {("Kate 张", True, "matrix.yaml")}
