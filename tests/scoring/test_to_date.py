"""Facts so far against the plan to date."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.periods import parse
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.scoring.to_date import score_to_date

APRIL = parse("2024-04")
LEVELS = Levels(Direction.UP, Decimal(30), Decimal(300), Decimal(600))
ROWS = (MatrixRow("revenue", weight=Decimal("0.5"), levels=LEVELS), MatrixRow("win_rate", weight=Decimal("0.5"), levels=LEVELS))
MATRIX = Matrix(Member("person", "Anna", "1", "crm"), APRIL, ROWS)


def partial(amount: int) -> Fact:
    return Fact(Decimal(amount), FactState.MISSING)


def test_levels_that_add_up_are_those_of_the_days_so_far_and_others_stay() -> None:
    card = score_to_date(MATRIX, {"revenue": partial(100), "win_rate": partial(300)}, {}, 10, {"revenue"})
    assert [(row.base, row.norm, row.target, row.index) for row in card.rows] == [(10, 100, 200, 100), (30, 300, 600, 100)]
    assert (card.total, card.provisional) == (100, True)
    assert card.notes[0].text == "So far, provisional: plan and facts of 10 of 30 days."


def test_what_is_not_known_at_all_stays_missing() -> None:
    card = score_to_date(MATRIX, {"revenue": partial(50)}, {}, 10, {"revenue"})
    assert [row.state for row in card.rows] == [FactState.VALUE, FactState.MISSING]
    assert card.coverage == Decimal("0.5")


@given(st.integers(1, 29), st.integers(-100, 700))
def test_who_sells_alike_every_day_has_the_same_index_on_each(covered: int, amount: int) -> None:
    card = score_to_date(MATRIX, {"revenue": Fact(Decimal(amount) * covered, FactState.VALUE)}, {}, covered, {"revenue"})
    whole = score_to_date(MATRIX, {"revenue": Fact(Decimal(amount) * 30, FactState.VALUE)}, {}, 30, {"revenue"})
    one, other = card.rows[0].index, whole.rows[0].index
    assert one is not None and other is not None and abs(one - other) < Decimal("1e-15")
