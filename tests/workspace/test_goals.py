"""Goals over regions, teams and people as the mart has them: who joins, leaves, is on leave or in two teams; and norms from plans."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import scoreline
from scoreline.errors import MatrixError, PlanError
from scoreline.mart.publish import publish
from scoreline.planning.decompose.plan import Plan
from scoreline.planning.levels import Levels
from scoreline.workspace import Workspace
from tests.company import COVERED
from tests.mart.staging import stage

D = dt.date
SEATS = [
    ("ann", "n1", D(2023, 1, 1), None),
    ("bob", "n1", D(2023, 1, 1), D(2024, 7, 1)),  # leaves in the middle of the year
    ("cleo", "n2", D(2023, 1, 1), None),
    ("dan", "s1", D(2023, 1, 1), None),
    ("eve", "s1", D(2024, 10, 1), None),  # joins in the last quarter
]
PLAN = """goal: {kpi: revenue, period: 2024, amount: 12000}
time: {to: month, method: even}
members: {method: head count}
"""
MATRIX = """matrices:
  - person: [Ann, Cleo]
    periods: {from: 2024-01, to: 2024-03}
    rows: [{kpi: revenue, weight: 1, base: 50%, norm: plan, target: 150%}]
"""


def tables() -> dict[str, list[dict[str, Any]]]:
    people = ("ann", "bob", "cleo", "dan", "eve")
    teams = [("n", None, "region"), ("s", None, "region"), ("n1", "n", "team"), ("n2", "n", "team"), ("s1", "s", "team")]
    return {
        "people": [{"id": id, "name": id.title()} for id in people],
        "teams": [{"id": id, "name": id.upper(), "parent_id": above, "kind": kind} for id, above, kind in teams],
        "memberships": [{"person_id": who, "team_id": team, "valid_from": start, "valid_to": end} for who, team, start, end in SEATS],
        "absences": [{"id": "leave", "person_id": "cleo", "from": D(2024, 3, 1), "to": D(2024, 5, 1)}],
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("regions")
    made = scoreline.init(home / "ws", currency="EUR")
    publish(made.mart, stage(home, tables(), covers=COVERED), time_zone="UTC")
    return scoreline.open(made.path)


def split(ws: Workspace, folder: Path, text: str = PLAN) -> Plan:
    (folder / "plan.yaml").write_text(text, "utf-8")
    return ws.split_goal(folder / "plan.yaml")


def amount(plan: Plan, member: str, label: str) -> Decimal:
    return plan.amount(member, next(span for span in plan.times.spans if span.label == label))


def test_regions_teams_and_people_stand_as_in_the_mart_and_add_up(company: Workspace, tmp_path: Path) -> None:
    plan = split(company, tmp_path)
    above = {key: plan.members.keys[parent] for key, parent in zip(plan.members.keys, plan.members.parents, strict=True) if parent >= 0}
    assert above == {
        "N": "Company", "S": "Company", "N1": "N", "N2": "N", "S1": "S", "Ann": "N1", "Bob": "N1", "Cleo": "N2", "Dan": "S1", "Eve": "S1",
    }  # fmt: skip
    for span in plan.times.spans:
        for node in plan.members.inner:
            parts = [plan.amount(plan.members.keys[child], span) for child in plan.members.children[node]]
            assert sum(parts) == plan.amount(plan.members.keys[node], span)


def test_whoever_left_or_is_on_leave_or_has_not_begun_carries_nothing(company: Workspace, tmp_path: Path) -> None:
    plan = split(company, tmp_path)
    assert amount(plan, "Bob", "2024-06") > 0 and amount(plan, "Bob", "2024-Q3") == amount(plan, "Bob", "2024-Q4") == 0
    assert amount(plan, "Cleo", "2024-03") == amount(plan, "Cleo", "2024-04") == 0 < amount(plan, "Cleo", "2024-05")
    assert amount(plan, "Eve", "2024-Q3") == 0 < amount(plan, "Eve", "2024-Q4")
    everybody = split(company, tmp_path, PLAN.replace("method: head count", "method: head count, absences: ignore"))
    assert amount(everybody, "Cleo", "2024-03") > 0
    assert amount(everybody, "Bob", "2024-07") == 0


def test_a_slice_counts_by_the_working_days_that_somebody_is_there(company: Workspace, tmp_path: Path) -> None:
    """March has 21 working days; away on the last 6, a member weighs 15 of them beside one who has all."""
    staged = tmp_path / "more"
    staged.mkdir()
    folder = tmp_path / "ws"
    shutil.copytree(company.path, folder)
    ws = scoreline.open(folder)
    leave = [{"id": "short", "person_id": "ann", "from": D(2024, 3, 22), "to": D(2024, 4, 1)}]
    publish(ws.mart, stage(staged, {"absences": leave}, covers=COVERED), time_zone="UTC")
    plan = split(scoreline.open(folder), tmp_path, PLAN.replace("period: 2024,", "period: 2024-Q1,"))
    ann, bob = amount(plan, "Ann", "2024-03"), amount(plan, "Bob", "2024-03")
    assert abs(ann - bob * 15 / 21) < Decimal("0.5")


def test_who_sits_in_two_teams_at_once_is_named(company: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    shutil.copytree(company.path, folder)
    ws = scoreline.open(folder)
    seats = [{"person_id": "ann", "team_id": "s1", "valid_from": D(2024, 6, 1)}]
    publish(ws.mart, stage(tmp_path, {"memberships": seats}, covers=COVERED), time_zone="UTC")
    with pytest.raises(PlanError, match=r"plan.yaml, line 3, Ann: The memberships overlap: in N1 from 2023-01-01, in S1 from 2024-06-01"):
        split(scoreline.open(folder), tmp_path)


def test_a_seat_that_a_shorter_one_hides_is_found(company: Workspace, tmp_path: Path) -> None:
    """Ann's seat in N1 goes on behind a short second one in N1."""
    folder = tmp_path / "ws"
    shutil.copytree(company.path, folder)
    ws = scoreline.open(folder)
    seats = [
        {"person_id": "ann", "team_id": "n1", "valid_from": D(2024, 2, 1), "valid_to": D(2024, 3, 1)},
        {"person_id": "ann", "team_id": "s1", "valid_from": D(2024, 6, 1)},
    ]
    publish(ws.mart, stage(tmp_path, {"memberships": seats}, covers=COVERED), time_zone="UTC")
    with pytest.raises(PlanError, match=r"The memberships overlap: in N1 from 2023-01-01, in S1 from 2024-06-01"):
        split(scoreline.open(folder), tmp_path)


def test_a_goal_becomes_the_norms_of_matrices(company: Workspace, tmp_path: Path) -> None:
    """To the cent, for each month; a quarter's norm is the plan's. Who carries nothing in a month is named, and nothing is saved."""
    folder = tmp_path / "ws"
    shutil.copytree(company.path, folder)
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "matrix.yaml").write_text(MATRIX, "utf-8")
    ws = scoreline.open(folder)
    with pytest.raises(MatrixError, match=r"line 4.*the levels of revenue are prorated by these days again"):
        ws.apply_matrices(tmp_path / "matrix.yaml", by="Kate")
    with (folder / "scoreline.toml").open("a", encoding="utf-8") as file:
        file.write('[working_days]\nas_agreed = ["revenue"]\n')
    ws = scoreline.open(folder)
    with pytest.raises(MatrixError, match="revenue of Ann, 2024-01: No saved plan covers it"):
        ws.apply_matrices(tmp_path / "matrix.yaml", by="Kate")
    draft = ws.plans.draft(tmp_path / "plan.yaml")
    ws.plans.save(draft, over=0, reason="the board", by="Olga")
    with pytest.raises(MatrixError, match="matrix of Cleo, 2024-03: The plan has nothing to reach there"):
        ws.apply_matrices(tmp_path / "matrix.yaml", by="Kate")
    assert ws.matrices() == ()
    (tmp_path / "matrix.yaml").write_text(MATRIX.replace("[Ann, Cleo]", "Ann"), "utf-8")
    found = ws.apply_matrices(tmp_path / "matrix.yaml", by="Kate")
    ann = ws.member("Ann")
    norms = [matrix.rows[0].levels.norm for matrix in found if isinstance(matrix.rows[0].levels, Levels)]
    assert norms == [ws.plans.level("revenue", ann, f"2024-0{month}") for month in (1, 2, 3)]
    assert sum(norms) == ws.plans.level("revenue", ann, "2024-Q1") == amount(draft.plan, "Ann", "2024-Q1")
    assert ws.score("Ann", "2024-Q1").rows[0].norm == sum(norms)
