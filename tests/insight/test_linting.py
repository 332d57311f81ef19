"""What looks wrong in a matrix by itself: each rule fires where it should, and is silent on a sound matrix."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.insight.linting import Governed, Rule, copied, lint, told
from scoreline.kpis.model import Kpi
from scoreline.periods import parse
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method
from scoreline.planning.ready.roles import READY

ANN, JULY = Member("person", "Ann", "1", "crm"), parse("2027-07")
BY = Governed(dt.date(2027, 7, 1))
HALF = Decimal("0.5")


def kpi(id: str, unit: str = "money", **more: object) -> Kpi:
    given = {"title": id, "dimension": "financial", "question": "Do we grow?", "formula": "x", "direction": "up"}
    return Kpi.model_validate({"id": id, "unit": unit, "strategic_priority": "Growth", **given, **more})


KPIS = {"revenue": kpi("revenue"), "win_rate": kpi("win_rate", "percent")}


def levels(base: str, norm: str, target: str) -> Levels:
    direction = Direction.UP if Decimal(base) < Decimal(norm) else Direction.DOWN
    return Levels(direction, Decimal(base), Decimal(norm), Decimal(target))


SOUND = Matrix(
    ANN,
    JULY,
    (
        MatrixRow("revenue", weight=HALF, levels=levels("80", "100", "120"), result=True),
        MatrixRow("win_rate", weight=HALF, levels=levels("95", "97", "98")),
    ),
)


WEIGHTLESS = replace(SOUND.rows[1], weight=Decimal(0))


def found(matrix: Matrix, kpis: dict[str, Kpi] | None = None, by: Governed = BY) -> list[tuple[str, str]]:
    return [(one.rule.value, one.kpi) for one in lint(matrix, kpis or KPIS, by)]


def with_row(place: int = 0, **changes: object) -> Matrix:
    rows = list(SOUND.rows)
    rows[place] = replace(rows[place], **changes)  # type: ignore[arg-type]
    return replace(SOUND, rows=tuple(rows))


def test_a_sound_matrix_has_no_remarks() -> None:
    """Of 97 % the room is the 3 % to 100, so that a base of 95 % is far away."""
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (with_row(levels=levels("96", "100", "120")), (Rule.NEAR_BASE, "revenue")),
        (with_row(levels=levels("104", "100", "80")), (Rule.NEAR_BASE, "revenue")),
        (with_row(1, levels=levels("96.9", "97", "98")), (Rule.NEAR_BASE, "win_rate")),
        (with_row(cap=Decimal(150)), (Rule.LOW_CAP, "revenue")),
        (with_row(method=Method.RATIO, cap=Decimal(119)), (Rule.LOW_CAP, "revenue")),
        (with_row(1, result=True), (Rule.ALL_PAID, "")),
        (replace(SOUND, rows=(replace(SOUND.rows[0], weight=Decimal(1)), WEIGHTLESS)), (Rule.NO_WEIGHT, "win_rate")),
        (replace(SOUND, rows=(*SOUND.rows, *(MatrixRow(f"k{number}", Kind.INDICATOR) for number in range(6)))), (Rule.TOO_MANY, "")),
    ],
)  # fmt: skip
def test_each_rule_says_one_thing(matrix: Matrix, expected: tuple[Rule, str]) -> None:
    assert found(matrix) == [(expected[0].value, expected[1])]


@pytest.mark.parametrize(
    "matrix",
    [
        with_row(levels=levels("95", "100", "120")),
        with_row(cap=Decimal(200)),
        with_row(method=Method.RATIO, cap=Decimal(120)),
        with_row(levels=levels("-10", "0", "10")),
        replace(SOUND, rows=(*SOUND.rows, *(MatrixRow(f"k{number}", Kind.INDICATOR) for number in range(5)))),
    ],
)
def test_what_lies_on_the_edge_is_sound(matrix: Matrix) -> None:
    assert found(matrix) == []


@pytest.mark.parametrize(
    ("question", "priority", "row", "expected"),
    [
        ("", "Growth", {}, Rule.NO_QUESTION),
        ("", "Growth", {"question": "Do we?"}, None),
        ("Do we?", "", {}, Rule.NO_PRIORITY),
        ("Do we?", "", {"why": "We must."}, None),
        ("", "", {}, Rule.AT_HAND),
    ],
)
def test_a_row_answers_a_question_and_serves_something(question: str, priority: str, row: dict[str, str], expected: Rule | None) -> None:
    kpis = KPIS | {"revenue": kpi("revenue", question=question, strategic_priority=priority)}
    assert found(with_row(**row), kpis) == ([(expected.value, "revenue")] if expected else [])


@pytest.mark.parametrize(
    ("reviewed", "months", "strategy", "own", "expected"),
    [
        ("2027-01-01", 6, None, True, None),
        ("2026-12-31", 6, None, True, Rule.REVIEW_OVERDUE),
        ("2026-12-31", None, None, True, None),
        ("2026-12-31", None, "2027-01-01", True, Rule.OLDER_THAN_STRATEGY),
        ("2027-01-01", None, "2027-01-01", True, None),
        ("2026-12-31", None, "2028-01-01", True, None),
        (None, None, "2027-01-01", True, Rule.OLDER_THAN_STRATEGY),
        (None, None, "2027-01-01", False, None),
    ],
)
def test_a_stale_definition_is_named(
    reviewed: str | None, months: int | None, strategy: str | None, own: bool, expected: Rule | None
) -> None:
    """A strategy still to come makes nothing stale; a shipped definition has no day of review."""
    kpis = KPIS | {"revenue": kpi("revenue", reviewed=reviewed, review_months=months)}
    by = Governed(BY.today, strategy and dt.date.fromisoformat(strategy), {"revenue"} if own else set())  # type: ignore[arg-type]
    assert found(SOUND, kpis, by) == ([(expected.value, "revenue")] if expected else [])


def test_a_review_makes_no_other_definition() -> None:
    assert kpi("revenue", reviewed="2027-01-01", review_months=6).version == kpi("revenue").version != kpi("revenue", owner="Ann").version


@pytest.mark.parametrize("role", READY)
def test_a_ready_matrix_as_it_stands_is_copied(role: str) -> None:
    """Whatever its levels and the order of its rows; another weight, question or reason makes it one's own."""
    rows = tuple(
        MatrixRow(row.kpi, Kind.SCORED, row.weight, levels("80", "100", "120"), question=row.question, why=row.why, result=row.result)
        if row.weight is not None
        else MatrixRow(row.kpi, Kind.INDICATOR, question=row.question, why=row.why)
        for row in READY[role].rows
    )
    assert copied(Matrix(ANN, JULY, rows[::-1])) == role
    assert copied(Matrix(ANN, JULY, (replace(rows[0], why="We said so."), *rows[1:]))) == ""
    first, second = (row.weight or Decimal(0) for row in rows[:2])
    other = replace(rows[0], weight=first - HALF / 10), replace(rows[1], weight=second + HALF / 10)
    assert copied(Matrix(ANN, JULY, (*other, *rows[2:]))) == ""


def test_what_many_matrices_have_is_told_once() -> None:
    other = replace(with_row(cap=Decimal(140)), member=replace(ANN, name="Bob", id="2"))
    remarks = [(one, remark) for one in (with_row(cap=Decimal(150)), other) for remark in lint(one, KPIS, BY)]
    (line,) = told(remarks)
    assert line.startswith('the matrix of Ann for 2027-07 and 1 more, row "revenue": The cap cuts off what the target promises (cap 150, ')
    assert line.endswith("index at target 200.0). Raise the cap or take it out.")


@given(st.decimals("0.01", "1000", places=2), st.integers(1, 60), st.integers(0, 60))
def test_the_unit_does_not_matter(factor: Decimal, gap: int, more: int) -> None:
    """What is near in euros is near in cents."""
    near = [levels(str(unit * (100 - gap)), str(unit * 100), str(unit * (100 + more))) for unit in (Decimal(1), factor)]
    plain, scaled = (found(with_row(levels=one)) for one in near)
    assert plain == scaled == ([(Rule.NEAR_BASE.value, "revenue")] if gap < 5 else [])
