"""Dates and times: ISO, declared patterns, serial numbers, time zones."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreline.ingest.dates import DateFormats, date_sql, explain_date, pattern_problem, time_sql

CON = duckdb.connect()
DAYS = st.dates(dt.date(1900, 3, 2), dt.date(2199, 12, 31))


def day(text: str, *patterns: str, zone: str = "UTC") -> dt.date | None:
    sql = date_sql("x", DateFormats(patterns), zone)
    row = CON.execute(f"SELECT {sql} FROM (SELECT ?::VARCHAR AS x)", [text]).fetchone()
    return row[0] if row else None


def moment(text: str, *patterns: str, zone: str = "UTC") -> dt.datetime | None:
    sql = time_sql("x", DateFormats(patterns), zone)
    row = CON.execute(f"SELECT epoch_us({sql}) FROM (SELECT ?::VARCHAR AS x)", [text]).fetchone()
    if not row or row[0] is None:
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=row[0])


@pytest.mark.parametrize("text", ["2026-02-01", "2026-2-1", "2026/02/01", "2026.2.1", "20260201", "2026年2月1日", "２０２６-０２-０１",
                                  "2026-02-01 00:00:00", "2026-02-01T23:59", "2014-02-01 11:15:07.263000000"])  # fmt: skip
def test_days_written_year_first_are_read(text: str) -> None:
    found = day(text)
    assert found is not None
    assert (found.month, found.day) == (2, 1)


@pytest.mark.parametrize("text", ["01/02/2026", "25/12/2026", "1.2.2026", "42736", "infinity", "epoch", "today", "2026-02-30",
                                  "2026-13-01", "2026-02-01 25:00", "0017-03-01", "2026-02-01 (BC)", "2026", "2026-02"])  # fmt: skip
def test_everything_else_is_refused_unless_declared(text: str) -> None:
    assert day(text) is None
    assert moment(text) is None


@settings(max_examples=100, deadline=None)
@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d", "%d %b %Y", "%Y-%j", "%Y-%d-%m", "%Y%d%m"]))
def test_a_declared_pattern_reads_what_it_writes(value: dt.date, pattern: str) -> None:
    assert pattern_problem(pattern) == ""
    assert day(value.strftime(pattern), pattern) == value


@settings(max_examples=100, deadline=None)
@given(DAYS)
def test_serials_count_days(value: dt.date) -> None:
    assert day(str((value - dt.date(1899, 12, 30)).days), "excel") == value
    if value > dt.date(1904, 1, 2):
        assert day(str((value - dt.date(1904, 1, 1)).days), "excel1904") == value


def test_a_serial_holds_the_time_as_its_fraction() -> None:
    assert moment("42736.75", "excel") == dt.datetime(2017, 1, 1, 18, tzinfo=dt.UTC)


def test_iso_is_read_beside_a_declared_pattern() -> None:
    assert day("2017-03-01", "%m/%d/%Y") == dt.date(2017, 3, 1)


def test_a_short_year_is_not_taken_for_a_year_of_antiquity() -> None:
    assert day("3/1/17", "%m/%d/%Y") is None
    assert day("3/1/17", "%m/%d/%y") == dt.date(2017, 3, 1)


ZONES = st.sampled_from(["UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Asia/Shanghai", "Europe/Moscow"])


@settings(max_examples=100, deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), ZONES)
def test_a_date_alone_is_midnight_in_the_business_zone(value: dt.date, zone: str) -> None:
    midnight = dt.datetime.combine(value, dt.time(), ZoneInfo(zone))
    assert moment(value.isoformat(), zone=zone) == midnight
    assert day(midnight.isoformat(), zone=zone) == value


@pytest.mark.parametrize("offset", ["+07:00", "+0700", "+07", " +07:00"])
def test_an_offset_holds_as_given(offset: str) -> None:
    expected = dt.datetime(2026, 2, 1, 3, 30, tzinfo=dt.UTC)
    assert moment(f"2026-02-01T10:30:00{offset}", zone="America/New_York") == expected
    assert moment("2026-02-01T03:30:00Z", zone="America/New_York") == expected


def test_an_offset_decides_the_business_day() -> None:
    assert day("2026-02-01T20:00:00Z", zone="Asia/Ho_Chi_Minh") == dt.date(2026, 2, 2)


@pytest.mark.parametrize(("text", "part"), [("01/02/2026", "day first or month first"), ("25/12/2026", "%d/%m/%Y"),
                                            ("12/25/2026", "%m/%d/%Y"), ("42736", "excel"), ("2026-02-30", "no such day"),
                                            ("0017-03-01", "before 1900"), ("soon", "ISO")])  # fmt: skip
def test_the_reason_says_what_to_declare(text: str, part: str) -> None:
    assert part in explain_date(text, DateFormats())


@pytest.mark.parametrize("pattern", ["dd/mm/yyyy", "%m/%Y", "%Q", "%d/%m", ""])
def test_patterns_that_name_no_day_are_refused(pattern: str) -> None:
    assert pattern_problem(pattern)
