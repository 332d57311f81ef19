"""Why an index is what it is, in plain words: messages with ids and values, so that pages can translate them."""

from __future__ import annotations

from collections.abc import Sequence

from scoreline.engine.facts import FactState
from scoreline.planning.levels import Direction
from scoreline.planning.matrix import Kind, Method, Undefined
from scoreline.scoring.messages import Message, Value
from scoreline.scoring.scorecard import Level, ScoreRow


def explain_row(row: ScoreRow) -> tuple[Message, ...]:
    """How the row's index came about, from fact to weighted points; or why there is none."""
    if row.kind is Kind.INDICATOR:
        return (Message("row.indicator"),)
    if row.index is None or row.index_raw is None:
        return (_without_index(row),)
    messages = [_computed(row)]
    if row.capped_from is not None:
        messages.append(Message("row.capped", {"index": row.index, "raw": row.capped_from}))
    elif row.index > row.index_raw:
        messages.append(Message("row.floored", {"index": row.index}))
    if row.applied_weight is not None and row.weighted is not None:
        messages.append(Message("row.weighted", {"weight": row.applied_weight, "weighted": row.weighted}))
    return tuple(messages)


def paragraph(messages: Sequence[Message]) -> str:
    """The messages as one English paragraph."""
    return " ".join(message.text for message in messages)


def _without_index(row: ScoreRow) -> Message:
    if row.state is FactState.NOT_APPLICABLE:
        return Message("row.not_applicable")
    if row.state is FactState.UNDEFINED:
        return Message("row.undefined")
    return Message("row.missing_all") if row.fact is None else Message("row.missing", {"fact": row.fact})


def _computed(row: ScoreRow) -> Message:
    if row.state is FactState.UNDEFINED and row.undefined is Undefined.ZERO:
        return Message("row.undefined_zero")
    assert row.fact is not None and row.index_raw is not None  # noqa: S101  (there is an index)
    values: dict[str, Value] = {"fact": row.fact, "base": _text(row.base), "norm": _text(row.norm), "raw": row.index_raw}
    if row.method is Method.STEPS:
        return Message("row.steps", values)
    if row.direction is Direction.RANGE:
        return Message("row.range", values)
    if row.method is Method.PIECEWISE:
        return Message("row.piecewise", {**values, "target": _text(row.target), "at_target": row.at_target})
    if row.method is Method.RATIO:
        if row.direction is Direction.DOWN:
            return Message("row.ratio_down" if row.fact > 0 else "row.ratio_cap", values)
        return Message("row.ratio_up", values)
    return Message("row.base_norm", values)


def _text(level: Level) -> Value:
    if isinstance(level, tuple):
        return f"{level[0]:f} to {level[1]:f}"
    return "" if level is None else level
