"""Matrices and scorecards as JSON and back: nothing is lost."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from scoreline.engine.facts import Fact, FactState
from scoreline.planning.fingerprint import canonical, plain
from scoreline.planning.frozen import matrix_from
from scoreline.scoring.total import score
from scoreline.state import cards
from tests.state.test_services import FULL, matrix

FACTS = [
    {"revenue": Fact(Decimal("1e21"), FactState.VALUE), "mix": Fact(2.1, FactState.VALUE), "cycle": Fact(Decimal(0), FactState.ZERO)},
    {
        "revenue": Fact(0.1 + 0.2, FactState.VALUE),
        "mix": Fact(Decimal("2.50"), FactState.MISSING),
        "calls": Fact(None, FactState.UNDEFINED),
    },
    {"cycle": Fact(None, FactState.UNDEFINED), "mix": Fact(None, FactState.NOT_APPLICABLE), "calls": Fact(3, FactState.VALUE)},
    {},
]


def test_a_matrix_comes_back() -> None:
    assert matrix_from(json.loads(canonical(plain(matrix()))), matrix().member, matrix().period) == matrix()


@pytest.mark.parametrize("facts", FACTS)
def test_a_card_comes_back(facts: dict[str, Fact]) -> None:
    made = score(matrix(rows=FULL), facts, {})
    found = cards.card_from(json.loads(canonical(cards.plain(made))), made.member, made.period)
    assert found == made
    assert [type(row.fact) for row in found.rows] == [type(row.fact) for row in made.rows]
    assert found.to_dict() == made.to_dict()
