"""The members of cuts by a value that rows carry themselves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.engine.definitions import define
from tests.engine.tables import Tables, ask, cells, engine


def test_a_value_that_many_rows_carry_is_one_member(tmp_path: Path) -> None:
    visits = [{"id": str(n), "started_on": dt.date(2025, 1, 5), "device": "phone" if n else None} for n in range(4)]
    found = define(tmp_path, "  made: {from: visits, count: id, at: started_on}", seen="made, unit: count")
    table = ask(engine(Tables({"visits": visits}), found), "seen", by=["device"], per="month", start="2025-01", end="2025-01")
    assert cells(table, "seen") == {("phone", "2025-01"): 3, (None, "2025-01"): 1}
