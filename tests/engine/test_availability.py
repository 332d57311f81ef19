"""What the data allows: whole, in part with the months that are there, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from scoreline.engine.availability import Allowed, Availability, availability, detailed
from scoreline.engine.coverage import Coverage
from scoreline.engine.source_days import SourceDays
from scoreline.kpis import registry
from scoreline.mart.staged import Span
from scoreline.periods import Calendar
from tests.engine.tables import Tables

YEAR = (Span(dt.date(2024, 1, 1), dt.date(2025, 1, 1)),)


def found(kpi: str, covered: Mapping[str, tuple[Span, ...]], sources: tuple[SourceDays, ...] = ()) -> Availability:
    mart = Tables({table: [] for table in covered}, covered)
    every = detailed(registry.shipped(), Coverage(mart, 90), Calendar(), sources)
    return next(item for item in every if item.kpi == kpi)


def runs(of: Availability) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    months, gaps = ([(first.label, last.label) for first, last in part] for part in (of.months, of.gaps))
    return months, gaps


def test_a_kpi_whose_tables_cover_everything_is_allowed() -> None:
    item = found("order_count", {"orders": YEAR})
    assert item.allowed is Allowed.YES
    assert runs(item) == ([("2024-01", "2024-12")], [])
    assert item.why == ""


def test_what_is_missing_is_named() -> None:
    item = found("win_rate", {"orders": YEAR})
    assert item.allowed is Allowed.NO
    assert item.missing == ("deals", "stages")
    assert runs(item) == ([], [])


def test_a_gap_leaves_the_months_around_it() -> None:
    two = (Span(dt.date(2024, 1, 1), dt.date(2024, 4, 1)), Span(dt.date(2024, 6, 15), dt.date(2024, 9, 10)))
    item = found("order_count", {"orders": two})
    assert item.allowed is Allowed.PARTLY
    assert runs(item) == ([("2024-01", "2024-03"), ("2024-07", "2024-08")], [("2024-04", "2024-06")])
    assert "orders from 2024-01-01 to 2024-03-31 and from 2024-06-15 to 2024-09-09" in item.why


def test_a_month_that_the_data_only_begins_is_no_gap() -> None:
    item = found("order_count", {"orders": (Span(dt.date(2024, 1, 10), dt.date(2024, 3, 20)),)})
    assert item.allowed is Allowed.YES
    assert runs(item) == ([("2024-02", "2024-02")], [])


def test_growth_needs_the_month_before() -> None:
    item = found("revenue_growth", {"order_lines": YEAR, "orders": YEAR})
    assert runs(item) == ([("2024-02", "2024-12")], [("2024-01", "2024-01")])


def test_retention_needs_the_days_before() -> None:
    item = found("retention_rate", {"orders": YEAR})
    assert item.allowed is Allowed.PARTLY
    assert item.months[0][0].label == "2024-04"
    assert "orders of the 90 days before" in item.why


def test_a_source_with_fewer_days_is_told_where_its_table_is_read() -> None:
    short = SourceDays("orders", "b", dt.date(2024, 1, 3), dt.date(2024, 6, 28), people=4, locations=1)
    item = found("order_count", {"orders": YEAR, "deals": YEAR, "stages": YEAR}, (short,))
    assert (item.allowed, item.sources) == (Allowed.PARTLY, (short,))
    assert found("win_rate", {"orders": YEAR, "deals": YEAR, "stages": ()}, (short,)).sources == ()


def test_a_retired_kpi_is_not_on_offer(tmp_path: Path) -> None:
    own = tmp_path / "kpis" / "own.yaml"
    own.parent.mkdir()
    own.write_text("retire: [win_rate]\n", "utf-8")
    found = registry.with_own([own])
    mart = Tables({})
    assert "win_rate" not in [item.kpi for item in availability(found, Coverage(mart, 90))]
    assert [item.kpi for item in availability(found, Coverage(mart, 90), ["win_rate"])] == ["win_rate"]
