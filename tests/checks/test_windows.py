"""On the made-up company, for every KPI: three rolling months are the quarter, the year to date is the year, a filter is its row."""

from __future__ import annotations

import math
from typing import Any

import pytest

from scoreline.workspace import KpiTable, Workspace
from tests.checks.answers import Answers

CUTS = [(), ("team",), ("person",), ("segment",), ("product",), ("channel",), ("location",)]
SHIFTED = {"revenue_growth"}
"""KPIs that look at the period before: of a window that is the window one month earlier, which overlaps."""


@pytest.fixture(scope="module")
def ws(demo_answers: Answers) -> Workspace:
    return demo_answers.ws


def _cells(table: KpiTable, kpis: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, float | None]]:
    """Members -> KPI -> value, of a table of one period."""
    rows = zip(table.ids.to_pylist() if table.by else [{}], table.table.to_pylist(), strict=True)
    return {tuple(ids.values()): {kpi: _float(row[kpi]) for kpi in kpis} for ids, row in rows}


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _same(one: KpiTable, other: KpiTable) -> None:
    kpis = tuple(kpi for kpi in one.kpis if kpi not in SHIFTED)
    assert one.kpis == other.kpis
    wanted, found = _cells(one, kpis), _cells(other, kpis)
    assert set(wanted) == set(found)
    assert len(kpis) > 10
    for member, values in wanted.items():
        assert {kpi: value for kpi, value in values.items() if not _close(value, found[member][kpi])} == {}, member


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("by", CUTS, ids=lambda by: "_".join(by) or "company")
def test_windows_are_the_periods_that_they_make_up(ws: Workspace, by: tuple[str, ...]) -> None:
    quarter = ws.kpi(by=by, per="quarter", start="2025-Q2", end="2025-Q2")
    _same(quarter, ws.kpi(by=by, start="2025-06", end="2025-06", rolling=3))
    _same(quarter, ws.kpi(by=by, start="2025-06", end="2025-06", to_date="quarter"))
    _same(quarter, ws.kpi(by=by, per="day", start="2025-06-30", end="2025-06-30", to_date="quarter"))
    _same(ws.kpi(by=by, per="year", start="2025", end="2025"), ws.kpi(by=by, start="2025-12", end="2025-12", to_date="year"))


@pytest.mark.parametrize("by", CUTS[1:], ids=lambda by: "_".join(by))
def test_a_filter_is_the_members_own_row(ws: Workspace, by: tuple[str, ...]) -> None:
    table = ws.kpi(by=by, per="quarter", start="2025-Q3", end="2025-Q3")
    names = [name for name in table.table.column(by[0]).to_pylist() if name is not None and not name.endswith("(direct)")]
    for name in names[:: max(1, len(names) // 4)]:
        alone = ws.kpi(*table.kpis, per="quarter", start="2025-Q3", end="2025-Q3", where={by[0]: [name]}).table.to_pylist()[0]
        (row,) = [row for row in table.table.to_pylist() if row[by[0]] == name]
        assert [kpi for kpi in table.kpis if not _close(_float(row[kpi]), _float(alone[kpi]))] == [], name


def test_changes_of_all_members_add_up(ws: Workspace) -> None:
    """Customers of the year before who bought nothing since are there too."""
    asked = {"start": "2025-05", "end": "2025-05", "compare": "last-year"}
    (whole,) = ws.kpi("revenue", **asked).to_pylist()
    rows = ws.kpi("revenue", by="customer", **asked).to_pylist()
    for name in ("revenue", "revenue_last_year", "revenue_change"):
        assert sum(row[name] for row in rows) == whole[name]
