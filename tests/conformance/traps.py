"""What engines are known to do each in its own way: one query a trap, held against DuckDB's answer, types and all."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from scoreline.engine.backends.remote import Remote
from scoreline.engine.dialects import values
from tests.checks.comparing import agrees
from tests.conformance.running import Running

COLUMNS = [("id", "VARCHAR"), ("word", "VARCHAR"), ("n", "BIGINT"), ("money", "DECIMAL(18,4)"), ("part", "DECIMAL(9,8)"),
           ("flag", "BOOLEAN"), ("day", "DATE"), ("later", "DATE"), ("seen", "TIMESTAMP WITH TIME ZONE")]  # fmt: skip
ROWS = [
    (
        "1",
        "apple",
        4_611_686_018_427_387_904,
        "99999999999999.9999",
        "0.33333333",
        True,
        "2024-08-31",
        "2024-09-30",
        "2024-03-31 01:30:00.25+01",
    ),
    ("2", "Zebra", 3, "0.0001", "0.5", False, "2024-02-29", "2024-02-29", "2024-10-27 02:30:00+02"),
    ("3", "ärger", -7, "2.5", "0.00005", None, "1900-01-01", "2200-12-31", "1969-12-31 23:59:59.5+00"),
    ("4", "_x", None, None, None, True, "2023-11-30", None, None),
    ("5", None, 0, "-2.5", "1", False, None, "9999-12-31", "2024-03-10 07:00:00.000001+00"),
    ("6", 'it\'s 50% \\ "so"', 10, "1234.5678", "0.1", False, "2023-12-31", "2024-01-01", "2024-01-01 00:00:00+00"),
    ("7", "", 2, "0", "0", None, "2024-01-29", "2025-01-29", "2024-01-01 00:00:00+00"),
]

QUERIES = dict(re.findall(r"^-- (.+)\n([^;]+);$", (Path(__file__).parent / "traps.sql").read_text("utf-8"), re.M))


class Traps:
    """Each trap on each engine."""

    @pytest.fixture
    def bare(self, running: Running) -> Remote:
        """The engine with the sample."""
        running.bare.define("sample", values.select(COLUMNS, ROWS))
        return running.bare

    @pytest.mark.parametrize("trap", QUERIES)
    def test_trap(self, bare: Remote, trap: str) -> None:
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            con.execute(f"CREATE VIEW sample AS {values.select(COLUMNS, ROWS)}")
            wanted = con.sql(QUERIES[trap]).to_arrow_table()
        found = bare.arrow(QUERIES[trap])
        assert found.schema == wanted.schema
        kept = trap == "pages in order"
        assert _alike(_rows(found, kept), _rows(wanted, kept)), f"{_rows(found, kept)} instead of {_rows(wanted, kept)}"

    def test_nobody_pastes_values(self, bare: Remote) -> None:
        found = bare.rows(f"SELECT id FROM sample WHERE word = {values.literal(ROWS[5][1])}")
        assert found == [("6",)]


def _rows(table: pa.Table, kept: bool) -> list[tuple[object, ...]]:
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return rows if kept else sorted(rows, key=lambda row: [repr(_rough(value)) for value in row])


def _rough(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def _alike(found: list[tuple[object, ...]], wanted: list[tuple[object, ...]]) -> bool:
    return len(found) == len(wanted) and all(
        _same(a, b) for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)
    )


def _same(found: object, wanted: object) -> bool:
    if isinstance(wanted, float):
        return isinstance(found, float) and agrees(found, wanted)
    return found == wanted and type(found) is type(wanted) and isinstance(wanted, (str, bool, int, Decimal, dt.date, type(None)))
