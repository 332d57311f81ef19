"""A running period: facts so far against the plan to date.

The levels of KPIs that add up are taken for the days that the data covers, day by day alike; ratios, medians, distinct counts and stocks
keep their levels. The index of such a row is its pace: 100 is as fast as the norm asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from scoreline.engine.facts import Fact, FactState
from scoreline.planning.levels import AnyLevels, Levels, RangeLevels, Step
from scoreline.planning.matrix import KpiFacts, Matrix, MatrixRow
from scoreline.scoring.exact import decimal, exact
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import score


def score_to_date(
    matrix: Matrix, facts: Mapping[str, Fact], kpis: Mapping[str, KpiFacts], covered: int, additive: Collection[str]
) -> Scorecard:
    """The card of a running period, provisional, on its first `covered` days. `facts` may be partial; `additive` names KPIs that add up."""
    share = Fraction(covered, matrix.period.days)
    rows = tuple(_row(row, share) if row.kpi in additive else row for row in matrix.rows)
    so_far = {kpi: _so_far(fact) for kpi, fact in facts.items()}
    card = score(replace(matrix, rows=rows), so_far, kpis)
    note = Message("total.to_date", {"days": str(covered), "all": str(matrix.period.days)})
    return replace(card, provisional=True, notes=(note, *card.notes))


def _so_far(fact: Fact) -> Fact:
    """A partial value counts as what was reached so far."""
    return Fact(fact.value, FactState.VALUE) if fact.state is FactState.MISSING and fact.value is not None else fact


def _row(row: MatrixRow, share: Fraction) -> MatrixRow:
    steps = tuple(Step(_part(step.low, share), _part(step.high, share), step.index) for step in row.steps)
    return replace(row, levels=_levels(row.levels, share), steps=steps)


def _levels(levels: AnyLevels | None, share: Fraction) -> AnyLevels | None:
    if isinstance(levels, Levels):
        return Levels(levels.direction, *(_level(one, share) for one in (levels.base, levels.norm, levels.target)))
    if isinstance(levels, RangeLevels):
        return RangeLevels(*(_level(one, share) for one in (levels.low_base, levels.low_norm, levels.high_norm, levels.high_base)))
    return None


def _level(level: Decimal, share: Fraction) -> Decimal:
    return decimal(exact(level) * share)


def _part(level: Decimal | None, share: Fraction) -> Decimal | None:
    return None if level is None else _level(level, share)
