"""scoreline history: what it tells of a table's days."""

from __future__ import annotations

import datetime as dt

from scoreline.cli.history import _table
from scoreline.mart.coverage import assumed, declared
from scoreline.mart.staged import Span
from scoreline.mart.versions import TableVersion

JAN, FEB = dt.date(2024, 1, 1), dt.date(2024, 2, 29)
BOTH = {"first_day": JAN, "last_day": FEB, "assumed": False}


def test_a_table_of_several_sources_tells_the_days_of_each() -> None:
    whole, part = declared(Span(JAN, dt.date(2024, 3, 1))), assumed(JAN, JAN)
    assert part is not None
    told = _table(TableVersion(1, 5, whole, ("a", "b", "c"), {"a": whole, "b": part}))
    unknown = {"first_day": None, "last_day": None, "assumed": None}
    assert told == {"rows": 5, **BOTH, "sources": {"a": BOTH, "b": {"first_day": JAN, "last_day": JAN, "assumed": True}, "c": unknown}}
    assert _table(TableVersion(1, 5, whole, ("a",), {"a": whole})) == {"rows": 5, **BOTH}
