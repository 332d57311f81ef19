"""RESULTS.md: what was run, what was asked, what was measured; ratios first."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHORTFALL = Path(__file__).with_name("shortfall.md")
"""What is not reached, and what was tried: written by hand."""
Runs = dict[str, list[dict[str, float]]]


@dataclass
class Measured:
    """All figures of one run of the bench."""

    scale: float
    load: dict[str, dict[str, float]]
    cold: dict[str, Runs]
    cells: dict[str, int]
    kept: dict[str, float]
    catalogue: list[dict[str, float]]
    unread: dict[str, float]
    refresh: dict[str, float]
    where: dict[str, Any]
    peers: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    times: int = 0
    large: Runs = field(default_factory=dict)

    @property
    def options(self) -> str:
        """What else the run was asked for."""
        return f"{f' --large {self.times}' if self.large else ''}{' --peers FOLDER' if self.peers else ''}"

    def median(self, kpis: str, name: str) -> float:
        """A contestant's seconds."""
        return statistics.median(run["seconds"] for run in self.cold[kpis][name])

    def peak(self, kpis: str, name: str) -> float:
        """A contestant's peak memory in MB."""
        return max(run["peak_mb"] for run in self.cold[kpis][name])


def report(found: Measured) -> str:
    """The page."""
    packages = ("scoreline", "duckdb", "deltalake", "sqlglot", "pyarrow")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return "\n".join(
        [
            f"""# Bench results

Made by `python -m bench --scale {found.scale:g} --rounds {len(found.catalogue)}{found.options}` on {dt.date.today().isoformat()}: {found.scale:g} million order lines, {found.scale:g} million activities, 1,000 reps, 36 months;
Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}; {versions}.

## Asked and measured

{_asked(found)}""",
            _cold(found, "core", "Twelve KPIs, rep by month, cold"),
            _cold(found, "all", "All fifteen, with new and kept customers and the open pipeline"),
            _peers(found),
            _where(found),
            _large(found),
            _rest(found),
            SHORTFALL.read_text("utf-8"),
        ]
    )


def _asked(found: Measured) -> str:
    core, every = (found.median(kpis, "scoreline") / found.median(kpis, "tuned") for kpis in ("core", "all"))
    mine = found.median("all", "scoreline")
    catalogue = statistics.median(run["seconds"] for run in found.catalogue)
    limit = 3 * mine + 4 * found.unread["seconds"]
    rows = [
        ("cold, 12 KPIs, times tuned", "1.2", f"{core:.2f}"),
        ("cold, all 15, times tuned", "1.2", f"{every:.2f}"),
        ("cold, all 15, times faster than naive", "3", f"{found.median('all', 'naive') / mine:.1f}"),
        ("the whole catalogue, all levels, s", f"{limit:.1f} (3 times the 15, and 4 times the floor of the rest)", f"{catalogue:.1f}"),
        ("scorecard from kept states, ms", "50", f"{1000 * found.kept['median']:.0f}, the slowest {1000 * found.kept['slowest']:.0f}"),
        ("refresh after a day's arrivals, share of cold", "10 %", f"{100 * found.refresh['seconds'] / mine:.0f} %"),
        ("peak memory, cold, MB", "1,000", f"{max(found.peak(kpis, 'scoreline') for kpis in ('core', 'all')):,.0f}"),
    ]
    one = found.median("core", "scoreline")
    ahead = {name: found.median("core", name) / one for name in ("fused", "naive")} | {
        name: statistics.median(item["times"]) / one
        for name, item in found.peers.get("core", {}).items()
        if "times" in item and not name.startswith(("duck_tuned", "scoreline"))
    }
    rows.insert(
        2,
        ("cold, 12 KPIs, times faster than the others but tuned", "1.5", ", ".join(f"{name} {ratio:.1f}" for name, ratio in ahead.items())),
    )
    if "pandas" in found.peers.get("all", {}):
        rows.insert(
            4, ("cold, all 15, times faster than pandas", "10", f"{statistics.median(found.peers['all']['pandas']['times']) / mine:.1f}")
        )
    best = min((statistics.median(item["times"]) for item in found.peers.get("core", {}).values() if "times" in item), default=None)
    if best is not None:
        rows.append(("scorecard, times faster than the best other tool's cold answer", "30", f"{best / found.kept['median']:.0f}"))
    if found.large:
        mine_large = found.large["scoreline"][0]
        growth = mine_large["seconds"] / found.median("core", "scoreline")
        rows.append((f"cold, 12 KPIs, {found.times} times the rows, times the seconds", f"{1.2 * found.times:g}", f"{growth:.1f}"))
        rows.append((f"peak memory, cold, {found.times} times the rows, MB", "6,000", f"{mine_large['peak_mb']:,.0f}"))
    return "\n".join(["| measure | asked | measured |", "| --- | --- | --- |", *(f"| {' | '.join(row)} |" for row in rows)])


def _cold(found: Measured, kpis: str, title: str) -> str:
    runs, base = found.cold[kpis], found.median(kpis, "tuned")
    rows = "\n".join(
        f"| {name} | {found.median(kpis, name) / base:.2f} | {found.median(kpis, name):.2f} | {min(r['seconds'] for r in runs[name]):.2f} to "
        f"{max(r['seconds'] for r in runs[name]):.2f} | {found.peak(kpis, name):,.0f} |"
        for name in runs
    )
    return f"""
## {title}

A new process each time, no kept states, warm file cache, from opening to the Arrow table, imports aside; {len(runs["tuned"])} rounds, taking
turns. All read the files of the same mart version. Scoreline's time includes keeping its states for the next question.

| contestant | times tuned | median s | from, to s | peak MB |
| --- | ---: | ---: | ---: | ---: |
{rows}

floor reads the needed columns and adds them up; tuned is the best SQL we know; fused is one pass per table; naive is a query per KPI
(`bench/plain.py`). Cells compared with fused: {found.cells[kpis]:,}; none differs. Where nothing happened, plain SQL's NULL counts as
Scoreline's 0 in counts and sums; ratios, medians and growth must be NULL in both or in neither."""


def _peers(found: Measured) -> str:
    if not found.peers:
        return "\n## Other tools\n\nNot run: `python -m bench --peers FOLDER` runs them on the same company (`bench/peers.py`)."
    parts = []
    for kpis, peers in found.peers.items():
        mine = found.median(kpis, "scoreline")
        rows = "\n".join(
            f"| {name} | {statistics.median(item['times']) / mine:.1f} | {statistics.median(item['times']):.2f} | {item['tree_mb']:,} | {item['agree']} |"
            for name, item in peers.items() if "times" in item
        )  # fmt: skip
        parts.append(f"""
## Other tools, {"12 KPIs" if kpis == "core" else "all 15"}, on the same company

Ids as integers and money in cents, the warmer runs of one process after its imports. Scoreline over its mart: {mine:.2f} s; its cells
against their reference: {peers["scoreline"]["agree"]} KPIs agree; the rate of
collection differs by about a millionth, since this layout rounds each payment to cents.

| tool | times Scoreline | median s | peak MB | KPIs that agree |
| --- | ---: | ---: | ---: | --- |
{rows}""")
    return "\n".join(parts)


def _where(found: Measured) -> str:
    floor: dict[str, float] = found.where["floor"]
    whole = sum(seconds for _, seconds in found.where["steps"])
    rows = []
    for step, seconds in found.where["steps"]:
        table = step.partition(" by ")[0]
        read = f"{floor[table]:.2f}" if table in floor else ""
        rows.append(f"| {step} | {seconds:.2f} | {100 * seconds / whole:.0f} % | {read} |")
    return f"""
## Where the time goes

One run of the fifteen, {whole:.2f} s; beside each step the seconds in which DuckDB reads and adds up the columns of that table, all that
any state of it needs, once.

| step | s | share | floor s |
| --- | ---: | ---: | ---: |
{chr(10).join(rows)}

All floors together take {sum(floor.values()):.2f} s. Above them stands what is done with each row: its text keys are grouped by member and
month, and each buyer is looked for among those of the member, which is by far the dearest. A table that several states read is read
again for each. Opening reads versions, definitions and file lists before the first row."""


def _large(found: Measured) -> str:
    if not found.large:
        return "\n## Ten times the rows\n\nNot run: `--large 10` makes a mart ten times as large out of this one and asks it the same."
    base = found.large["tuned"][0]["seconds"]
    rows = "\n".join(
        f"| {name} | {runs[0]['seconds'] / base:.2f} | {runs[0]['seconds']:.1f} | {runs[0]['seconds'] / found.median('core', name):.1f} | "
        f"{runs[0]['peak_mb']:,.0f} |"
        for name, runs in found.large.items()
    )
    return f"""
## {found.times} times the rows

The twelve KPIs over {found.times * found.scale:g} million order lines of as many people: the mart's files {found.times} times over, each time with other ids
(`bench/enlarge.py`). One run each; all cells agree.

| contestant | times tuned | s | times its own seconds above | peak MB |
| --- | ---: | ---: | ---: | ---: |
{rows}"""


def _rest(found: Measured) -> str:
    ratio = found.load["load"]["seconds"] / found.load["copy"]["seconds"]
    catalogue = found.catalogue[0]
    return f"""
## The whole catalogue, kept states, refresh

{catalogue["kpis"]:.0f} KPIs that the data allows, for all people, teams and the company, {catalogue["cells"]:,.0f} cells, cold:
{", ".join(f"{run['seconds']:.1f}" for run in found.catalogue)} s, {max(run["peak_mb"] for run in found.catalogue):,.0f} MB.
The floor of the tables that the fifteen do not read: {found.unread["seconds"]:.2f} s.

{found.kept["scorecards"]:.0f} scorecards of twelve KPIs of a person, a team and the company, week to year, from kept states, none asked for
before: median {1000 * found.kept["median"]:.0f} ms, slowest {1000 * found.kept["slowest"]:.0f} ms. The first of a level and length in a process
reads the states: at most {1000 * found.kept["first"]:,.0f} ms.

Refresh of the states of the fifteen after one day's arrivals ({found.refresh["rows"]:,.0f} rows, deals decided and leads converted among them),
opening and writing included: {found.refresh["seconds"]:.2f} s.

## Loading

All files, from Parquet, through a mapping of column pairs, against DuckDB's own COPY of the same files to Parquet.

| what | times copy | s | peak MB |
| --- | ---: | ---: | ---: |
| copy | 1.00 | {found.load["copy"]["seconds"]:.1f} | {found.load["copy"]["peak_mb"]:,.0f} |
| load | {ratio:.2f} | {found.load["load"]["seconds"]:.1f} | {found.load["load"]["peak_mb"]:,.0f} |
"""
