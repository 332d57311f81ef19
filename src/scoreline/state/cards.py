"""Scorecards as JSON and back, every digit kept: what a closed period answers from."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.levels import Direction
from scoreline.planning.matrix import Kind, Method, Undefined
from scoreline.scoring.index import Band
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Scorecard, ScoreRow

_WORDS = {"kind": Kind, "state": FactState, "band": Band, "method": Method, "direction": Direction, "undefined": Undefined}
_TEXTS = {"kpi", "title", "unit", "question", "why"}


def plain(card: Scorecard) -> dict[str, Any]:
    """A card in JSON's own kinds; its member and period stand beside it. Decimals are texts, floats are numbers."""
    return {
        "rows": [{field.name: _plain(getattr(row, field.name)) for field in fields(row)} for row in card.rows],
        "total": _plain(card.total),
        "coverage": _plain(card.coverage),
        "provisional": card.provisional,
        "notes": [{"id": note.id, "values": {name: _said(value) for name, value in note.values.items()}} for note in card.notes],
    }


def card_from(plain: dict[str, Any], member: Member, period: Period) -> Scorecard:
    """The card of that form."""
    return Scorecard(
        member,
        period,
        tuple(ScoreRow(**{name: _value(name, value) for name, value in row.items()}) for row in plain["rows"]),
        _number(plain["total"]),
        _number(plain["coverage"]),
        plain["provisional"],
        tuple(Message(note["id"], {name: _unsaid(value) for name, value in note["values"].items()}) for note in plain["notes"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(end) for end in value]
    return str(value) if isinstance(value, Decimal) else value


def _value(name: str, value: Any) -> Any:
    if value is None or name in _TEXTS:
        return value
    if name in _WORDS:
        return _WORDS[name](value)
    return tuple(Decimal(end) for end in value) if isinstance(value, list) else _number(value)


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


def _said(value: Any) -> Any:
    """A note's value: a list tells a number from a text."""
    return [str(value)] if isinstance(value, Decimal) else value


def _unsaid(value: Any) -> Any:
    return Decimal(value[0]) if isinstance(value, list) else value
