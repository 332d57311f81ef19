"""A state out of a finer one that is there already: fewer members, months for days. Then no row needs to be read."""

from __future__ import annotations

from collections.abc import Iterable

from scoreline.engine.plan import State
from scoreline.engine.sql import WORD, WORD_FROM
from scoreline.periods import Grain

_MONTH = "CAST(year({0}) * 12 + month({0}) - 1 AS INTEGER)"


def finer(state: State, others: Iterable[State]) -> State | None:
    """The first of other states that this one can be made from: the same parts, for all its members, at its days or months."""
    for other in others:
        same = (other.relation, other.at, other.kind, other.known_by, other.whose) == (
            state.relation, state.at, state.kind, state.known_by, state.whose,
        )  # fmt: skip
        if not same or state.by_period or not set(state.bases) <= set(other.bases):
            continue
        if other.grain is not state.grain and (other.grain is not Grain.DAY or state.grain is not Grain.MONTH):
            continue
        if _parts(state) <= _parts(other):
            return other
    return None


def _parts(state: State) -> set[tuple[str, str]]:
    """What a state holds, by meaning: measures, or the values that several measures share."""
    shared = state.kind in ("distinct", "values")
    return {("" if shared else item.name, f"{item.argument.text}|{item.where.text if item.where else ''}") for item in state.measures}


def select(state: State, other: State) -> str:
    """SQL of the state, read from the table of a finer one."""
    members = [f"m{other.bases.index(base) + 1} AS m{place}" for place, base in enumerate(state.bases, 1)]
    coarser = other.grain is not state.grain
    word = state.bits and not other.bits
    moments = [f"{_month(key) if coarser else key} AS {key}" for key in state.keys if key in ("t", "u")]
    more = [key for key in state.keys if key not in ("t", "u") and not key.startswith("m")]
    keys = [*members, *moments, *more]
    places = ", ".join(str(place) for place in range(1, len(keys) + 1))
    match state.kind:
        case "values":
            return f"SELECT {', '.join(keys)}, value, sum(n) AS n FROM {other.table} GROUP BY {places}, value"
        case "distinct" if word:
            inner = f"SELECT DISTINCT {', '.join([*members, *moments])}, value FROM {other.table}"
            kept = ", ".join([*(f"m{place}" for place in range(1, len(members) + 1)), f"CAST((t - {WORD_FROM}) // {WORD} AS INTEGER) AS t"])
            places = ", ".join(str(place) for place in range(1, len(members) + 2))
            bits = f"bit_or(CAST(1 AS BIGINT) << ((t - {WORD_FROM}) % {WORD})) AS bits"
            return f"SELECT {kept}, value, {bits} FROM ({inner}) AS months GROUP BY {places}, value"
        case "distinct" if state.bits:
            return f"SELECT {', '.join(keys)}, value, bit_or(bits) AS bits FROM {other.table} GROUP BY {places}, value"
        case "distinct":
            return f"SELECT DISTINCT {', '.join(keys)}, value FROM {other.table}"
    sums = ", ".join(
        f'{_sum(item.name, item.measure.aggregate == "count" and state.whose != "credits")} AS "{item.name}"' for item in state.measures
    )
    return f"SELECT {', '.join(keys)}, {sums} FROM {other.table} GROUP BY {places}"


def _month(key: str) -> str:
    return _MONTH.format(f"(DATE '1970-01-01' + {key})")


def _sum(name: str, whole: bool) -> str:
    return f'CAST(sum("{name}") AS BIGINT)' if whole else f'sum("{name}")'
