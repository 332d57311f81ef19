"""A process that loads and refreshes: the tests start it, and kill it.

    python -m tests.engine.refresher WORKSPACE forever|once|hold

`forever` goes on with one load after another, refreshing after each, and says the version each time; `once` refreshes and says what it
did; `hold` keeps the states locked, says so and sleeps.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from scoreline.engine.refresh_all import refresh_all
from scoreline.engine.shelf import Shelf
from scoreline.kpis import registry
from scoreline.mart.store import Mart
from tests.engine.histories import IDS, engine, load, rows

TABLES = ("orders", "order_lines", "deals", "customers", "activities")


def happen(folder: Path) -> int:
    """One more load; the version's number."""
    mart = Mart(folder / "mart")
    number = mart.snapshot().number + 1
    chance = random.Random(number)
    ids = [chance.randrange(IDS * 4) for _ in range(3)]
    load(mart, folder, {name: rows(name, chance, ids) for name in chance.sample(TABLES, 2)})
    return mart.snapshot().number


def main(path: str, how: str) -> None:
    """Do as told."""
    folder = Path(path)
    if how == "hold":
        with Shelf(folder / "states").writing():
            print("held", flush=True)  # noqa: T201
            time.sleep(600)
    while True:
        number = happen(folder) if how == "forever" else 0
        done = refresh_all(engine(folder, registry.shipped(), keeping=True), wait=60 if how == "forever" else 0)
        print(number, done.kept, done.redone, done.rebuilt, flush=True)  # noqa: T201
        if how == "once":
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
