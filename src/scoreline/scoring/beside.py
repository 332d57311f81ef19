"""The full levels beside those that a card is scored by."""

from __future__ import annotations

from dataclasses import replace

from scoreline.planning.attendance import Days
from scoreline.planning.matrix import Matrix
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard, ScoreRow
from scoreline.scoring.total import shown


def beside_full(card: Scorecard, agreed: Matrix) -> Scorecard:
    """The card with the levels that were agreed beside those for a part of the period's days, in the rows where they differ."""
    return replace(card, rows=tuple(_row(row, agreed) for row in card.rows))


def prorated(card: Scorecard, agreed: Matrix, days: Days) -> Scorecard:
    """The same, with a note that says for how many days the levels are."""
    found = beside_full(card, agreed)
    kpis = ", ".join(row.title for row in found.rows if row.full_norm is not None)
    if not kpis:
        return card
    note = Message("total.prorated", {"kpis": kpis, "days": str(days.there), "all": str(days.all)})
    return replace(found, notes=(*found.notes, note))


def _row(row: ScoreRow, agreed: Matrix) -> ScoreRow:
    full = agreed.row(row.kpi)
    if full is None or full.levels is None or (levels := shown(full)) == (row.base, row.norm, row.target):
        return row
    base, norm, target = levels
    return replace(row, full_base=base, full_norm=norm, full_target=target)
