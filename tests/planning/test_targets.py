"""Which target holds for a period: its own, the sum of those that make it up, or the one that stands on its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from scoreline.engine.members import COMPANY, Member
from scoreline.periods import parse
from scoreline.periods.windows import to_date
from scoreline.planning.levels import Direction, Levels, RangeLevels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow
from scoreline.planning.proration import Proration
from scoreline.planning.targets import Agreed, Targets, of_matrices

ANNA = Member("person", "Anna", "1", "crm")


def agreed(spans: list[tuple[str, str | None, int]], kpi: str = "revenue") -> Targets:
    return Targets(
        Agreed(ANNA.key, kpi, dt.date.fromisoformat(start), end and dt.date.fromisoformat(end), Decimal(value))
        for start, end, value in spans
    )


def there(share: Fraction | int) -> Callable[[Member], Proration]:
    """Everybody there for that part of every period."""
    part = Proration(lambda _: Fraction(share), lambda _: Fraction(share), {"revenue"})
    return lambda _: part


MONTHS = [("2024-01-01", "2024-02-01", 10), ("2024-02-01", "2024-03-01", 20), ("2024-03-01", "2024-04-01", 30)]


@pytest.mark.parametrize(
    ("label", "value"),
    [("2024-02", 20), ("2024-Q1", 60), ("2024-04", None), ("2024-Q2", None), ("2024", None), ("2024-02-01", None), ("2024-W06", None)],
)
def test_months_make_up_a_quarter(label: str, value: int | None) -> None:
    assert agreed(MONTHS).of(ANNA.key, "revenue", parse(label), additive=True) == value


def test_the_periods_own_target_goes_first() -> None:
    targets = agreed([*MONTHS, ("2024-01-01", "2024-04-01", 55)])
    assert targets.of(ANNA.key, "revenue", parse("2024-Q1"), additive=True) == 55
    assert targets.of(ANNA.key, "revenue", parse("2024-03"), additive=True) == 30


def test_the_year_to_date_adds_its_months() -> None:
    window = to_date([parse("2024-02")], "year")[0]
    assert agreed(MONTHS).of(ANNA.key, "revenue", window, additive=True) == 30


@pytest.mark.parametrize(("label", "value"), [("2024-02", 20), ("2024-Q1", 30), ("2024-02-14", 20), ("2024-W09", 30), ("2024-04", None)])
def test_what_does_not_add_up_is_the_target_of_the_last_day(label: str, value: int | None) -> None:
    assert agreed(MONTHS).of(ANNA.key, "revenue", parse(label), additive=False) == value


def test_of_several_that_stand_the_shortest_holds() -> None:
    targets = agreed([("2024-01-01", None, 1), ("2024-01-01", "2025-01-01", 2), ("2024-02-01", "2024-03-01", 3)])
    assert targets.of(ANNA.key, "revenue", parse("2024-02"), additive=False) == 3
    assert targets.of(ANNA.key, "revenue", parse("2024-07"), additive=False) == 2
    assert targets.of(ANNA.key, "revenue", parse("2026-07"), additive=False) == 1
    assert targets.of(ANNA.key, "revenue", parse("2026-07"), additive=True) is None


def test_others_have_none() -> None:
    targets = agreed(MONTHS)
    assert targets.of(ANNA.key, "win_rate", parse("2024-01"), additive=True) is None
    assert targets.of(("person", "erp", "1"), "revenue", parse("2024-01"), additive=True) is None
    assert targets.of(("team", "crm", "1"), "revenue", parse("2024-01"), additive=True) is None


def test_matrices_have_targets_but_for_ranges() -> None:
    up = Levels(Direction.UP, Decimal(1), Decimal(2), Decimal(3))
    rows = (
        MatrixRow("revenue", weight=Decimal("0.5"), levels=up),
        MatrixRow("mix", weight=Decimal("0.5"), levels=RangeLevels(Decimal(1), Decimal(2), Decimal(3), Decimal(4))),
        MatrixRow("calls", kind=Kind.INDICATOR),
    )
    found = list(of_matrices([Matrix(ANNA, parse("2024-02"), rows)], there(1)))
    assert [(item.kpi, item.start, item.end, item.value) for item in found] == [("revenue", dt.date(2024, 2, 1), dt.date(2024, 3, 1), 3)]
    first = Targets([*found, *(Agreed(ANNA.key, "revenue", item.start, item.end, Decimal(9)) for item in found)])
    assert first.of(ANNA.key, "revenue", parse("2024-02"), additive=True) == 3


@pytest.mark.parametrize(("share", "revenue"), [("1", 30), ("1/3", 10), ("0", 0)])
def test_targets_that_add_up_are_for_the_days_there(share: str, revenue: int) -> None:
    """Who is there on no day adds nothing to a quarter's target. The win rate's stays."""
    levels = Levels(Direction.UP, Decimal(3), Decimal(15), Decimal(30))
    rows = tuple(MatrixRow(kpi, weight=Decimal("0.5"), levels=levels) for kpi in ("revenue", "win_rate"))
    found = of_matrices([Matrix(ANNA, parse("2024-02"), rows)], there(Fraction(share)))
    assert {item.kpi: item.value for item in found} == {"revenue": revenue, "win_rate": 30}


def test_the_company_has_one_name_only() -> None:
    """Whatever id and source a row of the mart gives it."""
    targets = Targets([Agreed(("company", "crm", "acme"), "revenue", dt.date(2024, 1, 1), dt.date(2024, 2, 1), Decimal(7))])
    assert targets.of(COMPANY.key, "revenue", parse("2024-01"), additive=True) == 7
