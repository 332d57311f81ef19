"""The ready matrices: every row is of the catalogue, may judge whom it is for, and says its question and reason."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.engine import query
from scoreline.engine.members import COMPANY, Member
from scoreline.errors import MatrixError
from scoreline.kpis.registry import shipped
from scoreline.planning.matrix import Kind
from scoreline.planning.matrix_file import TEAM_ONLY, read_matrices
from scoreline.planning.people import Directory
from scoreline.planning.ready.matrix import ReadyMatrix, as_file
from scoreline.planning.ready.roles import READY, ready

WHO = {"person": Member("person", 'Anna "Ann" Ø: #1', "1", "crm"), "team": Member("team", "North", "n", "crm"), "company": COMPANY}
PEOPLE = Directory(WHO.values())
EMPHASIS = {
    "key-account manager": {"retention_rate", "customer_engagement"},
    "channel rep": {"sales_volume", "contact_frequency"},
    "business development rep": {"activities", "opportunities_created", "lead_conversion_cohort"},
    "field rep": {"visits_made", "strike_rate"},
    "online-store manager": {"visitors", "store_conversion", "card_to_basket", "basket_abandonment"},
}
each = pytest.mark.parametrize("one", READY.values(), ids=READY)


def test_there_are_seven() -> None:
    assert len(READY) == 7
    assert ready("Key account manager") is ready("key_account-manager") is READY["key-account manager"]
    with pytest.raises(MatrixError, match=r'no ready matrix "filed rep"\. Did you mean "field rep"'):
        ready("filed rep")


@each
def test_rows_may_judge_whom_they_are_for(one: ReadyMatrix) -> None:
    registry = shipped()
    cuts = () if one.of == "company" else (query.cut(one.of),)
    for row in one.rows:
        kpi = registry.kpis[row.kpi]
        assert kpi.status == "active"
        assert one.of != "person" or kpi.use != TEAM_ONLY
        query.check_cuts(registry, row.kpi, cuts)


@each
def test_weights_are_one_and_rows_are_few_and_explained(one: ReadyMatrix) -> None:
    assert sum(row.weight or Decimal(0) for row in one.rows) == 1
    assert 5 <= len(one.rows) <= 7
    assert len({text for row in one.rows for text in (row.question, row.why)}) == 2 * len(one.rows)
    assert all(row.question.endswith("?") and row.why.endswith(".") for row in one.rows)
    assert any(row.weight and not row.result for row in one.rows), "not every row may pay"


@each
def test_the_emphasis_is_the_roles(one: ReadyMatrix) -> None:
    """What a role is about weighs half of the whole or more."""
    wanted = EMPHASIS.get(one.role, set())
    found = sum(row.weight or Decimal(0) for row in one.rows if row.kpi in wanted)
    assert not wanted or found >= Decimal("0.5")


@each
def test_the_file_is_refused_until_levels_are_set(one: ReadyMatrix, tmp_path: Path) -> None:
    file, kpis = tmp_path / "ready.yaml", shipped().kpis
    text = as_file(one, kpis, WHO[one.of].name, "2017-07")
    file.write_text(text, "utf-8")
    with pytest.raises(MatrixError, match=r"line \d, matrix of .*, 2017-07, row .*: A scored row needs base, norm and target"):
        read_matrices(file, directory=PEOPLE, kpis=kpis)
    for row in one.rows:  # levels that fit the direction
        levels = ("3", "2", "1") if kpis[row.kpi].direction == "down" else ("1", "2", "3")
        for name, level in zip(("base", "norm", "target"), levels, strict=True):
            text = re.sub(rf"(- kpi: {row.kpi} (?:.*\n)(?: {{8}}.*\n)*? {{8}}{name}:)  #", rf"\1 {level}  #", text)
    file.write_text(text, "utf-8")
    (matrix,) = read_matrices(file, directory=PEOPLE, kpis=kpis)
    assert matrix.member == WHO[one.of]
    found = [(row.kpi, row.weight, row.question, row.why, row.result) for row in matrix.rows]
    assert found == [(row.kpi, row.weight, row.question, row.why, row.result) for row in one.rows]
    assert [row.kind is Kind.INDICATOR for row in matrix.rows] == [row.weight is None for row in one.rows]
