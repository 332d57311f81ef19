"""make bench SCALE=20: make the company, load it, and time Scoreline beside plain SQL on the same files, all in one run."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

import scoreline
from bench import company, mapping, plain

HERE = Path(__file__).parent
CONTESTANTS = ("floor", "tuned", "scoreline", "fused", "naive")
OTHERS = ("mine", "tuned", "naive")


def run(module: str, *arguments: object) -> None:
    """A module of the bench in a new process."""
    subprocess.run([sys.executable, "-m", f"bench.{module}", *map(str, arguments)], check=True, cwd=HERE.parent)


def loading(data: Path, source: Path) -> dict[str, dict[str, float]]:
    """A plain copy and a load of the same files, one after the other."""
    found = {}
    target, rules = data / "workspace", data / "mapping.yaml"
    mapping.write(source, rules)
    for what in ("copy", "load"):
        place = data / "copied" if what == "copy" else target
        shutil.rmtree(place, ignore_errors=True)
        if what == "load":
            scoreline.init(target)
            shutil.copy(HERE / "kpis.yaml", target / "kpis" / "bench.yaml")
        run("loading", what, source, place, rules, data / f"{what}.json")
        found[what] = json.loads((data / f"{what}.json").read_text())
        print(f"  {what}: {found[what]['seconds']:.1f} s, {found[what]['peak_mb']:.0f} MB", flush=True)
    shutil.rmtree(data / "copied")
    return found


def queries(data: Path, rounds: int) -> dict[str, list[dict[str, float]]]:
    """Every contestant `rounds` times, each time in a new process, taking turns so that a slow minute hits all alike."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in CONTESTANTS}
    for number in range(rounds):
        for name in CONTESTANTS:
            shutil.rmtree(data / "workspace" / "states", ignore_errors=True)
            run("contestant", name, data / "workspace", data / name)
            found[name].append(json.loads((data / f"{name}.json").read_text()))
            print(f"  round {number + 1}, {name}: {found[name][-1]['seconds']:.2f} s", flush=True)
    return found


def agree(data: Path) -> tuple[int, list[str]]:
    """How many cells were compared, and what differs from the fused SQL: rows, empty cells, values by more than 1e-9 of their size.

    Scoreline knows what the data covers and says 0 where nothing happened; plain SQL leaves NULL there. For counts and sums the two
    are the same answer. A ratio, median or growth must be NULL on both sides or on neither.
    """
    con = duckdb.connect()
    con.execute(f"CREATE VIEW fused AS FROM '{data / 'fused.parquet'}'")
    con.execute(f"""CREATE VIEW mine AS SELECT 'R' || lpad(split_part(person, ' ', 2), 4, '0') AS rep,
        (split_part(period, '-', 1)::INT - 2023) * 12 + split_part(period, '-', 2)::INT - 1 AS m, * FROM '{data / "scoreline.parquet"}'""")
    for name in ("tuned", "naive"):
        con.execute(f"CREATE VIEW {name} AS FROM '{data / f'{name}.parquet'}'")
    wrong = [f"{name}: {found:,} rows" for name in ("fused", *OTHERS) if (found := rows_of(con, name)) != plain.CELLS]
    count = 0
    for other in OTHERS:
        for kpi in plain.CORE:
            cells, differ = con.execute(comparison(other, kpi)).fetchall()[0]
            count += cells
            wrong += [f"{other} {kpi}: {differ:,}"] if differ else []
    return count, wrong


def rows_of(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """The different pairs of rep and month of an answer; -1 where one comes twice."""
    rows, pairs = con.execute(f"SELECT count(*), count(DISTINCT (rep, m)) FROM {name}").fetchall()[0]
    return int(rows) if rows == pairs else -1


def comparison(other: str, kpi: str) -> str:
    """SQL that counts a KPI's cells on either side, and those in which an answer differs from the fused one."""
    a, b = (f"{side}.{kpi}::DOUBLE" for side in "xy")
    if kpi in plain.ADDITIVE:
        a, b = f"coalesce({a}, 0)", f"coalesce({b}, 0)"
    return f"""
        SELECT count(*), count(*) FILTER (x.rep IS NULL OR y.rep IS NULL OR ({a} IS NULL) != ({b} IS NULL)
            OR abs({a} - {b}) > 1e-9 * greatest(1, abs({a})))
        FROM fused AS x FULL JOIN {other} AS y ON x.rep = y.rep AND x.m = y.m"""


def report(scale: float, load: dict[str, dict[str, float]], found: dict[str, list[dict[str, float]]], cells: int, wrong: list[str]) -> str:
    """RESULTS.md."""
    middle = {name: statistics.median(run["seconds"] for run in runs) for name, runs in found.items()}
    peak = {name: max(run["peak_mb"] for run in runs) for name, runs in found.items()}
    base = middle["tuned"]
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("scoreline", "duckdb", "deltalake", "sqlglot", "pyarrow")
    )
    rows = "\n".join(
        f"| {name} | {middle[name] / base:.2f} | {middle[name]:.2f} | {min(r['seconds'] for r in found[name]):.2f} to "
        f"{max(r['seconds'] for r in found[name]):.2f} | {peak[name]:,.0f} |"
        for name in CONTESTANTS
    )
    ratio = load["load"]["seconds"] / load["copy"]["seconds"]
    return f"""# Bench results

Made by `make bench SCALE={scale:g}` on {dt.date.today().isoformat()}: {scale:g} million order lines, {scale:g} million activities, 1,000 reps, 36 months;
Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}; {versions}.

## Twelve KPIs, rep by month, cold

A new process each time, no kept states, warm file cache, from opening to the Arrow table, imports aside; {len(found["tuned"])} rounds, taking turns.
All read the files of the same mart version. Scoreline's time includes keeping its states for the next question.

| contestant | times tuned | median s | from, to s | peak MB |
| --- | ---: | ---: | ---: | ---: |
{rows}

floor reads the needed columns and adds them up; tuned is the best SQL we know; fused is one pass per table; naive is a query per KPI
(`bench/plain.py`). Cells compared with fused: {cells:,}, of {plain.CELLS:,} rows
of each; what differs: {", ".join(wrong) or "nothing"}. Where nothing happened, plain SQL's NULL counts as Scoreline's 0 in counts and
sums; ratios, medians and growth must be NULL in both or in neither.

Asked of Scoreline: at most 1.5 times tuned, peak under 1,500 MB. Measured: {middle["scoreline"] / base:.2f} times, {peak["scoreline"]:,.0f} MB.

## Loading

All files, from Parquet, through a mapping of column pairs, against DuckDB's own COPY of the same files to Parquet.

| what | times copy | s | peak MB |
| --- | ---: | ---: | ---: |
| copy | 1.00 | {load["copy"]["seconds"]:.1f} | {load["copy"]["peak_mb"]:,.0f} |
| load | {ratio:.2f} | {load["load"]["seconds"]:.1f} | {load["load"]["peak_mb"]:,.0f} |

Asked of the load: under 4 times the copy, peak under 3,000 MB. Measured: {ratio:.2f} times, {load["load"]["peak_mb"]:,.0f} MB.
"""


def main() -> None:
    """Run the bench and write RESULTS.md."""
    options = argparse.ArgumentParser(prog="bench", description="Time Scoreline beside plain SQL on the same files.")
    options.add_argument("--scale", type=float, default=20, help="millions of order lines")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--data", type=Path, default=HERE.parent / ".bench", help="where the data is made; kept for the next run")
    options.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    given: Any = options.parse_args()
    data = given.data.absolute() / f"{given.scale:g}"
    source = data / "source"
    if not (source / "done").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        company.make(source, given.scale, data)
        (source / "done").touch()
    loaded = loading(data, source)
    found = queries(data, given.rounds)
    cells, wrong = agree(data)
    text = report(given.scale, loaded, found, cells, wrong)
    print(text)
    if wrong:
        sys.exit("The answers differ; nothing was written.")
    given.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
