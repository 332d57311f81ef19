"""Rows whose norm is what a saved plan has."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, PlanError
from scoreline.kpis.registry import shipped
from scoreline.periods import Period
from scoreline.planning.levels import Levels
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
from scoreline.planning.people import Directory
from scoreline.planning.planned import Planned, filled, is_planned

ANNA, BEN = Member("person", "Anna", "1", "crm"), Member("person", "Ben", "2", "crm")
CENT = Decimal("0.01")
FILE = """matrices:
  - person: [Anna, Ben]
    period: [2026-01, 2026-02]
    rows:
      - {kpi: revenue, weight: 0.6, base: 80%, norm: plan, target: 120 %}
      - {kpi: order_count, weight: 0.4, base: 1, norm: 2, target: 2}
"""


def plan(kpi: str, member: Member, period: Period) -> Planned:
    """Anna has 100.01 in January and 0 in February, Ben twice as much in January and 33.33 in February."""
    if kpi != "revenue":
        raise PlanError("No saved plan covers it.", where=f"{kpi} of {member.name}, {period.label}", do="Save one.")
    amounts = {("1", 1): "100.01", ("2", 1): "200.02", ("1", 2): "0", ("2", 2): "33.33"}
    return Planned(Decimal(amounts[member.id, period.start.month]), CENT)


def read(text: str, tmp_path: Path) -> tuple[Matrix, ...]:
    file = tmp_path / "matrix.yaml"
    file.write_text(text, "utf-8")
    return read_matrices(file, directory=Directory([ANNA, BEN]), kpis=shipped().kpis, planned=plan)


def test_norms_are_the_plans_to_the_cent_and_base_and_target_parts_of_them(tmp_path: Path) -> None:
    found = read(FILE.replace("[2026-01, 2026-02]", "2026-01"), tmp_path)
    levels = [matrix.rows[0].levels for matrix in found]
    assert [(one.base, one.norm, one.target) for one in levels if isinstance(one, Levels)] == [
        (Decimal("80.01"), Decimal("100.01"), Decimal("120.01")), (Decimal("160.02"), Decimal("200.02"), Decimal("240.02")),
    ]  # fmt: skip
    assert all(matrix.rows[1].levels and matrix.rows[1].levels == found[0].rows[1].levels for matrix in found)


def test_one_member_may_have_another_part_of_the_plan(tmp_path: Path) -> None:
    changes = "    changes:\n      - {person: Ben, rows: [{kpi: revenue, base: 0}]}\n"
    _, ben = read(FILE.replace("[2026-01, 2026-02]", "2026-01") + changes, tmp_path)
    assert isinstance(ben.rows[0].levels, Levels) and (ben.rows[0].levels.base, ben.rows[0].levels.norm) == (0, Decimal("200.02"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", 'matrix.yaml, line 5, matrix of Anna, 2026-02: The plan has nothing to reach there. Leave the row out'),
        ("base: 80%", "base: most", 'line 5, matrix of Anna, 2026-01: base is "most". Write a number, or a percentage of the plan'),
        ("base: 80%", "base: 120%", "More is better here, but the levels are base 120.01, norm 100.01"),
        ("norm: 2,", "norm: plan,", "line 6, matrix of Anna, 2026-01, order_count of Anna, 2026-01: No saved plan covers it"),
        ("norm: plan", "norm: 100", 'base is "80%", which is not a number'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_line_member_and_period(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(MatrixError) as caught:
        read(FILE.replace(old, new), tmp_path)
    assert said in caught.value.text


@given(st.integers(1, 10**12), st.integers(0, 300), st.sampled_from(["0.01", "1", "1000"]))
def test_a_part_lies_within_half_a_unit(units: int, percent: int, step: str) -> None:
    planned = Planned(units * Decimal(step), Decimal(step))
    values = {"kpi": "revenue", "norm": "plan", "base": f"{percent}%"}
    found = filled(values, planned)
    assert is_planned(values) and not is_planned(found)
    assert found["norm"] == planned.amount and found["base"] % planned.step == 0
    assert abs(Fraction(found["base"]) - Fraction(planned.amount) * percent / 100) <= Fraction(planned.step) / 2
