"""How much of a goal belongs to each period, by each method."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from scoreline.errors import PlanError
from scoreline.periods import Grain, parse
from scoreline.planning.decompose import timing
from scoreline.planning.decompose.slices import of_calendar, of_phases
from scoreline.planning.decompose.workdays import public_holidays, working_days
from tests.periods.calendars import NRF

QUARTERS = of_calendar(parse("2026"), Grain.QUARTER)
MONTHS = of_calendar(parse("2026"), Grain.MONTH)


def test_even_months_and_weeks_by_their_days() -> None:
    assert timing.even(MONTHS) == [Fraction(1, 12)] * 12
    weeks = of_calendar(parse("2026-02"), Grain.WEEK)
    assert timing.even(weeks) == [Fraction(span.days, 28) for span in weeks.leaves]


def test_phases_are_even_however_long() -> None:
    phases = of_phases(parse("2026"), [("A", dt.date(2026, 1, 1), dt.date(2026, 2, 1)), ("B", dt.date(2026, 2, 1), dt.date(2027, 1, 1))])
    assert timing.even(phases) == [Fraction(1, 2)] * 2


def test_working_days_of_april_2026_in_bavaria() -> None:
    """22 weekdays, less Good Friday, Easter Monday, and the company's 2 April."""
    april = of_calendar(parse("2026-04"), Grain.DAY)
    worked = working_days(april, off=public_holidays("DE-BY", [2026]), closed=[dt.date(2026, 4, 2)])
    assert sum(worked) == 19
    assert timing.by_days(april, worked) == [Fraction(count) for count in worked]


def test_a_week_that_is_worked_otherwise() -> None:
    assert sum(working_days(of_calendar(parse("2026-04"), Grain.DAY), weekend=(4,))) == 26


def test_by_hand_and_what_is_left_to_be_even() -> None:
    weights = timing.by_hand(MONTHS, {"2026-Q1": Decimal(4), "2026-Q2": Decimal(3), "2026-Q3": Decimal(3), "2026-Q4": Decimal("2.0")})
    assert weights[:4] == [Fraction(1, 9)] * 3 + [Fraction(1, 12)]


def test_a_season_is_the_mean_of_the_years() -> None:
    history = {node: [Decimal(number), Decimal(3 * number)] for number, node in enumerate(timing.seasons(QUARTERS), start=1)}
    assert timing.by_season(QUARTERS, history, working_days(QUARTERS)) == [2, 4, 6, 8]


def test_within_a_month_weeks_go_by_working_days() -> None:
    weeks = of_calendar(parse("2026-02"), Grain.WEEK)
    found = timing.by_season(weeks, {0: [Decimal(200)]}, working_days(weeks))
    assert found == [0, 50, 50, 50, 50]


def test_the_same_month_a_year_before() -> None:
    node = MONTHS.tree.numbers["2026-02"]
    assert [period.label for period in timing.before(MONTHS, node, 2)] == ["2025-02", "2024-02"]
    assert set(timing.seasons(MONTHS)) == set(MONTHS.tree.leaves)


def test_a_week_53_without_history_is_as_the_one_before() -> None:
    year = of_calendar(parse("2023", NRF), Grain.WEEK)
    sought = timing.seasons(year)
    history = {node: [Decimal(10)] * len(timing.before(year, node, 1)) for node in sought}
    assert len(sought) == 53
    assert history[year.tree.numbers["2023-W53"]] == []
    assert timing.by_season(year, history, working_days(year)) == [10] * 53


def _season(*amounts: int) -> object:
    return timing.by_season(
        QUARTERS, {node: [Decimal(amount)] for node, amount in zip(QUARTERS.tree.leaves, amounts, strict=True)}, [1] * 4
    )


REFUSED = {
    "another year's month": (lambda: timing.by_hand(MONTHS, {"2025-01": Decimal(1)}), '"2025-01" is no period of the plan of 2026.'),
    "a part without weight": (
        lambda: timing.by_hand(QUARTERS, {"2026-Q1": Decimal(1)}),
        "2026-Q2 has no weight, and other parts of 2026 have.",
    ),
    "all 0": (
        lambda: timing.by_hand(QUARTERS, {f"2026-Q{number}": Decimal(0) for number in range(1, 5)}),
        "All parts of 2026 have weight 0.",
    ),
    "a negative season": (lambda: _season(1, -1, 1, 1), "2026-Q2: Its history is -1, less than 0."),
    "no season at all": (lambda: _season(0, 0, 0, 0), "The history of 2026 is 0 throughout."),
    "no working day": (lambda: timing.by_days(QUARTERS, [0] * 4), "2026 has no working day."),
    "phases": (
        lambda: timing.seasons(of_phases(parse("2026"), [("All", dt.date(2026, 1, 1), dt.date(2027, 1, 1))])),
        "Periods of your own have no season.",
    ),
    "a day off of another year": (
        lambda: working_days(MONTHS, closed=[dt.date(2027, 1, 4)]),
        "The day off 2027-01-04 lies outside the plan of 2026.",
    ),
    "a country": (lambda: public_holidays("XX", [2026]), 'The public holidays of "XX" are not known.'),
    "a part of a country": (lambda: public_holidays("DE-XX", [2026]), 'DE has no part "XX" with holidays of its own.'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_gives_no_weights_is_refused(name: str) -> None:
    make, what = REFUSED[name]
    with pytest.raises(PlanError) as caught:
        make()
    assert what in caught.value.text
