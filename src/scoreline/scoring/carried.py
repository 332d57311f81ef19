"""Scorecards with what was carried into them from closed periods, or out of them into later ones, named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scoreline.planning.carries import Carry, Moved
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard


def labelled(card: Scorecard, by_kpi: Mapping[str, Moved]) -> Scorecard:
    """A card whose facts hold what was carried: each row with the amount, and notes that name the other periods."""
    held = {row.kpi: by_kpi[row.kpi] for row in card.rows if row.kpi in by_kpi and row.fact is not None}
    rows = tuple(replace(row, carried=held[row.kpi].net) if row.kpi in held else row for row in card.rows)
    titles = {row.kpi: row.title for row in rows}
    came = [f"{titles[kpi]} {_said(one, one.source.label)}" for kpi, found in held.items() for one in found.came]
    went = [f"{titles[kpi]} {_said(one, one.into.label)}" for kpi, found in held.items() for one in found.went]
    return replace(card, rows=rows, notes=(*card.notes, *_note("total.carried_in", came), *_note("total.carried_out", went)))


def _said(one: Carry, other: str) -> str:
    return f"{one.amount.normalize():f} ({other})"


def _note(id: str, said: Sequence[str]) -> tuple[Message, ...]:
    return (Message(id, {"facts": ", ".join(said)}),) if said else ()
