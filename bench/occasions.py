"""What a workspace is asked beside the one cold question: python -m bench.occasions catalogue|kept|refresh WORKSPACE OUT.

Each runs in a process of its own and writes seconds and peak memory as JSON.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import scoreline
from bench import plain
from scoreline.engine.members import COMPANY
from scoreline.workspace import Workspace

LEVELS = ("person", "team", None)
UNREAD = (
    "SELECT max(customer_id), max(order_id), max(issued_on), max(due_on), sum(amount), max(owner_id) FROM invoices",
    "SELECT max(id), max(name) FROM customers",
)
"""The floor of the tables that the fifteen KPIs do not read."""
SCORECARD = plain.CORE
PERIODS = ("2025-W20", "2025-W21", "2025-06", "2025-07", "2025-Q2", "2025-Q3", "2024", "2025")
"""Two of each length: the first has to read the states, the second finds them read."""


def catalogue(workspace: Path) -> dict[str, float]:
    """Every catalogue KPI that the data allows, for all people, teams and the company, 36 months, cold."""
    ws = scoreline.open(workspace)
    kpis = [
        item.kpi for item in ws.availability() if item.ok and not item.kpi.startswith("b_") and not ws.registry.kpis[item.kpi].needs_cut
    ]
    cells = 0
    for level in LEVELS:
        asked = [kpi for kpi in kpis if level is None or level in ws.cuts(kpi)]
        found = ws.kpi(*asked, by=level, per="month", start="2023-01", end="2025-12").table
        cells += found.num_rows * len(asked)
    return {"kpis": len(kpis), "cells": cells}


def unread(workspace: Path) -> dict[str, float]:
    """The floor of the tables that only the whole catalogue reads."""
    from bench.contestant import views

    con = views(workspace)
    for text in UNREAD:
        con.execute(text).fetchall()
    return {}


def kept(workspace: Path) -> dict[str, float]:
    """Scorecards of twelve KPIs from kept states: the first of each level and length of period, then others, none asked for twice."""
    ws = scoreline.open(workspace)
    members = [ws.members("person")[0], ws.members("team")[0], COMPANY]
    first: list[float] = []
    later: list[float] = []
    for place, period in enumerate(PERIODS):
        for member in members:
            start = time.perf_counter()
            ws.facts(member, SCORECARD, ws.period(period))
            (later if place % 2 else first).append(time.perf_counter() - start)
    return {"first": max(first), "median": statistics.median(later), "slowest": max(later), "scorecards": len(later)}


def prepare(workspace: Path) -> dict[str, float]:
    """Have the states kept that the scorecards are read from."""
    ws = scoreline.open(workspace)
    for level in LEVELS:
        for per in ("week", "month"):
            ws.kpi(*SCORECARD, by=level, per=per, start="2023-01", end="2025-12")
    return {}


def refresh(workspace: Path) -> dict[str, float]:
    """Have all kept states hold for the newest version."""
    done = scoreline.open(workspace).refresh()
    print(f"  {done}", flush=True)
    return {}


OCCASIONS: dict[str, Callable[[Path], dict[str, float]]] = {
    "catalogue": catalogue, "unread": unread, "kept": kept, "prepare": prepare, "refresh": refresh,
}  # fmt: skip


def main(name: str, workspace: Path, out: Path) -> None:
    """Run once and report."""
    assert Workspace  # imported before the clock starts: imports are not timed
    start = time.perf_counter()
    told = OCCASIONS[name](workspace)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.write_text(json.dumps({"seconds": seconds, "peak_mb": peak, **told}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
