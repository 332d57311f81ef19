"""Weeks, months, quarters and years of every calendar: published years, and laws that hold for all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.periods import Calendar, Grain, Named, Scheme, at
from tests.periods.calendars import NRF, SEPTEMBER, calendars, days, grains, retail


@pytest.mark.parametrize(
    ("calendar", "year", "first", "weeks"),
    [
        (NRF, 2012, "2012-01-29", 53),
        (NRF, 2013, "2013-02-03", 52),
        (NRF, 2017, "2017-01-29", 53),
        (NRF, 2018, "2018-02-04", 52),
        (NRF, 2023, "2023-01-29", 53),
        (NRF, 2024, "2024-02-04", 52),
        (NRF, 2025, "2025-02-02", 52),
        (SEPTEMBER, 2012, "2011-09-25", 53),
        (SEPTEMBER, 2017, "2016-09-25", 53),
        (SEPTEMBER, 2018, "2017-10-01", 52),
        (SEPTEMBER, 2023, "2022-09-25", 53),
        (SEPTEMBER, 2025, "2024-09-29", 52),
    ],
)
def test_years_as_companies_publish_them(calendar: Calendar, year: int, first: str, weeks: int) -> None:
    assert calendar.first_day(Grain.YEAR, year) == dt.date.fromisoformat(first)
    assert calendar.count(Grain.WEEK, year) == weeks


def test_the_months_of_a_retail_year_of_53_weeks() -> None:
    """2023 of the NRF: 4-5-4 in every quarter, and a fifth week in its last month."""
    found = [at(NRF.first_day(Grain.MONTH, 2023, month), Grain.MONTH, NRF).days // 7 for month in range(1, 13)]
    assert found == [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]
    assert at(dt.date(2024, 2, 3), Grain.MONTH, NRF).label == "2023-P12"
    assert at(dt.date(2024, 2, 4), Grain.MONTH, NRF).label == "2024-P01"


@pytest.mark.parametrize(
    ("calendar", "label"),
    [
        (Calendar(first_month=4), "2018-Q1"),
        (Calendar(first_month=4, named=Named.START), "2017-Q1"),
        (Calendar(first_month=1, named=Named.START), "2017-Q2"),
        (NRF, "2017-Q1"),
    ],
)
def test_a_fiscal_year_is_named_after_its_start_or_its_end(calendar: Calendar, label: str) -> None:
    assert at(dt.date(2017, 4, 20), Grain.QUARTER, calendar).label == label


@given(calendars, days, grains)
def test_the_period_of_a_day_holds_it(calendar: Calendar, day: dt.date, grain: Grain) -> None:
    start, end = calendar.bounds(day, grain)
    assert start <= day < end
    assert calendar.bounds(end - dt.timedelta(days=1), grain) == (start, end)


@given(calendars, days, grains)
def test_periods_tile_the_time(calendar: Calendar, day: dt.date, grain: Grain) -> None:
    """Where one ends the next starts, and the one before the next is the one itself."""
    period = at(day, grain, calendar)
    assert period.next().start == period.end
    assert period.previous().end == period.start
    assert period.next().previous() == period == period.previous().next()


@given(calendars, days)
def test_longer_periods_are_made_of_shorter_ones(calendar: Calendar, day: dt.date) -> None:
    """A quarter is three months, a year four quarters; in retail calendars months are whole weeks too."""
    pairs = [(Grain.MONTH, Grain.QUARTER, 3), (Grain.QUARTER, Grain.YEAR, 4)]
    for shorter, longer, count in pairs:
        whole = at(day, longer, calendar)
        part = at(whole.start, shorter, calendar)
        assert part.start == whole.start
        for _ in range(count - 1):
            part = part.next()
        assert part.end == whole.end
    if calendar.retail:
        month = at(day, Grain.MONTH, calendar)
        assert at(month.start, Grain.WEEK, calendar).start == month.start
        assert at(month.last_day, Grain.WEEK, calendar).end == month.end


@given(retail, st.integers(1950, 2150))
def test_retail_years_and_quarters_have_whole_weeks(calendar: Calendar, year: int) -> None:
    weeks = calendar.count(Grain.WEEK, year)
    quarters = [at(calendar.first_day(Grain.QUARTER, year, number), Grain.QUARTER, calendar) for number in range(1, 5)]
    assert weeks in (52, 53)
    assert [quarter.days for quarter in quarters] == [91, 91, 91, 91 + 7 * (weeks - 52)]
    assert sum(quarter.days for quarter in quarters) == 7 * weeks
    assert all(quarter.start.weekday() == calendar.week_start for quarter in quarters)


@given(retail, st.integers(1950, 2150))
def test_retail_months_follow_the_scheme(calendar: Calendar, year: int) -> None:
    months = [at(calendar.first_day(Grain.MONTH, year, number), Grain.MONTH, calendar).days // 7 for number in range(1, 13)]
    wanted = [int(weeks) for weeks in calendar.scheme.split("-")] * 4
    wanted[-1] += calendar.count(Grain.WEEK, year) - 52
    assert months == wanted


@given(retail, st.integers(1950, 2150))
def test_retail_years_end_where_the_rule_says(calendar: Calendar, year: int) -> None:
    """On the last such weekday of the month before, or within three days of that month's end."""
    last = calendar.first_day(Grain.YEAR, year) - dt.timedelta(days=1)
    first_of_month = dt.date(calendar.starts_in(year), calendar.first_month, 1)
    month_end = first_of_month - dt.timedelta(days=1)
    assert (last.weekday() + 1) % 7 == calendar.week_start
    off = (month_end - last).days
    assert 0 <= off <= 6 if calendar.year_end == "last" else -3 <= off <= 3


@given(calendars, st.integers(1950, 2150), st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]))
def test_places_and_first_days_agree(calendar: Calendar, year: int, grain: Grain) -> None:
    for number in (1, calendar.count(grain, year)):
        assert calendar.place(calendar.first_day(grain, year, number), grain) == (year, number)
    with pytest.raises(ValueError):
        calendar.first_day(grain, year, calendar.count(grain, year) + 1)


@given(calendars)
def test_a_calendar_reads_what_it_writes(calendar: Calendar) -> None:
    assert Calendar.read(calendar.text) == calendar


def test_calendars_sort() -> None:
    assert sorted([NRF, SEPTEMBER, Calendar()])[0].scheme is Scheme.W445
