"""Every number can be followed: computed by hand from the rows that `why` lists, the formula gives the number that is shown."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoreline.kpis import formula
from scoreline.kpis.formula import Name, Node, Number
from scoreline.kpis.registry import shipped
from scoreline.workspace import Workspace
from tests.checks.answers import Answers

PERIODS = ("2024-W27", "2024-07", "2025-Q3")
ALL = 1_000_000


def _by_hand(ws: Workspace, kpi: str, leaf: Name, member: Any, period: str, wanted: dict[str, Any]) -> Fraction | None:
    """A part's value from its listed rows alone; `value` is the rows' first column."""
    name = f"{leaf.shift}({leaf.name})" if leaf.shift else leaf.name
    page = ws.why_rows(kpi, member, period, name, limit=ALL)
    assert len(page.rows) == page.total == wanted[name].rows
    assert {"_file", "_row", "_load", "_source"} <= set(page.columns) or not page.columns
    values = [Fraction(row[0]) if isinstance(row[0], int | Decimal) else row[0] for row in page.rows if row[0] is not None]
    match ws.registry.measures[leaf.name].measure.aggregate:
        case "count":
            return Fraction(len(values))
        case "distinct":
            return Fraction(len(set(values)))
        case "median":
            return Fraction(statistics.median(values)) if values else None
    return sum(values, Fraction(0))


def _value(node: Node, parts: dict[Name, Fraction | None]) -> Fraction | None:
    match node:
        case Number(number):
            return Fraction(number)
        case Name():
            return parts[node]
    left, right = _value(node.left, parts), _value(node.right, parts)
    if left is None or right is None or (node.operator == "/" and right == 0):
        return None
    return {"+": left + right, "-": left - right, "*": left * right}[node.operator] if node.operator != "/" else left / right


@pytest.mark.parametrize("kpi", sorted(shipped().kpis))
def test_the_rows_give_the_number(demo_answers: Answers, kpi: str) -> None:
    ws = demo_answers.ws
    people, teams = ws.members("person"), ws.members("team")
    compared = 0
    for member in (None, people[3], people[17], people[30], teams[0], teams[5], teams[9]):
        for period in PERIODS:
            why = ws.why(kpi, member, period)
            wanted = {part.name: part for part in why.parts}
            parts = {leaf: _by_hand(ws, kpi, leaf, member, period, wanted) for leaf in formula.leaves(ws.registry.formulas[kpi])}
            found = _value(ws.registry.formulas[kpi], parts)
            if found is None:
                assert why.fact.value is None, (member, period)
            else:
                assert why.fact.value is not None
                assert float(why.fact.value) == pytest.approx(float(found), rel=1e-12), (member, period)
                compared += 1
    assert compared >= len(PERIODS)
