"""Facts so far against the plan to date."""

from __future__ import annotations

from decimal import Decimal

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.periods import parse
from scoreline.planning.attendance import Days
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.scoring.beside import beside_full, prorated
from scoreline.scoring.to_date import score_to_date
from scoreline.scoring.total import score

APRIL = parse("2024-04")
FULL = Levels(Direction.UP, Decimal(30), Decimal(300), Decimal(600))
THIRD = Levels(Direction.UP, Decimal(10), Decimal(100), Decimal(200))
HALF = Decimal("0.5")


def matrix(levels: Levels) -> Matrix:
    rows = (MatrixRow("revenue", weight=HALF, levels=levels), MatrixRow("win_rate", weight=HALF, levels=FULL))
    return Matrix(Member("person", "Anna", "1", "crm"), APRIL, rows)


def partial(amount: int) -> Fact:
    return Fact(Decimal(amount), FactState.MISSING)


def test_partial_facts_are_held_against_the_levels_to_date() -> None:
    card = score_to_date(matrix(THIRD), {"revenue": partial(100), "win_rate": partial(300)}, {}, Days(7, 21))
    assert [(row.base, row.norm, row.target, row.index) for row in card.rows] == [(10, 100, 200, 100), (30, 300, 600, 100)]
    assert (card.total, card.provisional) == (100, True)
    assert card.notes[0].text == "So far, provisional: plan and facts of 7 of 21 working days."


def test_what_is_not_known_at_all_stays_missing() -> None:
    card = score_to_date(matrix(THIRD), {"revenue": partial(50)}, {}, Days(7, 21))
    assert [row.state for row in card.rows] == [FactState.VALUE, FactState.MISSING]
    assert card.coverage == HALF


def test_full_levels_stand_beside_those_for_some_days() -> None:
    facts = {"revenue": Fact(Decimal(100), FactState.VALUE), "win_rate": Fact(Decimal(300), FactState.VALUE)}
    card = prorated(score(matrix(THIRD), facts, {}), matrix(FULL), Days(7, 21))
    assert [(row.full_base, row.full_norm, row.full_target) for row in card.rows] == [(30, 300, 600), (None, None, None)]
    assert [note.text for note in card.notes] == ["7 of 21 working days: the levels of revenue are for these, with the full ones beside."]
    assert card.to_dict()["rows"][0]["full_norm"] == 300
    whole = score(matrix(FULL), facts, {})
    assert prorated(whole, matrix(FULL), Days(7, 21)) == whole == beside_full(whole, matrix(FULL))
