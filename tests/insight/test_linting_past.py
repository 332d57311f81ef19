"""What the past says against a matrix."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.insight.linting import Rule
from scoreline.insight.linting_past import going_together, lint_past
from scoreline.insight.past import Past
from scoreline.insight.shares import share
from scoreline.insight.smart import Often, Reached, Smart
from scoreline.periods import parse
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow

LEVELS = Levels(Direction.UP, Decimal(80), Decimal(100), Decimal(120))
HALF = Decimal("0.5")
MATRIX = Matrix(
    Member("person", "Ann", "ann", "crm"),
    parse("2027-07"),
    (
        MatrixRow("orders", weight=HALF, levels=LEVELS),
        MatrixRow("revenue", weight=HALF, levels=LEVELS),
        MatrixRow("visits", Kind.INDICATOR, levels=LEVELS),
    ),
)


def checked(kpi: str, often: Often, level: str = "norm") -> Smart:
    return Smart(kpi, (), (Reached(level, often, share(0, 12), share(3, 40), 4),))


def test_norms_that_tell_nobody_apart_are_named() -> None:
    """Of scored rows and norms only: a target may be out of reach, and a row that is watched asks for nothing."""
    rows = [checked("revenue", Often.NEVER), checked("orders", Often.ALWAYS), checked("visits", Often.NEVER)]
    found = lint_past(MATRIX, [*rows, checked("revenue", Often.NEVER, "target"), checked("orders", Often.SOMETIMES)], ())
    assert [(one.rule, one.kpi) for one in found] == [(Rule.NEVER_REACHED, "revenue"), (Rule.ALWAYS_REACHED, "orders")]
    assert found[0].evidence == "0 of 12 past periods of the member's, 3 of 40 of the peers'"


def past(name: str, values: list[int | None]) -> Past:
    facts = (Fact(None, FactState.MISSING) if value is None else Fact(Decimal(value), FactState.VALUE) for value in values)
    return Past(Member("person", name, name, "crm"), tuple(facts))


def test_rows_that_measure_the_same_are_named() -> None:
    """Ten pairs are enough; that one of them falls where the other rises is the same, where less of it is better."""
    orders = [past("ann", [1, 2, 3, 4, 5, None]), past("bob", [9, 8, 7, 6, 5, 4])]
    revenue = [past("bob", [91, 80, 70, 60, 50, None]), past("ann", [10, 20, 30, 40, 50, 60])]
    cycle = [past("ann", [-1, -2, -3, -4, -5, -6]), past("bob", [-9, -8, -7, -6, -5, -4])]
    (pair,) = going_together({"orders": orders, "revenue": revenue}, ())
    assert (pair.one, pair.other, pair.pairs) == ("orders", "revenue", 10)
    assert going_together({"cycle": cycle, "revenue": revenue}, ()) == ()
    assert len(going_together({"cycle": cycle, "revenue": revenue}, {"cycle"})) == 1
    (remark,) = lint_past(MATRIX, (), [pair])
    assert (remark.rule, remark.kpi, remark.what) == (Rule.ALIKE, "orders", "It measures much the same as revenue.")
    assert lint_past(MATRIX, (), going_together({"visits": orders, "revenue": revenue}, ())) == []


VALUES = st.lists(st.lists(st.none() | st.integers(0, 50), min_size=6, max_size=6), min_size=2, max_size=5)


@given(VALUES, VALUES)
def test_the_order_of_people_does_not_matter(ones: list[list[int | None]], others: list[list[int | None]]) -> None:
    both = {kpi: [past(str(number), row) for number, row in enumerate(rows)] for kpi, rows in (("one", ones), ("other", others))}
    turned = {kpi: rows[::-1] for kpi, rows in both.items()}
    assert going_together(both, ()) == going_together(turned, ()) == going_together(both, both)
