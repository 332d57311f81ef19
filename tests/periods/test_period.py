"""Periods: labels, parsing, the one before, the one a year before."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given

from scoreline.errors import QueryError
from scoreline.periods import Calendar, Grain, Period, at, between, grain, parse
from tests.periods.calendars import NRF, calendars, days, grains


@given(calendars, days, grains)
def test_a_label_is_read_back(calendar: Calendar, day: dt.date, length: Grain) -> None:
    period = at(day, length, calendar)
    assert parse(period.label, calendar) == period
    assert parse(f" {period.label.lower()} ", calendar) == period


@given(calendars, days, grains)
def test_labels_are_in_order_of_time(calendar: Calendar, day: dt.date, length: Grain) -> None:
    period = at(day, length, calendar)
    assert period.label < period.next().label


@given(calendars, days, grains)
def test_a_year_before_lies_a_year_before(calendar: Calendar, day: dt.date, length: Grain) -> None:
    """Same number, the year before; never nearer than 51 weeks or further than 54."""
    period = at(day, length, calendar)
    before = period.year_before()
    if before is None:
        assert length in (Grain.WEEK, Grain.DAY)
        return
    assert before.grain is length
    assert 357 <= (period.start - before.start).days <= 378
    if length is not Grain.DAY:
        assert before.label.partition("-")[2] == period.label.partition("-")[2]
    elif calendar.retail:
        assert before.start.weekday() == day.weekday()


@pytest.mark.parametrize(
    ("label", "before"),
    [
        ("2024-02-29", None),
        ("2025-02-28", "2024-02-28"),
        ("2024-03-31", "2023-03-31"),
        ("2024-12-30", "2023-12-30"),
        ("2020-W53", None),
        ("2021-W52", "2020-W52"),
        ("2024-02", "2023-02"),
        ("2024-Q1", "2023-Q1"),
        ("2024", "2023"),
    ],
)
def test_a_year_before_in_the_gregorian_calendar(label: str, before: str | None) -> None:
    found = parse(label).year_before()
    assert (found.label if found else None) == before


@pytest.mark.parametrize(
    ("label", "before"),
    [
        ("2023-W53", None),
        ("2024-W52", "2023-W52"),
        ("2024-P12", "2023-P12"),
        ("2024-01-31", None),
        ("2024-02-04", "2023-01-29"),
        ("2025-02-01", "2024-01-27"),
    ],
)
def test_a_year_before_in_a_retail_calendar(label: str, before: str | None) -> None:
    """A day is compared with the same day of the same week; those of a week 53 have no counterpart."""
    found = parse(label, NRF).year_before()
    assert (found.label if found else None) == before


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2017-13", "not a period"),
        ("2017-W54", "not a period"),
        ("2021-W53", "not a period"),
        ("2017-02-29", "not a period"),
        ("2017-Q5", "not a period"),
        ("0000", "not a period"),
        ("9999", "not a period"),
        ("1066", "too far away"),
        ("", "not a period"),
        ("2017-P03", "Write 2017-03."),
    ],
)
def test_labels_that_name_nothing(label: str, words: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(label)
    assert words in refused.value.text


@pytest.mark.parametrize(
    ("label", "words"),
    [("2017-02", "Write 2017-P02 for month 2"), ("2017-P13", "2017-P07"), ("2024-W53", "not a period"), ("9999", "not a period")],
)
def test_labels_that_name_nothing_in_a_retail_calendar(label: str, words: str) -> None:
    """A month's number there is no month's name: 2017-02 is refused, not taken for the second month."""
    with pytest.raises(QueryError) as refused:
        parse(label, NRF)
    assert words in refused.value.text


@given(calendars, days, days, grains)
def test_between_covers_what_it_is_asked_for(calendar: Calendar, one: dt.date, other: dt.date, length: Grain) -> None:
    start, end = min(one, other), min(max(one, other), min(one, other) + dt.timedelta(days=800))
    found = list(between(start, end, length, calendar))
    if start == end:
        assert [period.start for period in found] in ([], [start]) or found[0].start < start
        return
    assert found[0].start <= start < found[0].end
    assert found[-1].start < end <= found[-1].end
    assert all(one.end == two.start for one, two in pairwise(found))


def test_equality_knows_the_calendar() -> None:
    """The same days with another label are another period."""
    days = dt.date(2017, 4, 1), dt.date(2017, 7, 1)
    assert Period(*days, Grain.QUARTER) == parse("2017-Q2")
    assert Period(*days, Grain.QUARTER) != parse("2018-Q1", Calendar(first_month=4))
    assert len({parse("2017-Q2"), Period(*days, Grain.QUARTER)}) == 1


def test_whole_months() -> None:
    assert parse("2017-Q3").whole_months
    assert not parse("2017-W30").whole_months
    assert not parse("2017-P01", NRF).whole_months


def test_an_unknown_length_suggests_a_known_one() -> None:
    with pytest.raises(QueryError, match='Did you mean "month"'):
        grain("mnth")
