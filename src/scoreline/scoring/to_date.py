"""A running period: facts so far against the plan to date, which is a matrix with levels for the working days that the data covers.

The index of a row whose levels add up is its pace: 100 is as fast as the norm asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scoreline.engine.facts import Fact, FactState
from scoreline.planning.attendance import Days
from scoreline.planning.matrix import KpiFacts, Matrix
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import score


def score_to_date(matrix: Matrix, facts: Mapping[str, Fact], kpis: Mapping[str, KpiFacts], days: Days) -> Scorecard:
    """The card of a running period, provisional. `matrix` has the levels to date, for these working days; `facts` may be partial."""
    so_far = {kpi: _so_far(fact) for kpi, fact in facts.items()}
    note = Message("total.to_date", {"days": str(days.there), "all": str(days.all)})
    card = score(matrix, so_far, kpis)
    return replace(card, provisional=True, notes=(note, *card.notes))


def _so_far(fact: Fact) -> Fact:
    """A partial value counts as what was reached so far."""
    return Fact(fact.value, FactState.VALUE) if fact.state is FactState.MISSING and fact.value is not None else fact
