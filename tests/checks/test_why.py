"""Every number can be followed: computed by hand from the rows that `why` lists, the formula gives the number that is shown."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoreline.engine.members import Member
from scoreline.kpis.formula import Name
from scoreline.kpis.registry import shipped
from scoreline.workspace import Workspace
from tests.checks.answers import Answers
from tests.checks.cells import days
from tests.checks.comparing import Value, agrees
from tests.checks.parts import named, worth

# Ann moves to s1 in mid-February and has credits of others' deals in May, Eve looks on.
MEMBERS = {"hanoi": ("Ann (ann, hanoi)", "Eve", "South 1"), "berlin": (), "demo": ()}
PERIODS = {"hanoi": ("2024-02", "2024-05"), "berlin": ("2020-W53", "2021-01"), "demo": ("2024-07",)}
WITHOUT_A_CUT = ("sales_by_contact_method", "exit_rate")
ALL = 1_000_000


def by_hand(ws: Workspace, kpi: str, leaf: Name, member: Member | None, period: str, wanted: dict[str, Any]) -> Value:
    """A part's value from its listed rows alone; `value` is the rows' first column."""
    name = named(leaf)
    page = ws.why_rows(kpi, member, period, name, limit=ALL)
    assert len(page.rows) == page.total == wanted[name].rows
    assert {"_file", "_row", "_load", "_source"} <= set(page.columns) or not page.columns
    shares = [row[page.columns.index("_share")] for row in page.rows] if "_share" in page.columns else [1] * page.total
    rows = [(_number(row[0]), Fraction(share)) for row, share in zip(page.rows, shares, strict=True) if row[0] is not None]
    values = [value for value, _ in rows]
    match ws.registry.measures[leaf.name].measure.aggregate:
        case "count":
            return sum((share for _, share in rows), Fraction(0))
        case "distinct":
            return len({(row[0], row[page.columns.index("_source")]) for row in page.rows if row[0] is not None})
        case "median":
            return statistics.median(values) if values else None
        case "max":
            return max(values, default=None)
        case "p75":
            return statistics.quantiles([*values], n=4, method="inclusive")[2] if len(values) > 1 else next(iter(values), None)
    return sum((value * share for value, share in rows), Fraction(0))


def _number(value: Any) -> Any:
    return Fraction(value) if isinstance(value, int | Decimal) else value


@pytest.mark.parametrize("company", PERIODS)
@pytest.mark.parametrize("kpi", sorted(set(shipped().kpis) - set(WITHOUT_A_CUT)))
def test_the_rows_give_the_number(kpi: str, company: str, request: pytest.FixtureRequest) -> None:
    answers: Answers = request.getfixturevalue(f"{company}_answers")
    ws = answers.ws
    if kpi not in answers.known:
        return
    people = [member for kind in ("person", "team") if kind in answers.cuts[kpi] for member in ws.members(kind)]
    for member in (None, *(one for one in people if one.name.replace("_", " ") in MEMBERS[company])):
        for period in PERIODS[company]:
            why = ws.why(kpi, member, period)
            wanted = {part.name: part for part in why.parts}
            parts = {leaf: by_hand(ws, kpi, leaf, member, period, wanted) for leaf in answers.leaves(kpi)}
            found = worth(ws.registry.formulas[kpi], parts, days(period))
            if why.fact.value is None:
                # missing, where the data does not reach back far enough, or nothing to divide by
                assert found is None or why.fact.state == "missing", (member, period)
            else:
                assert found is not None
                assert agrees(float(why.fact.value), float(found)), (member, period)
