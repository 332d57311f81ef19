"""Companies small enough to work out by hand, staged from the tables in tiny/.

`hanoi` sells with people, in Hanoi (UTC+7), where who has not ordered for 100 days is a customer no longer, or, asked in the other way,
whose contract has ended. `other` is a second source of it, which has an "ann", a "c1" and an "o01" of its own and deals in euros.
`berlin` is an online shop with a week 53 and nights in which the clocks change. "-" is an empty value; what is odd on purpose stands
in the comments.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import duckdb

from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Span, Staged, StagedTable
from tests.checks.companies import Company

FOLDER = Path(__file__).parent / "tiny"
HANOI = Company(
    "Asia/Ho_Chi_Minh",
    "USD",
    dt.date(2023, 1, 1),
    dt.date(2024, 7, 1),
    {
        "day": ("2024-02-14", "2024-03-05"),
        "week": ("2024-W05", "2024-W14"),
        "month": ("2023-02", "2024-06"),
        "quarter": ("2023-Q1", "2024-Q2"),
        "year": ("2023", "2023"),
    },
    customer_days=100,
)
CONTRACTS = dataclasses.replace(HANOI, customer_meaning="contract")
BERLIN = Company(
    "Europe/Berlin",
    "EUR",
    dt.date(2020, 10, 1),
    dt.date(2021, 5, 1),
    {
        "day": ("2021-03-26", "2021-03-30"),
        "week": ("2020-W52", "2021-W13"),
        "month": ("2020-10", "2021-04"),
        "quarter": ("2020-Q4", "2021-Q1"),
    },
)


def stage_hanoi(workdir: Path) -> tuple[Staged, ...]:
    """Stage both its sources under `workdir`."""
    covers = Span(HANOI.covered_from, HANOI.covered_to)
    return tuple(stage(workdir, name, HANOI.time_zone, covers) for name in ("hanoi", "other"))


def stage_berlin(workdir: Path) -> tuple[Staged, ...]:
    """Stage it under `workdir`."""
    return (stage(workdir, "berlin", BERLIN.time_zone, Span(BERLIN.covered_from, BERLIN.covered_to)),)


def stage(workdir: Path, source: str, time_zone: str, covers: Span) -> Staged:
    """Stage the tables of one source; times without an offset are local. `other` has all tables of the first, most of them empty."""
    found = tables((FOLDER / f"{source}.txt").read_text("utf-8"))
    if source == "other":
        first = tables((FOLDER / "hanoi.txt").read_text("utf-8"))
        found |= {name: (header, []) for name, (header, _) in first.items() if name not in found}
    database = workdir / f"{source}.duckdb"
    with duckdb.connect(str(database)) as con:
        con.execute(f"SET TimeZone = '{time_zone}'")
        for name, (header, rows) in found.items():
            types = ", ".join(f'"{column}" {TABLES[name].column(column).type.sql}' for column in header)
            con.execute(f"CREATE TABLE {name} ({types}, _file VARCHAR, _row BIGINT)")
            marks = ", ".join("?" * (len(header) + 2))
            if rows:
                con.executemany(f"INSERT INTO {name} VALUES ({marks})", [[*row, f"{name}.txt", i] for i, row in enumerate(rows, 2)])
    staged = tuple(StagedTable(name, covers=covers if TABLES[name].event else None, read=len(rows)) for name, (_, rows) in found.items())
    return Staged(database, source, staged, "A company worked out by hand")


def tables(text: str) -> dict[str, tuple[list[str], list[list[str | None]]]]:
    """Table -> its columns and rows: the first word of a block's first line names the table, the others its columns."""
    found: dict[str, tuple[list[str], list[list[str | None]]]] = {}
    for block in text.strip().split("\n\n"):
        lines = [line.split() for line in block.splitlines() if not line.startswith("#")]
        name, *header = lines[0]
        assert all(len(line) == len(header) for line in lines[1:]), name
        found[name] = header, [[None if word == "-" else word for word in line] for line in lines[1:]]
    return found
