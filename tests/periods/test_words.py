"""What tables say about periods that are not the calendar's own."""

import pytest

from scoreline.periods import Calendar, Grain, Named, Period, between, parse
from scoreline.periods.words import explain, kind, reach
from tests.periods.calendars import NRF


@pytest.mark.parametrize(
    ("calendar", "grain", "words"),
    [
        (Calendar(), Grain.QUARTER, ""),
        (Calendar(first_month=4), Grain.MONTH, ""),
        (Calendar(first_month=4), Grain.WEEK, ""),
        (Calendar(first_month=4), Grain.QUARTER, "Quarters are fiscal: years from April, named after their end."),
        (Calendar(first_month=4, named=Named.START), Grain.YEAR, "Years are fiscal: years from April, named after their start."),
        (NRF, Grain.DAY, ""),
        (
            NRF,
            Grain.MONTH,
            "Months are those of a 4-5-4 calendar: weeks from Sunday, years from about 1 February, named after their start.",
        ),
    ],
)
def test_labels_that_are_not_the_calendars_own_say_so(calendar: Calendar, grain: Grain, words: str) -> None:
    assert explain(calendar, grain) == words
    assert bool(kind(calendar, grain)) is bool(words)


def _weeks(first: str, last: str) -> tuple[Period, Period]:
    found = list(between(parse(first).start, parse(last).end, Grain.WEEK))
    return found[0], found[-1]


def test_weeks_reach_outside_a_month() -> None:
    """January 2017 begins on a Sunday and ends on a Tuesday."""
    january = parse("2017-01")
    assert reach(*_weeks("2017-01", "2017-01"), january, january) == [
        "2016-W52 begins on 2016-12-26, before 2017-01.",
        "2017-W05 ends on 2017-02-05, after 2017-01.",
    ]
    assert reach(*_weeks("2017-01", "2017-01"), None, None) == []
    assert reach(parse("2017-01"), parse("2017-03"), parse("2017-Q1"), parse("2017-Q1")) == []
