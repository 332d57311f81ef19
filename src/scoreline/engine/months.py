"""Months, each as its number since year 0, as conditions on the rows of a state or of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from scoreline.engine.plan import State
from scoreline.engine.sql import WORD, WORD_FROM
from scoreline.periods import Grain


def within(state: State, months: Iterable[int]) -> str:
    """A condition on the moment t of a state's rows `r`: it lies in any of these months."""
    ranges = [
        (start, end) if state.grain is Grain.MONTH else ((first_day(start) - _EPOCH).days, (first_day(end) - _EPOCH).days)
        for start, end in _runs(months)
    ]
    return "(" + " OR ".join(f"r.t >= {start} AND r.t < {end}" for start, end in ranges) + ")"


_EPOCH = dt.date(1970, 1, 1)


def days_within(months: Iterable[int], days: Iterable[str]) -> str:
    """A condition: any of these days lies in any of these months."""
    ranges = [(first_day(start), first_day(end)) for start, end in _runs(months)]
    return " OR ".join(f"({day} >= DATE '{start}' AND {day} < DATE '{end}')" for day in days for start, end in ranges)


def mask(months: Iterable[int]) -> str:
    """SQL of a word's bits, by its number t, that belong to these months."""
    words: dict[int, int] = {}
    for month in months:
        word, bit = divmod(month - WORD_FROM, WORD)
        words[word] = words.get(word, 0) | 1 << bit
    cases = " ".join(f"WHEN {word} THEN CAST({bits} AS BIGINT)" for word, bits in sorted(words.items()))
    return f"CASE t {cases} ELSE CAST(0 AS BIGINT) END"


def _runs(months: Iterable[int]) -> list[tuple[int, int]]:
    """Months as ranges, from the first to before the last."""
    found: list[tuple[int, int]] = []
    for month in sorted(months):
        if found and found[-1][1] == month:
            found[-1] = (found[-1][0], month + 1)
        else:
            found.append((month, month + 1))
    return found


def first_day(month: int) -> dt.date:
    """The first day of a month."""
    return dt.date(month // 12, month % 12 + 1, 1)
