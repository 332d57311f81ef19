"""scoreline kpis on the small shop: what its data allows, and what the workspace's own files change."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import scoreline
from tests.cli.conftest import SHOP, Run, run_in

OWN = """\
kpis:
  order_count: {title: Our orders, dimension: financial, question: How many?, unit: count, direction: up, formula: orders_placed}
retire: [items_per_order]
"""
NOTICES = (
    "The KPI order_count in kpis/own.yaml, line 2, replaces the shipped one.",
    "The KPI items_per_order is retired by kpis/own.yaml, line 3.",
)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in a workspace that holds the shop and a file of its own."""
    folder = tmp_path_factory.mktemp("own") / "shop"
    scoreline.init(folder, currency="EUR", time_zone="Europe/Berlin")
    settings = folder / "scoreline.toml"
    settings.write_text(settings.read_text("utf-8").replace("refused_limit = 0.01", "refused_limit = 0.5"), "utf-8")
    scoreline.open(folder).load(SHOP, SHOP / "mapping.yaml")
    (folder / "kpis" / "own.yaml").write_text(OWN, "utf-8")
    return run_in(folder)


def entries(run: Run, *args: str) -> dict[str, dict[str, Any]]:
    done = run("kpis", *args, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return {entry["kpi"]: entry for entry in json.loads(done.stdout)}


def test_months_gaps_and_reasons_are_told(shop: Run) -> None:
    found = entries(shop)
    assert (found["revenue"]["allowed"], found["revenue"]["months"]) == ("yes", ["2024-01 to 2024-03"])
    growth = found["revenue_growth"]
    assert (growth["allowed"], growth["months"], growth["gaps"]) == ("partly", ["2024-02 to 2024-03"], ["2024-01"])
    assert "period before" in growth["why"]
    assert (found["win_rate"]["allowed"], found["win_rate"]["missing"]) == ("no", ["deals", "stages"])
    text = shop("kpis").stdout
    assert re.search(r"^revenue_growth: It needs the period before too\.", text, re.M)


def test_one_group_is_listed(shop: Run) -> None:
    assert {entry["dimension"] for entry in entries(shop, "--group", "customer").values()} == {"customer"}
    wrong = shop("kpis", "--group", "custmer")
    assert wrong.returncode == 1
    assert "customer" in wrong.stderr


def test_what_own_files_change_is_said_by_kpis_check_and_load(ours: Run) -> None:
    for args in (("kpis",), ("check",), ("load", str(SHOP), "--mapping", str(SHOP / "mapping.yaml"))):
        said = " ".join(ours(*args).stdout.split())
        assert [notice for notice in NOTICES if notice not in said] == [], args
    found = entries(ours)
    assert found["order_count"]["own"] and not found["revenue"]["own"]
    assert "items_per_order" not in found


def test_no_new_matrix_may_name_a_retired_kpi(ours: Run, tmp_path: Path) -> None:
    file = tmp_path / "matrix.yaml"
    rows = "[{kpi: items_per_order, weight: 1, base: 1, norm: 2, target: 3}]"
    file.write_text(f"matrices:\n  - {{company: Company, period: 2024-01, rows: {rows}}}\n", "utf-8")
    done = ours("matrix", "apply", str(file))
    assert done.returncode == 1
    assert "The KPI items_per_order is retired." in done.stderr


def test_a_retired_kpi_is_still_computed_for_whoever_names_it(ours: Run) -> None:
    done = ours("kpi", "items_per_order", "--per", "quarter")
    assert (done.returncode, done.stderr) == (0, "")
