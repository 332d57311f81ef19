"""Ready matrices and remarks on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

ODD = """
matrices:
  - person: Anna Berg
    period: 2024-04
    rows:
      - {kpi: revenue, weight: 1, base: 990, norm: 1000, target: 1200, cap: 110, result: true}
"""


def test_ready_matrices_are_listed_and_printed(shop: Run) -> None:
    assert len(json.loads(shop("matrix", "ready", "--format", "json").stdout)) == 7
    printed = shop("matrix", "ready", "field rep", "--member", "Anna Berg", "--period", "2024-04").stdout
    assert '  - person: "Anna Berg"\n    period: 2024-04\n' in printed
    refused = shop("matrix", "ready", "filed rep")
    assert refused.returncode == 1 and 'Did you mean "field rep"?' in refused.stderr


def test_a_ready_matrix_is_refused_without_levels(shop: Run, tmp_path: Path) -> None:
    file = tmp_path / "ready.yaml"
    file.write_text(shop("matrix", "ready", "field rep", "--member", "Anna Berg", "--period", "2024-04").stdout, "utf-8")
    for command in ("apply", "lint"):
        refused = shop("matrix", command, str(file))
        assert refused.returncode == 1 and "A scored row needs base, norm and target" in refused.stderr


def test_what_looks_wrong_is_said_and_nothing_is_saved(shop: Run, tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(ODD, "utf-8")
    done = shop("matrix", "lint", str(file), "--format", "json")
    assert done.returncode == 0
    remarks = {(row["kpi"], row["remark"]) for row in json.loads(done.stdout)}
    assert {("revenue", "norm near base"), ("revenue", "cap under target"), ("", "every row pays")} <= remarks
    shown = json.loads(shop("matrix", "show", "--member", "Anna Berg", "--period", "2024-04", "--format", "json").stdout)
    assert len(shown["rows"]) == 3
