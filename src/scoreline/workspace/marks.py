"""What stands beside the figures of scorecards: which of them are in dispute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scoreline.periods import Period
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard


def disputed(workspace: Path, cards: Sequence[Scorecard], when: Period) -> list[Scorecard]:
    """The cards of a period, each row with the numbers of the disputes about it that are not resolved."""
    from scoreline.state.disputes import disputes

    numbers: dict[tuple[object, ...], list[int]] = {}
    for one in disputes(workspace, period=when, ended=False):
        numbers.setdefault((*one.member.key, one.kpi), []).append(one.number)
    return [_card(card, numbers) if numbers else card for card in cards]


def _card(card: Scorecard, numbers: dict[tuple[object, ...], list[int]]) -> Scorecard:
    rows = tuple(replace(row, disputes=tuple(numbers.get((*card.member.key, row.kpi), ()))) for row in card.rows)
    said = [f"{row.title} ({', '.join(map(str, row.disputes))})" for row in rows if row.disputes]
    notes = (Message("total.disputed", {"kpis": ", ".join(said)}),) if said else ()
    return replace(card, rows=rows, notes=(*card.notes, *notes))
