"""make bench SCALE=20: make the company, load it, and time Scoreline beside plain SQL and other tools on the same facts, in one run."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import scoreline
from bench import arrivals, company, mapping, peers, plain
from bench.agreement import agree
from bench.report import Measured, Runs, report

HERE = Path(__file__).parent
LARGE = ("floor", "tuned", "scoreline", "fused")
CONTESTANTS = ("floor", "tuned", "scoreline", "fused", "naive")


def run(module: str, *arguments: object) -> None:
    """A module of the bench in a new process."""
    subprocess.run([sys.executable, "-m", f"bench.{module}", *map(str, arguments)], check=True, cwd=HERE.parent)


def told(path: Path) -> dict[str, float]:
    """What a process wrote."""
    found: dict[str, float] = json.loads(path.read_text("utf-8"))
    return found


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
        found[what] = told(data / f"{what}.json")
        print(f"  {what}: {found[what]['seconds']:.1f} s, {found[what]['peak_mb']:.0f} MB", flush=True)
    shutil.rmtree(data / "copied")
    return found


def queries(data: Path, kpis: str, rounds: int) -> Runs:
    """Every contestant `rounds` times, each time in a new process, taking turns so that a slow minute hits all alike."""
    found: Runs = {name: [] for name in CONTESTANTS}
    for number in range(rounds):
        for name in CONTESTANTS:
            forget(data)
            run("contestant", name, kpis, data / "workspace", data / f"{name}_{kpis}")
            found[name].append(told(data / f"{name}_{kpis}.json"))
            print(f"  round {number + 1}, {kpis}, {name}: {found[name][-1]['seconds']:.2f} s", flush=True)
    return found


def occasion(data: Path, name: str) -> dict[str, float]:
    """One of bench/occasions.py in a new process."""
    run("occasions", name, data / "workspace", data / f"{name}.json")
    found = told(data / f"{name}.json")
    print(f"  {name}: {found}", flush=True)
    return found


def refreshed(data: Path, source: Path) -> dict[str, float]:
    """Load one day's arrivals into a copy of the workspace whose states of the fifteen are kept, and refresh them."""
    day = data / "arrivals"
    shutil.rmtree(day, ignore_errors=True)
    rows = arrivals.make(source, day)
    forget(data)
    run("contestant", "scoreline", "all", data / "workspace", data / "scoreline_all")
    scoreline.open(data / "workspace").load(day, day / "mapping.yaml")
    return {**occasion(data, "refresh"), "rows": rows}


def large(data: Path, times: int) -> Runs:
    """The twelve KPIs over a mart so many times as large, each contestant once; made from this one where it is not there."""
    place = data.with_name(f"{data.name}x{times}")
    if not (place / "done").exists():
        run("enlarge", data / "workspace", place / "workspace", times)
        (place / "done").touch()
    found: Runs = {}
    for name in LARGE:
        forget(place)
        run("contestant", name, "core", place / "workspace", place / f"{name}_core")
        found[name] = [told(place / f"{name}_core.json")]
        print(f"  {times} times, {name}: {found[name][0]['seconds']:.1f} s, {found[name][0]['peak_mb']:,.0f} MB", flush=True)
    if wrong := agree(place, "core", ("mine", "tuned"))[1]:
        sys.exit(f"The answers differ; nothing was written: {', '.join(wrong)}")
    return found


def forget(data: Path) -> None:
    """Remove all kept states."""
    shutil.rmtree(data / "workspace" / "states", ignore_errors=True)


def main() -> None:
    """Run the bench and write RESULTS.md."""
    options = argparse.ArgumentParser(prog="bench", description="Time Scoreline beside plain SQL and other tools on the same facts.")
    options.add_argument("--scale", type=float, default=20, help="millions of order lines")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--data", type=Path, default=HERE.parent / ".bench", help="where the data is made; kept for the next run")
    options.add_argument("--peers", type=Path, help="a folder of runners of other tools (bench/peers.py)")
    options.add_argument("--large", type=int, default=0, metavar="TIMES", help="ask the twelve also of a mart so many times as large")
    options.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    given: Any = options.parse_args()
    data = given.data.absolute() / f"{given.scale:g}"
    source = data / "source"
    if not (source / "done").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        company.make(source, given.scale, data)
        (source / "done").touch()
    load = loading(data, source)
    cold = {kpis: queries(data, kpis, given.rounds) for kpis in plain.KPIS}
    judged = {kpis: agree(data, kpis) for kpis in plain.KPIS}
    if wrong := [item for _, found in judged.values() for item in found]:
        sys.exit(f"The answers differ; nothing was written: {', '.join(wrong)}")
    beside: dict[str, Any] = {}
    if given.peers:
        layout = data / "peers"
        if not layout.exists():
            peers.export(source, layout)
        beside = {
            kpis: peers.run(given.peers.absolute(), layout, kpis, given.rounds, data / f"scoreline_{kpis}.parquet") for kpis in plain.KPIS
        }
    forget(data)
    run("where", "all", data / "workspace", data / "where.json")
    where = json.loads((data / "where.json").read_text("utf-8"))
    unread = occasion(data, "unread")
    whole = []
    for _ in range(given.rounds):
        forget(data)
        whole.append(occasion(data, "catalogue"))
    larger = large(data, given.large) if given.large else {}
    occasion(data, "prepare")
    kept = occasion(data, "kept")
    found = Measured(
        given.scale, load, cold, {kpis: count for kpis, (count, _) in judged.items()}, kept, whole, unread, refreshed(data, source), where,
        beside, given.large, larger,
    )  # fmt: skip
    text = report(found)
    print(text)
    given.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
