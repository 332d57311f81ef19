"""Values held against others: of the period before, of the same period a year before, or against a target.

Both periods are asked for in one query, so that a member stands there who has something in either of them. A change is told
only where both values are known: neither partly covered nor undefined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

from scoreline.engine.facts import Fact
from scoreline.engine.query import Query
from scoreline.engine.result import Comparison, KpiTable
from scoreline.errors import QueryError, nearest
from scoreline.periods import Period

if TYPE_CHECKING:
    import pyarrow as pa

How = Literal["previous", "last-year", "target"]
TARGET_DIGITS = 6
HOWS: tuple[How, ...] = get_args(How)
Value = Decimal | float | None


def how(name: str) -> How:
    """The comparison of that name. QueryError, with the nearest name, where there is none."""
    for known in HOWS:
        if name == known:
            return known
    raise QueryError(f'There is no comparison with "{name}". {nearest(name, HOWS)}'.strip(), do=f"Use one of {', '.join(HOWS)}.")


def counterpart(period: Period, against: How) -> Period | None:
    """The period that a period is compared with."""
    return period.previous() if against == "previous" else period.year_before()


def widened(query: Query, against: How) -> Query:
    """The query over its periods and those that they are compared with. QueryError where two of them end on one day, but differ."""
    every = {*query.periods, *(found for period in query.periods if (found := counterpart(period, against)))}
    ends: dict[str, Period] = {}
    for period in every:
        if ends.setdefault(period.label, period) != period:
            raise QueryError(
                "What is cumulated over more than a year cannot be held against the year before: that is part of it.",
                do="Ask for at most a year at once, or for --to-date year.",
            )
    return replace(query, periods=tuple(sorted(every, key=lambda period: (period.end, period.start))))


def split(whole: KpiTable, query: Query, against: How) -> KpiTable:
    """The answer to a query, with its comparison, out of the answer to the widened one."""
    place = {period: number for number, period in enumerate(whole.query.periods)}
    others = [counterpart(period, against) for period in query.periods]
    members = range(0, len(whole), len(whole.query.periods))
    own = [first + place[period] for first in members for period in query.periods]
    compared = [first + place[other] if other else None for first in members for other in others]
    labels = {period.label for period in query.periods}
    table = replace(
        whole,
        table=whole.table.take(own),
        ids=whole.ids.take(own),
        beside=whole.beside.take(own),
        query=query,
        uncovered=frozenset(cell for cell in whole.uncovered if cell[1] in labels),
        uncovered_by={
            source: frozenset(cell for cell in uncovered if cell[1] in labels) for source, uncovered in whole.uncovered_by.items()
        },
    )
    facts = {kpi: whole.facts(kpi) for kpi in query.kpis}
    return held_against(table, against, {kpi: [None if row is None else facts[kpi][row] for row in compared] for kpi in query.kpis})


def held_against(table: KpiTable, against: How, facts: Mapping[str, Sequence[Fact | None]]) -> KpiTable:
    """The table with its values held against others, given row by row; None where there is nothing to compare with."""
    values, changes, percents, states = {}, {}, {}, {}
    for kpi in table.kpis:
        pairs = list(zip(table.facts(kpi), facts[kpi], strict=True))
        values[kpi] = [other.value if other else None for _, other in pairs]
        states[kpi] = [other.state.value if other else None for _, other in pairs]
        changes[kpi] = [_change(own, other) for own, other in pairs]
        percents[kpi] = [_percent(change, other) for change, (_, other) in zip(changes[kpi], pairs, strict=True)]
    types = {kpi: _type(table.table.schema.field(kpi).type, against) for kpi in table.kpis}
    return replace(
        table,
        comparison=Comparison(against, _table(values, types), _table(changes, types), _table(percents), _table(states)),
    )


def _type(own: pa.DataType, against: How) -> pa.DataType:
    """The type of a compared value: the KPI's own; of a target, which may have more decimals than what is counted, a wider one."""
    import pyarrow as pa

    if against != "target":
        return own
    return pa.decimal128(38, TARGET_DIGITS) if pa.types.is_decimal(own) else pa.float64()


def _change(own: Fact, other: Fact | None) -> Value:
    if other is None or not own.known or not other.known or own.value is None or other.value is None:
        return None
    if isinstance(own.value, Decimal) and isinstance(other.value, Decimal):
        return own.value - other.value
    change = float(own.value) - float(other.value)
    return round(change) if isinstance(own.value, int) and change == round(change) else change


def _percent(change: Value, other: Fact | None) -> float | None:
    if change is None or other is None or not other.value:
        return None
    return 100 * float(change) / abs(float(other.value))


def _floats(column: Sequence[object]) -> list[object]:
    """A target is a decimal; beside a ratio it is shown as the ratio is."""
    return [float(value) if isinstance(value, Decimal) else value for value in column]


def _table(columns: Mapping[str, Sequence[object]], types: Mapping[str, pa.DataType] | None = None) -> pa.Table:
    import pyarrow as pa

    if types is None:
        text = any(isinstance(value, str) for column in columns.values() for value in column)
        types = dict.fromkeys(columns, pa.string() if text else pa.float64())
    columns = {name: _floats(column) if pa.types.is_floating(types[name]) else column for name, column in columns.items()}
    return pa.Table.from_pydict(dict(columns), schema=pa.schema(list(types.items())))
