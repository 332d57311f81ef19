"""Where the time of the cold question goes: python -m bench.where KPIS WORKSPACE OUT writes seconds by step, beside the floor by table.

The steps are those of the engine, timed around its own functions; the floor is what DuckDB needs to read and add up the same columns.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scoreline
from bench import plain
from bench.contestant import views
from scoreline.engine import assemble, states
from scoreline.engine.kept import Kept
from scoreline.workspace import Workspace

Step = tuple[str, float]


def timed(steps: list[Step], name: Callable[..., str], function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, whose seconds go to `steps`."""

    def run(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        found = function(*given, **named)
        steps.append((name(*given), time.perf_counter() - start))
        return found

    return run


def asked(kpis: str, workspace: Path) -> list[Step]:
    """The steps of the question. What none of them holds is opening, definitions, planning."""
    steps: list[Step] = []
    vars(states)["compute"] = timed(steps, lambda con, state, *_: f"{state.relation} by {state.at}, {state.kind}", states.compute)
    vars(assemble)["answer"] = timed(steps, lambda *_: "cells and formulas", assemble.answer)
    setattr(Kept, "flush", timed(steps, lambda *_: "handing states to be kept", Kept.flush))  # noqa: B010
    start = time.perf_counter()
    scoreline.open(workspace).kpi(*plain.KPIS[kpis], by="person", per="month", start="2023-01", end="2025-12")
    whole = time.perf_counter() - start
    return [("opening, definitions, planning", whole - sum(seconds for _, seconds in steps)), *steps]


def floor(workspace: Path) -> dict[str, float]:
    """Seconds to read the columns of each table."""
    con = views(workspace)
    found = {}
    for text in plain.FLOOR:
        start = time.perf_counter()
        con.execute(text).fetchall()
        table = re.search(r"FROM (\w+)", text)
        found[table[1] if table else text] = time.perf_counter() - start
    return found


def main(kpis: str, workspace: Path, out: Path) -> None:
    """Run once and report."""
    assert Workspace  # imported before the clock starts: imports are not timed
    out.write_text(json.dumps({"steps": asked(kpis, workspace), "floor": floor(workspace)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
