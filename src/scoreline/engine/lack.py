"""Why a number is not known, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scoreline.engine.coverage import Coverage, last_day
from scoreline.kpis.registry import Resolved
from scoreline.mart.staged import Span

_BEYOND = {
    "stock": "What stands on a day needs every day before it, from the first that the data covers. ",
    "half year": "The six months from each first order on must be covered too. ",
    "quota": "All days of a quota must be covered. ",
}
"""What a measure needs beside the days of the period, told where its tables have gaps."""


def lack(coverage: Coverage, measure: Resolved, source: str | None = None) -> str:
    """Why a measure is not known in every period, to anybody or to a source, as one or two sentences."""
    mart, relation, of = coverage.mart, measure.relation, f" of {source}" if source else ""
    if coverage.by_contract(relation) and not mart.has("contracts", source):
        return f"No contracts{of} were loaded."
    tables = tuple(dict.fromkeys((*relation.watched, *((relation.history,) if relation.history else ()))))
    absent = [_words(table) for table in relation.watched if not mart.has(table, source)]
    absent = list(dict.fromkeys([*absent, *map(_words, coverage.unjoined(measure))]))
    if absent:
        return f"No {' and no '.join(absent)}{of} were loaded."
    if empty := coverage.empty(measure, source):
        return f"No row{of} has a value in {' or in '.join(empty)}."
    if relation.history and not mart.has(relation.history, source):
        last = last_day(mart, relation.needs[0])
        return f"No {_words(relation.history)}{of} were loaded, so only what was open on {last}, the last covered day, is known."
    spans = "; ".join(f"{_words(table)} {dates(own)}" for table in tables if (own := mart.spans(table, source)))
    known = f"The data{of} covers {spans}."
    if relation.customers and coverage.customer_meaning == "activity":
        return f"A period needs the orders of the {coverage.customer_days} days before it too. {known}"
    if any(len(mart.spans(table, source)) > 1 for table in tables):
        return f"{_BEYOND.get('stock' if measure.measure.during else next(iter(relation.reach.values()), ''), '')}{known}"
    return known


def dates(spans: Sequence[Span]) -> str:
    """Spans as text: from 2024-01-01 to 2024-03-31 and from 2024-05-01 to 2024-12-31."""
    return " and ".join(f"from {span.start} to {span.end - dt.timedelta(days=1)}" for span in spans)


def _words(table: str) -> str:
    return table.replace("_", " ")
