"""The companies that every engine is asked about: two worked out by hand, and the made-up one at a small size, in DuckDB."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

import scoreline
from scoreline import settings
from scoreline.demo.build import stage_demo
from scoreline.mart.staged import Staged
from scoreline.workspace import KpiTable, Workspace
from tests.checks import demo, tiny
from tests.checks.answers import workspace
from tests.checks.companies import Company

COMPANIES: Mapping[str, Company] = {"hanoi": tiny.HANOI, "berlin": tiny.BERLIN, "halden": demo.HALDEN}
SCALE = 0.02
MORE_RATES = 60_000
"""Exchange rates of other currencies, which are too many to travel with a query."""


@dataclass
class Asked:
    """A company's workspace on DuckDB, what it answered before, and where it lies."""

    folder: Path
    name: str
    ws: Workspace
    answers: dict[tuple[tuple[str, ...], tuple[str, ...], str], KpiTable] = field(default_factory=dict)

    def ask(self, ws: Workspace, cut: tuple[str, ...], per: str, kpis: tuple[str, ...] = ()) -> KpiTable:
        """The KPIs, or all that the cut allows, over the company's periods of that length."""
        first, last = COMPANIES[self.name].spans[per]
        return ws.kpi(*kpis, by=cut, per=per, start=first, end=last)

    def wanted(self, cut: tuple[str, ...], per: str, kpis: tuple[str, ...] = ()) -> KpiTable:
        """DuckDB's answer."""
        if (kpis, cut, per) not in self.answers:
            self.answers[kpis, cut, per] = self.ask(self.ws, cut, per, kpis)
        return self.answers[kpis, cut, per]

    def elsewhere(self, folder: Path, lines: str) -> Workspace:
        """The same company in a workspace of its own, which says `lines` in its scoreline.toml; it reads the same mart."""
        folder.mkdir()
        (folder / "kpis").mkdir()
        (folder / "mart").symlink_to(self.folder / "mart")
        shutil.copy(self.folder / settings.FILE, folder / settings.FILE)
        with (folder / settings.FILE).open("a", encoding="utf-8") as file:
            file.write(f"\n{lines}\n")
        return scoreline.open(folder)


def made(folder: Path, name: str) -> Asked:
    """A company, staged and published."""
    staging = folder / "staged"
    staging.mkdir(parents=True)
    staged = {
        "hanoi": lambda: _with_more_rates(tiny.stage_hanoi(staging)),
        "berlin": lambda: tiny.stage_berlin(staging),
        "halden": lambda: (stage_demo(staging, scale=SCALE),),
    }[name]()
    at = folder / "Данные 张 %"  # a folder whose name wants care
    return Asked(at, name, workspace(at, staged, COMPANIES[name]))


def _with_more_rates(staged: tuple[Staged, ...]) -> tuple[Staged, ...]:
    """The loads, one of which brings the rates."""
    for load in staged:
        if any(table.table == "exchange_rates" for table in load.tables):
            with duckdb.connect(str(load.database)) as con:
                con.execute(
                    "INSERT INTO exchange_rates (currency, date, rate, _file, _row) "
                    "SELECT 'X' || n // 500, ?::DATE + (n % 500)::INTEGER, 2 + n, 'more.txt', n FROM range(?) AS made(n)",
                    [tiny.HANOI.covered_from, MORE_RATES],
                )
    return staged
