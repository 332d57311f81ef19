"""Windows: to date, rolling, cumulative, and what each is compared with."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoreline.errors import QueryError
from scoreline.periods import Calendar, Grain, Period, at, between, parse
from scoreline.periods.windows import cumulative, rolling, to_date
from scoreline.periods.words import describe
from tests.periods.calendars import NRF, calendars, days, grains


def months(first: str, last: str) -> list[Period]:
    return list(between(parse(first).start, parse(last).end, Grain.MONTH))


def spans(found: list[Period]) -> list[tuple[str, str, str]]:
    return [(period.label, period.start.isoformat(), period.end.isoformat()) for period in found]


def test_the_year_to_date() -> None:
    found = to_date(months("2016-12", "2017-02"), "year")
    assert spans(found) == [
        ("2016-12", "2016-01-01", "2017-01-01"),
        ("2017-01", "2017-01-01", "2017-02-01"),
        ("2017-02", "2017-01-01", "2017-03-01"),
    ]
    assert describe(found[0]) == "year to date"


def test_the_quarter_to_date_of_a_fiscal_year() -> None:
    calendar = Calendar(first_month=2)
    period = parse("2017-03", calendar)
    assert to_date([period], "quarter")[0].start == dt.date(2017, 2, 1)
    assert to_date([period], "year")[0].start == dt.date(2017, 2, 1)
    assert to_date([parse("2017-01", calendar)], "year")[0].start == dt.date(2016, 2, 1)


def test_a_week_belongs_to_the_year_of_its_last_day() -> None:
    """The week from 30 December to 5 January: the year to date has five days."""
    found = to_date([parse("2025-W01")], "year")[0]
    assert (found.start, found.end, found.label) == (dt.date(2025, 1, 1), dt.date(2025, 1, 6), "2025-W01")


def test_rolling_and_cumulative() -> None:
    asked = months("2017-01", "2017-03")
    assert spans(rolling(asked, 3)) == [
        ("2017-01", "2016-11-01", "2017-02-01"),
        ("2017-02", "2016-12-01", "2017-03-01"),
        ("2017-03", "2017-01-01", "2017-04-01"),
    ]
    assert [period.start for period in cumulative(asked)] == [dt.date(2017, 1, 1)] * 3
    assert describe(rolling(asked, 3)[0]) == "last 3 months"
    assert describe(cumulative(asked)[2]) == "since 2017-01-01"
    assert describe(asked[0]) == ""


def test_previous_and_a_year_before_are_windows_too() -> None:
    march = to_date([parse("2017-03")], "year")[0]
    assert spans([march.previous(), march.next()]) == [("2017-02", "2017-01-01", "2017-03-01"), ("2017-04", "2017-01-01", "2017-05-01")]
    before = march.year_before()
    assert before is not None
    assert spans([before]) == [("2016-03", "2016-01-01", "2016-04-01")]
    assert describe(before) == "year to date"


def test_what_a_cumulative_window_is_compared_with() -> None:
    """Before the first period nothing has been added up; a year before, the same months of that year."""
    first, second = cumulative(months("2017-03", "2017-04"))
    assert second.previous() == first
    assert first.previous().days == 0
    before = second.year_before()
    assert before is not None
    assert spans([before]) == [("2016-04", "2016-03-01", "2016-05-01")]


def test_windows_without_a_counterpart() -> None:
    assert to_date([parse("2024-02-29")], "year")[0].year_before() is None
    assert rolling([parse("2023-W53", NRF)], 4)[0].year_before() is None
    assert cumulative([parse("2023-W53", NRF), parse("2024-W01", NRF)])[1].year_before() is None


@given(calendars, days, grains, st.sampled_from(["month", "quarter", "year"]), st.integers(2, 40))
def test_laws(calendar: Calendar, day: dt.date, grain: Grain, longer: str, count: int) -> None:
    """A window keeps end, label and grain; what comes before it is the window of the period before; alone is what it ends with."""
    asked = [at(day, grain, calendar)]
    asked.append(asked[0].next())
    kinds = [rolling(asked, count), cumulative(asked)]
    if list(Grain).index(grain) < list(Grain).index(Grain(longer)):
        kinds.append(to_date(asked, longer))
    for found in kinds:
        for period, window in zip(asked, found, strict=True):
            assert (window.end, window.label, window.grain) == (period.end, period.label, period.grain)
            assert window.alone == period
            assert window.previous().label == period.previous().label
            before, a_year = window.year_before(), period.year_before()
            assert (before.label if before else None) == (a_year.label if a_year else None) or window.window.since < dt.date.max
        assert found[1].previous() == found[0]
        assert found[0].next() == found[1]


@given(calendars, days, st.integers(2, 30))
def test_a_rolling_window_is_its_periods(calendar: Calendar, day: dt.date, count: int) -> None:
    last = at(day, Grain.MONTH, calendar)
    window = rolling([last], count)[0]
    assert len(list(between(window.start, window.end, Grain.MONTH, calendar))) == count


@given(calendars, days)
def test_the_year_to_date_of_its_last_period_is_the_year(calendar: Calendar, day: dt.date) -> None:
    year = at(day, Grain.YEAR, calendar)
    window = to_date([at(year.last_day, Grain.MONTH, calendar)], "year")[0]
    assert (window.start, window.end) == (year.start, year.end)
    assume(calendar.retail)
    weeks = to_date([at(year.last_day, Grain.WEEK, calendar)], "year")[0]
    assert (weeks.start, weeks.end) == (year.start, year.end)


def test_odd_windows_are_refused() -> None:
    with pytest.raises(QueryError, match="no part of a month to date"):
        to_date([parse("2017-03")], "month")
    with pytest.raises(QueryError, match="no week to date"):
        to_date([parse("2017-03-01")], "week")
    with pytest.raises(QueryError, match="no rolling window"):
        rolling([parse("2017-03")], 1)
