"""The days that a warehouse's tables cover, and each source in them."""

from __future__ import annotations

import datetime as dt

import pytest

from scoreline.engine.backends.held_days import HeldDays, Said
from scoreline.mart.staged import Span
from tests.engine.tables import Tables

YEAR = Span(dt.date(2024, 1, 1), dt.date(2025, 1, 1))
JUNE = Span(dt.date(2024, 1, 3), dt.date(2024, 6, 16))


def held(*said: Said) -> HeldDays:
    """Orders of two sources: of a until December, of b until 15 June. Stages of a."""
    import duckdb

    days = [("a", "2024-01-02"), ("a", "2024-12-20"), ("b", "2024-01-03"), ("b", "2024-06-15")]
    rows = [{"_source": source, "id": day, "ordered_on": dt.date.fromisoformat(day)} for source, day in days]
    people = [{"_source": source, "id": "1"} for source in "ab"]
    con = duckdb.connect()
    Tables({"orders": rows, "people": people, "stages": [{"_source": "a", "id": "1"}]}).attach(con)
    return HeldDays(["orders", "people", "refunds", "stages"], said, lambda query: con.execute(query).fetchall())


def test_without_a_word_days_are_those_of_the_rows() -> None:
    days = held()
    assert days.sources == ("a", "b")
    assert days.spans("orders") == (Span(dt.date(2024, 1, 2), dt.date(2024, 12, 21)),)
    assert days.spans("orders", "b") == (JUNE,)
    assert days.has("orders", "b") and not days.declared("orders", "b")
    assert days.has("stages", "a") and not days.has("stages", "b") and days.spans("stages", "a") == ()
    assert not days.has("refunds") and not days.has("refunds", "a") and not days.has("leads", "a")


def test_days_of_the_table_are_those_of_a_source_while_it_has_rows() -> None:
    """a is quiet for the first day and the last eleven; b ends in June."""
    days = held(Said("orders", YEAR, True, None))
    assert days.spans("orders") == days.spans("orders", "a") == (YEAR,)
    assert days.spans("orders", "b") == (Span(YEAR.start, JUNE.end),)
    assert days.spans("orders", "c") == ()
    assert days.declared("orders") and not days.declared("orders", "b")


def test_days_of_a_source_go_before_its_rows() -> None:
    first, last = Span(YEAR.start, dt.date(2024, 3, 1)), Span(dt.date(2024, 3, 1), YEAR.end)
    days = held(Said("orders", first, True, "a"), Said("orders", last, True, "a"), Said("refunds", YEAR, True, "a"))
    assert days.spans("orders") == days.spans("orders", "a") == (YEAR,)
    assert days.spans("orders", "b") == ()
    assert days.has("refunds", "a") and days.declared("refunds", "a") and not days.has("refunds", "b")


@pytest.mark.parametrize("line", [("orders", "2024-01-01", dt.date(2025, 1, 1), 1, ""), ("orders", "2024-01-01", "2025-01-01", "t")])
def test_lines_are_read_as_engines_spell_them(line: tuple[str, ...]) -> None:
    assert Said.of(*line) == Said("orders", YEAR, True, None)
