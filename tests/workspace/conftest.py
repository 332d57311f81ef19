"""The company of six orders with matrices for three months, its state in a file and in PostgreSQL."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import scoreline
from scoreline.workspace import Workspace
from tests import company
from tests.state.conftest import server, state_lines

__all__ = ["server"]

MATRICES = """
matrices:
  - person: Ann
    periods: {from: 2024-01, to: 2024-03}
    rows:
      - {kpi: revenue, weight: 0.75, base: 0, norm: 100, target: 150}
      - {kpi: order_count, weight: 0.25, base: 0, norm: 1, target: 2}
  - person: "Bob, Jr."
    periods: {from: 2024-01, to: 2024-03}
    rows:
      - {kpi: revenue, weight: 1, base: 0, norm: 100, target: 100}
      - {kpi: average_order_value, kind: indicator}
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's folder, to be copied."""
    return company.made(tmp_path_factory.mktemp("company") / "acme").path


IN_A_FILE = pytest.mark.parametrize("acme", ["sqlite"], indirect=True)
"""For rules that no database has a part in: `acme` has its state in a file only, which is quicker."""


@pytest.fixture(params=["sqlite", "postgres"])
def acme(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Workspace:
    """A workspace of its own with its matrices applied by Kate."""
    folder = tmp_path / "acme"
    shutil.copytree(made, folder)
    if request.param == "postgres":
        with (folder / "scoreline.toml").open("a", encoding="utf-8") as file:
            file.write(state_lines(request.getfixturevalue("server")))
    (folder / "matrices.yaml").write_text(MATRICES, "utf-8")
    ws = scoreline.open(folder)
    ws.apply_matrices(folder / "matrices.yaml", by="Kate")
    return ws


def agree(ws: Workspace, *periods: str) -> None:
    """Every matrix of these periods, proposed by Kate and signed by both."""
    for period in periods:
        for one in ws.life.agreements(period):
            member = one.matrix.member
            ws.life.propose(member, period, by="Kate")
            for name in ("Kate", member.name):
                ws.life.sign(member, period, read=one.fingerprint, by=name)
