"""The days of a period that a person's levels are for, and those levels."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.absence import Away, merged
from scoreline.engine.members import Member
from scoreline.periods import Grain, between, parse
from scoreline.planning.attendance import Attendance, Days
from scoreline.planning.decompose.workdays import WEEKEND, public_holidays
from scoreline.planning.levels import Direction, Levels, RangeLevels, Step
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Matrix, MatrixRow, Method
from scoreline.planning.proration import Proration

ANN = Member("person", "Ann", "ann", "s")
MARCH, QUARTER = parse("2025-03"), parse("2025-Q1")
LEVELS = Levels(Direction.UP, Decimal(21), Decimal(42), Decimal(63))
ROWS = (MatrixRow("revenue", weight=Decimal("0.5"), levels=LEVELS), MatrixRow("win_rate", weight=Decimal("0.5"), levels=LEVELS))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at_work(*away: tuple[str, str], weekend: tuple[int, ...] = WEEKEND, off: tuple[str, ...] = ()) -> Attendance:
    """Ann's days, with these spans away."""
    spans = merged((day(first), day(back)) for first, back in away)
    return Attendance(weekend, lambda year: [day(one) for one in off if one.startswith(str(year))], {("s", "ann"): spans})


def part(attendance: Attendance, until: dt.date | None = None, as_agreed: tuple[str, ...] = ()) -> Proration:
    kpis = {"revenue"} - set(as_agreed)
    return Proration(attendance.share(ANN, until), attendance.share(ANN), kpis, as_agreed)


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([], (21, 21)),
        ([("0001-01-01", "2025-03-10")], (16, 21)),  # joins on a Monday: five days of the first week are missed
        ([("2025-03-29", "9999-12-31")], (20, 21)),  # leaves on a Saturday
        ([("2025-03-08", "2025-03-10")], (21, 21)),  # a weekend off
        ([("2025-03-03", "2025-03-05"), ("2025-03-31", "2025-05-01")], (18, 21)),
        ([("2025-02-01", "2025-04-01")], (0, 21)),
    ],
)
def test_working_days_are_counted(away: list[tuple[str, str]], expected: tuple[int, int]) -> None:
    assert at_work(*away).days(ANN, MARCH) == Days(*expected)
    assert at_work(*away).days(Member("team", "Ann", "ann", "s"), MARCH) == Days(21, 21)
    assert at_work(*away).gone(ANN, MARCH) is (expected[0] == 0)


def test_holidays_and_other_weekends_count() -> None:
    assert at_work(off=("2025-03-04", "2025-03-08")).days(ANN, MARCH) == Days(20, 20)
    assert at_work(("2025-03-04", "2025-03-06"), off=("2025-03-04",)).days(ANN, MARCH) == Days(19, 20)
    assert at_work(("2025-03-08", "2025-03-10"), weekend=()).days(ANN, MARCH) == Days(29, 31)
    germany = Attendance(WEEKEND, lambda year: public_holidays("DE", [year]), {})
    assert germany.days(ANN, parse("2025-12")) == Days(21, 21)  # 23 weekdays less the 25th and 26th


def test_a_period_without_working_days_counts_its_days() -> None:
    """8 and 9 March 2025 are a weekend."""
    saturday = parse("2025-03-08")
    assert at_work().days(ANN, saturday) == Days(1, 1)
    assert at_work(("2025-03-08", "2025-03-09")).gone(ANN, saturday)


def test_levels_that_add_up_are_for_the_days_there_and_others_stay() -> None:
    joined = at_work(("0001-01-01", "2025-03-25"))  # 5 of 21 days
    rows = part(joined).matrix(Matrix(ANN, MARCH, ROWS)).rows
    assert rows[0].levels == Levels(Direction.UP, Decimal(5), Decimal(10), Decimal(15))
    assert rows[1] == ROWS[1]


def test_ranges_and_steps_are_taken_likewise() -> None:
    steps = (Step(None, Decimal(42), Decimal(0)), Step(Decimal(42), None, Decimal(100)))
    ranged = RangeLevels(Decimal(21), Decimal(42), Decimal(42), Decimal(63))
    row = MatrixRow("revenue", weight=Decimal(1), levels=ranged, method=Method.BASE_NORM)
    stepped = MatrixRow("revenue", weight=Decimal(1), levels=LEVELS, method=Method.STEPS, steps=steps)
    third = part(at_work(("2025-03-12", "2025-03-26"), ("2025-03-27", "2025-04-03"), ("2025-01-01", "2025-03-04")))
    assert third.share(MARCH) == Fraction(7, 21)
    assert third.row(row, MARCH).levels == RangeLevels(Decimal(7), Decimal(14), Decimal(14), Decimal(21))
    assert third.row(stepped, MARCH).steps == (Step(None, Decimal(14), Decimal(0)), Step(Decimal(14), None, Decimal(100)))


def test_levels_to_date_are_for_the_days_so_far() -> None:
    """By 11 March, with 6 of 21 days; Ann was there on the last 2 of them. Levels agreed for her own days are taken by those."""
    joined = at_work(("0001-01-01", "2025-03-07"))  # there on 17 days
    to_date = joined.days(ANN, MARCH, day("2025-03-11"))
    assert to_date == Days(2, 21)
    full, own = part(joined, day("2025-03-11")), part(joined, day("2025-03-11"), ("revenue",))
    assert full.row(ROWS[0], MARCH).levels == Levels(Direction.UP, Decimal(2), Decimal(4), Decimal(6))
    found = own.row(ROWS[0], MARCH).levels
    assert isinstance(found, Levels) and abs(found.base - Decimal(42) / 17) < Decimal("1e-20")
    assert part(joined, as_agreed=("revenue",)).row(ROWS[0], MARCH) == ROWS[0]


def test_a_quarter_is_put_together_from_the_months_somebody_was_there() -> None:
    """Ann joins on 25 March and has no matrix before: the quarter's levels are those of her days in March."""
    march = Matrix(ANN, MARCH, ROWS)
    joined = part(at_work(("0001-01-01", "2025-03-25")))
    found = matrix_for([march], ANN, QUARTER, {"revenue"}, joined)
    assert found.rows == joined.matrix(march).rows
    left = part(at_work(("2025-02-01", "9999-12-31")))
    january = Matrix(ANN, parse("2025-01"), ROWS)
    assert matrix_for([january], ANN, QUARTER, {"revenue"}, left).rows == ROWS


DAYS = st.integers(0, 120).map(lambda number: dt.date(2024, 12, 15) + dt.timedelta(number))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda ends: (min(ends), max(ends))), max_size=4).map(merged)


@given(SPANS, DAYS, st.integers(-50, 50), st.integers(1, 50))
def test_days_there_and_away_add_up(spans: tuple[Away, ...], until: dt.date, base: int, more: int) -> None:
    attendance = Attendance(WEEKEND, lambda _: (), {("s", "ann"): spans})
    whole = attendance.days(ANN, QUARTER)
    months = [attendance.days(ANN, month) for month in between(QUARTER.start, QUARTER.end, Grain.MONTH, QUARTER.calendar)]
    assert (whole.there, whole.all) == (sum(month.there for month in months), sum(month.all for month in months))
    so_far = attendance.days(ANN, QUARTER, until)
    assert 0 <= so_far.there <= whole.there <= whole.all == so_far.all
    row = MatrixRow(
        "revenue", weight=Decimal(1), levels=Levels(Direction.UP, Decimal(base), Decimal(base + more), Decimal(base + 2 * more))
    )
    found = part(attendance).row(row, QUARTER).levels
    share = whole.share or Fraction(1)
    assert isinstance(found, Levels) and abs(Fraction(found.norm) - share * (base + more)) < Fraction(1, 10**20)
