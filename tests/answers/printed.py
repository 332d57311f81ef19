"""Reading answers: as exactly as they were printed, and only where the data covers them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scoreline.engine.facts import FactState
from scoreline.engine.result import KpiTable

KNOWN = (FactState.VALUE, FactState.ZERO)


def as_printed(value: Decimal | float | int | None, printed: str) -> str:
    """The value rounded to as many decimals as the printed figure has, in the way it was printed."""
    assert value is not None
    places = Decimal(1).scaleb(-len(printed.partition(".")[2]))
    return f"{Decimal(str(value)).quantize(places, ROUND_HALF_UP):,}"


def whole(table: KpiTable, kpi: str) -> Any:
    """The value of a table with one row."""
    (row,) = range(len(table))
    return known(table, row, kpi)


def known(table: KpiTable, row: int, kpi: str) -> Any:
    """The value of a cell that the data covers."""
    fact = table.fact(row, kpi)
    assert fact.state in KNOWN, (table.table.slice(row, 1).to_pylist(), fact.state)
    return fact.value


def by_member(table: KpiTable, kpi: str) -> dict[str | None, Any]:
    """For a table with one cut and an additive KPI: each member's values added up. None is "not assigned"."""
    (cut,) = table.by
    found: dict[str | None, Any] = {}
    for row, name in enumerate(table.table.column(cut).to_pylist()):
        found[name] = found.get(name, 0) + known(table, row, kpi)
    return found


def added(table: KpiTable, kpi: str) -> Any:
    """For a table without cuts and an additive KPI: the values of all periods added up."""
    return sum(known(table, row, kpi) for row in range(len(table)))
