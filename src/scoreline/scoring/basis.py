"""What a rule pays for: a fact with its state, held against the norm that was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine.facts import FactState
from scoreline.scoring.incentives import Line, earn
from scoreline.scoring.rates import Rule
from scoreline.scoring.scorecard import Scorecard

WITHOUT = {
    FactState.MISSING: "the data does not cover the whole period: nothing is paid yet",
    FactState.UNDEFINED: "there was nothing to divide by: nothing to pay for",
    FactState.NOT_APPLICABLE: "does not apply: nothing to pay for",
}


@dataclass(frozen=True)
class Basis:
    """What a rule pays for: the fact (None where there is none), its state, the norm where one was agreed, and the row's index."""

    kpi: str
    title: str
    unit: str
    fact: Decimal | float | None
    state: FactState
    norm: Decimal | None
    index: Decimal | None = None


def basis_of(card: Scorecard, kpi: str) -> Basis:
    """A card's row as a basis; a missing fact where the card has no such row."""
    for row in card.rows:
        if row.kpi == kpi:
            norm = row.norm if isinstance(row.norm, Decimal) else None
            return Basis(kpi, row.title, row.unit, row.fact, row.state, norm, row.index)
    return Basis(kpi, kpi, "", None, FactState.MISSING, None)


def paid_for(rule: Rule, item: Basis) -> tuple[Line, ...]:
    """What a rule pays for its basis."""
    if item.fact is None or item.state in WITHOUT:
        return (Line(rule.kpi, WITHOUT.get(item.state, WITHOUT[FactState.MISSING]), None, None, Decimal(0)),)
    return earn(rule, item.fact, item.norm)
