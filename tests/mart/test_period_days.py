"""The days of benchmarks and assessments: what a label means in SQL is what it means to `scoreline.periods`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from scoreline import periods
from scoreline.errors import QueryError
from scoreline.mart.period_days import first_day, label, last_day
from scoreline.mart.publish import publish, rebuild
from scoreline.mart.staged import Span
from scoreline.mart.store import Mart
from scoreline.periods import Calendar, Named, Scheme, YearEnd
from tests.mart.staging import at, rows, stage

YEARS = ("0000", "1899", "1900", "1999", "2004", "2015", "2016", "2020", "2021", "2200", "2201", "9999")
LABELS = [
    *YEARS,
    *(f"{year}-Q{quarter}" for year in YEARS for quarter in range(6)),
    *(f"{year}-{month:02}" for year in YEARS for month in range(14)),
    *(f"{year}-P{month:02}" for year in YEARS for month in range(14)),
    *(f"{year}-W{week:02}" for year in YEARS for week in (0, 1, 9, 30, 52, 53, 54)),
    *(f"{year}-{day}" for year in YEARS for day in ("01-01", "02-28", "02-29", "04-31", "12-31", "13-01")),
    " 2017-q3 ", "2017-w30", "17", "2017-7", "2017-Q", "2017 Q3", "2017-W3", "Q3 2017", "", "July", "2017-07-3", "+017", "2017-07-03T00",
]  # fmt: skip

CALENDARS = [
    *(Calendar(first_month=month) for month in (1, 4, 10, 12)),
    Calendar(first_month=4, named=Named.START),
    *(
        Calendar(scheme, month, named, week_start, year_end)
        for scheme, month, named, week_start, year_end in (
            (Scheme.W454, 2, Named.START, 6, YearEnd.NEAREST),
            (Scheme.W445, 10, Named.END, 6, YearEnd.LAST),
            (Scheme.W544, 1, Named.END, 0, YearEnd.NEAREST),
            (Scheme.W445, 7, Named.END, 3, YearEnd.LAST),
        )
    ),
]


def known(text: str, calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    try:
        period = periods.parse(text, calendar)
    except QueryError:
        return None
    return period.start, period.end - dt.timedelta(days=1)


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.text)
def test_a_label_has_the_days_of_its_period(calendar: Calendar) -> None:
    with duckdb.connect() as con:
        days = f"{first_day('l', calendar)}, {last_day('l', calendar)}"
        found = con.execute(
            f"SELECT given, {days} FROM (SELECT given, upper(trim(given)) AS l FROM unnest(?) AS labels(given))", [LABELS]
        ).fetchall()
    wrong = [row for row in found if (None if row[1] is None else row[1:]) != known(row[0], calendar) and "2200" not in row[0]]
    assert wrong == []


def test_a_label_is_kept_in_capitals_and_only_where_it_names_a_period() -> None:
    with duckdb.connect() as con:
        given = ["2017-q3", " 2017-W30 ", "2017", "soon", "2017-W53", None]
        found = con.execute(f"SELECT {label('l')} FROM unnest(?) AS labels(l)", [given]).fetchall()
    assert [kept for (kept,) in found] == ["2017-Q3", "2017-W30", "2017", None, None, None]


BENCHMARKS = [
    {"metric": "revenue", "subject": "Rival", "period": "2017-Q3", "value": 5},
    {"metric": "revenue", "subject": "Rival", "period": "2017-W30", "value": 5},
]
ASSESSMENTS = [{"id": "1", "kpi": "negotiation", "period": "2017", "value": 5}]


@pytest.fixture
def mart(tmp_path: Path) -> Mart:
    return Mart.create(tmp_path / "mart")


def test_a_load_fills_the_days_of_its_periods(mart: Mart, tmp_path: Path) -> None:
    version = publish(mart, stage(tmp_path, {"benchmarks": BENCHMARKS, "assessments": ASSESSMENTS}), time_zone="UTC")
    assert rows(mart.snapshot(), "benchmarks", "period", "first_on", "last_on") == [
        ("2017-Q3", dt.date(2017, 7, 1), dt.date(2017, 9, 30)), ("2017-W30", dt.date(2017, 7, 24), dt.date(2017, 7, 30)),
    ]  # fmt: skip
    assert rows(mart.snapshot(), "assessments", "last_on") == [(dt.date(2017, 12, 31),)]
    covered = version.tables["assessments"].coverage
    assert covered is not None and covered.spans == (Span(dt.date(2017, 1, 1), dt.date(2018, 1, 1)),)
    assert version.tables["benchmarks"].coverage is None


def test_a_fiscal_year_is_read_as_such_and_a_new_one_is_taken_over_at_the_next_load(mart: Mart, tmp_path: Path) -> None:
    tables = {"benchmarks": BENCHMARKS, "assessments": ASSESSMENTS}
    publish(mart, stage(tmp_path, tables), time_zone="UTC", calendar=Calendar(first_month=4))
    assert rows(mart.snapshot(), "assessments", "last_on") == [(dt.date(2017, 3, 31),)]
    people = {"people": [{"id": "x", "name": "X"}]}
    assert publish(mart, stage(tmp_path, people), time_zone="UTC", calendar=Calendar(first_month=10)).number == 3
    assert rows(mart.snapshot(), "assessments", "last_on") == [(dt.date(2017, 9, 30),)]
    assert rows(mart.snapshot(), "benchmarks", "last_on") == [(dt.date(2017, 6, 30),), (dt.date(2017, 7, 30),)]
    assert rows(mart.snapshot(1), "assessments", "last_on") == [(dt.date(2017, 3, 31),)]
    assert rebuild(mart, "UTC", calendar=Calendar(first_month=10)).number == 3
    assert rebuild(mart, "UTC").number == 4
    assert rows(mart.snapshot(), "assessments", "last_on") == [(dt.date(2017, 12, 31),)]


def test_an_activity_is_due_on_a_business_day(mart: Mart, tmp_path: Path) -> None:
    activity = {"id": "1", "kind": "call", "due_at": at("2020-01-31 23:30")}
    publish(mart, stage(tmp_path, {"activities": [activity]}), time_zone="Europe/Berlin")
    assert rows(mart.snapshot(), "activities", "due_on", "done_on") == [(dt.date(2020, 2, 1), None)]


def test_days_that_an_older_release_did_not_know_are_filled_at_the_next_load(
    mart: Mart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from scoreline.mart.contracts import TABLES

    table = TABLES["activities"]
    monkeypatch.setitem(TABLES, "activities", replace(table, columns=tuple(c for c in table.columns if c.name != "due_on")))
    activity = {"id": "1", "kind": "call", "due_at": at("2020-01-31 23:30"), "done_at": at("2020-01-31 10:00")}
    publish(mart, stage(tmp_path, {"activities": [activity]}), time_zone="Europe/Berlin")
    monkeypatch.setitem(TABLES, "activities", table)
    assert rows(mart.snapshot(), "activities", "due_on") == [(None,)]
    publish(mart, stage(tmp_path, {"people": [{"id": "x", "name": "X"}]}), time_zone="Europe/Berlin")
    assert rows(mart.snapshot(), "activities", "due_on", "done_on") == [(dt.date(2020, 2, 1), dt.date(2020, 1, 31))]
