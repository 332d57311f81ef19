"""Periods of a plan: slices of days of which months and weeks alike are made."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreline.errors import PlanError
from scoreline.periods import Calendar, Grain, parse
from scoreline.planning.decompose.slices import days, of_calendar, of_phases
from tests.periods.calendars import NRF, calendars

DAY = dt.date


@settings(deadline=None, max_examples=40)
@given(calendars, st.integers(2015, 2030), st.sampled_from([Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY]))
def test_every_day_of_the_year_is_in_one_slice(calendar: Calendar, year: int, to: Grain) -> None:
    times = of_calendar(parse(str(year), calendar), to)
    assert [day for span in times.leaves for day in days(span.start, span.end)] == list(days(times.whole.start, times.whole.end))


@settings(deadline=None, max_examples=40)
@given(calendars, st.integers(2015, 2030), st.sampled_from([Grain.QUARTER, Grain.MONTH, Grain.WEEK]))
def test_months_and_weeks_alike_are_made_of_slices(calendar: Calendar, year: int, grain: Grain) -> None:
    """Each slice belongs to one of them, so that the sums over either are the year's."""
    times = of_calendar(parse(str(year), calendar), Grain.WEEK)
    found = [leaf for span in times.at(grain) for leaf in times.within(span.start, span.end)]
    assert sorted(found) == sorted(times.tree.leaves)


def test_a_week_in_two_months_is_two_slices() -> None:
    times = of_calendar(parse("2026-Q1"), Grain.WEEK)
    assert "2026-W05 in 2026-01" in times.tree.numbers
    assert "2026-W05 in 2026-02" in times.tree.numbers
    assert "2026-W06" in times.tree.numbers


def test_weeks_are_clipped_at_the_edges_of_the_year() -> None:
    first, *_, last = of_calendar(parse("2026"), Grain.WEEK).at(Grain.WEEK)
    assert (first.label, first.start, first.days) == ("2026-W01", DAY(2026, 1, 1), 4)
    assert (last.label, last.end, last.days) == ("2026-W53", DAY(2027, 1, 1), 4)


def test_a_retail_year_has_a_week_53_in_its_last_month() -> None:
    times = of_calendar(parse("2023", NRF), Grain.WEEK)
    node = times.tree.numbers["2023-W53"]
    assert times.tree.keys[times.tree.parents[node]] == "2023-P12"
    assert len(times.leaves) == 53


def test_phases_of_ones_own() -> None:
    times = of_phases(parse("2026-Q1"), [("Fair", DAY(2026, 2, 1), DAY(2026, 4, 1)), ("Before", DAY(2026, 1, 1), DAY(2026, 2, 1))])
    assert times.tree.keys == ("2026-Q1", "Before", "Fair")


REFUSED = {
    "a missing day": (
        [("A", DAY(2026, 1, 1), DAY(2026, 1, 31)), ("B", DAY(2026, 2, 1), DAY(2026, 4, 1))],
        "A, B: 2026-01-31 is in no period.",
    ),
    "a day at the end": ([("A", DAY(2026, 1, 1), DAY(2026, 3, 31))], "A, 2026-Q1: 2026-03-31 is in no period."),
    "a day twice": (
        [("A", DAY(2026, 1, 1), DAY(2026, 2, 2)), ("B", DAY(2026, 2, 1), DAY(2026, 4, 1))],
        "A, B: 2026-02-01 is in two periods.",
    ),
    "outside": ([("A", DAY(2025, 12, 31), DAY(2026, 4, 1))], "A: 2025-12-31 lies outside 2026-Q1."),
    "backwards": ([("A", DAY(2026, 2, 1), DAY(2026, 1, 1))], "A: It ends before it begins."),
    "one name": ([("A", DAY(2026, 1, 1), DAY(2026, 2, 1)), ("A", DAY(2026, 2, 1), DAY(2026, 4, 1))], "A: Two periods bear this name."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_phases_that_leave_days_out_are_refused(name: str) -> None:
    phases, what = REFUSED[name]
    with pytest.raises(PlanError) as caught:
        of_phases(parse("2026-Q1"), phases)
    assert what in caught.value.text


def test_days_outside_the_plan_are_refused() -> None:
    times = of_calendar(parse("2026"), Grain.MONTH)
    with pytest.raises(PlanError, match="2027-01-01 lies outside the plan of 2026"):
        times.within(DAY(2026, 12, 1), DAY(2027, 1, 2))
    with pytest.raises(PlanError, match="2026-01-02 to 2026-01-31 is not made of parts"):
        times.within(DAY(2026, 1, 2), DAY(2026, 2, 1))
    with pytest.raises(PlanError, match="not split into weeks"):
        times.at(Grain.WEEK)
