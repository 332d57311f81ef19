"""A process that loads: the tests start it, and kill it.

    python -m tests.mart.loader MART STAGING once|forever|hold|maintain

`once` publishes the next staged load; `forever` goes on with one load after another; `hold` takes the write lock, says so and sleeps;
`maintain` publishes and maintains by turns, keeping two versions.
Load number k holds k people, and k orders with two lines each, moved by k days, and fits no other.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import Any

from scoreline.mart.lock import write_lock
from scoreline.mart.maintain import maintain
from scoreline.mart.publish import publish
from scoreline.mart.store import Mart
from tests.mart.staging import stage

START = dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC)
LOADS = 8


def tables(k: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of load number k."""
    orders = [{"id": str(i), "ordered_at": START + dt.timedelta(days=40 * i + k), "owner_id": f"owner{k}"} for i in range(k)]
    lines = [{"id": f"{i}-{n}", "order_id": str(i), "amount": k} for i in range(k) for n in range(2)]
    return {"people": [{"id": str(i), "name": f"name{k}"} for i in range(k)], "orders": orders, "order_lines": lines}


def load(mart: Mart, staging: Path, k: int) -> int:
    """Publish load number k as a snapshot of everything; the version's number."""
    kind = (k - 1) % LOADS + 1
    return publish(mart, stage(staging, tables(kind), mode="snapshot", note=f"load {kind}"), time_zone="UTC", wait=30).number


def main(path: str, staging: str, how: str) -> None:
    """Do as told."""
    mart = Mart(Path(path))
    if how == "hold":
        with write_lock(mart.path):
            print("held", flush=True)  # noqa: T201
            time.sleep(600)
    while True:
        print(load(mart, Path(staging), mart.snapshot().number + 1), flush=True)  # noqa: T201
        if how == "maintain":
            maintain(mart, keep=2, wait=30)
        if how == "once":
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
