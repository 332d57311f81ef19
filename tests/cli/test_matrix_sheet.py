"""A matrix exported from the shop, edited and read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import simplejson

from tests.cli.conftest import Run


def test_a_matrix_is_exported_edited_and_read_back(shop: Run, tmp_path: Path) -> None:
    path = tmp_path / "April.xlsx"
    done = shop("matrix", "export", str(path), "--period", "2024-04", "--member", "Anna Berg")
    assert (done.returncode, done.stdout) == (0, "Wrote April.xlsx. Edit the yellow cells, then: scoreline matrix import April.xlsx\n")
    again = shop("matrix", "export", str(path), "--period", "2024-04")
    assert (again.returncode, again.stderr) == (
        1,
        "Error: April.xlsx: It is there already, and may hold somebody's edits. Name a new file, or remove it.\n",
    )
    book = openpyxl.load_workbook(path)
    book["Anna Berg"]["Y5"] = "We live on it."
    book.save(path)
    shown = shop("matrix", "import", str(path))
    assert "1 change in 1 matrix. Nothing is saved yet: add --confirm." in shown.stdout
    saved = shop("matrix", "import", str(path), "--confirm", "--as", "Kate", "--format", "json")
    assert simplejson.loads(saved.stdout) == {
        "saved": True,
        "changes": [
            {"member": "Anna Berg", "kind": "person", "period": "2024-04", "kpi": "revenue", "field": "why", "before": "It pays for all.",
             "after": "We live on it.", "cell": "Anna Berg!Y5"},
        ],
    }  # fmt: skip
    stale = shop("matrix", "import", str(path), "--confirm", "--as", "Kate")
    assert stale.returncode == 1
    assert "by Kate on" in stale.stderr and 'why from "It pays for all." to "We live on it."' in stale.stderr
