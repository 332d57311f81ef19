"""The demo's workspace: everybody has a matrix each month, and the scores look like a company's."""

from __future__ import annotations

import statistics
from collections import defaultdict
from pathlib import Path

import pytest

from scoreline.demo.make import MATRICES, make
from scoreline.demo.matrices import write_matrices
from scoreline.demo.plans import ROLES, TEAM, TEAMS
from scoreline.engine.facts import FactState
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.index import Band
from scoreline.scoring.scorecard import Scorecard
from scoreline.workspace import Workspace

MONTH = "2025-11"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make(tmp_path_factory.mktemp("demo") / "company", scale=0.5)


@pytest.fixture(scope="module")
def matrices(demo: Workspace) -> tuple[Matrix, ...]:
    return demo.matrices()


@pytest.fixture(scope="module")
def cards(demo: Workspace, matrices: tuple[Matrix, ...]) -> list[Scorecard]:
    month = demo.period(MONTH)
    return demo.scores([matrix.member for matrix in matrices if matrix.period == month], month)


def test_everyone_with_a_role_has_a_matrix_for_each_whole_month(demo: Workspace, matrices: tuple[Matrix, ...]) -> None:
    held = demo.engine.con.execute("SELECT person_id, role, valid_from, valid_to FROM memberships").fetchall()
    found: dict[Period, set[str]] = defaultdict(set)
    for matrix in matrices:
        if matrix.member.kind == "person":
            found[matrix.period].add(matrix.member.id)
    assert [month.label for month in sorted(found)] == [f"2025-{month:02}" for month in range(1, 13)]
    for month, people in found.items():
        assert people == {
            id for id, role, start, end in held if role in ROLES and start <= month.start and (end is None or end >= month.end)
        }


def test_every_team_has_a_matrix_for_each_month(demo: Workspace, matrices: tuple[Matrix, ...]) -> None:
    found = [matrix.member.id for matrix in matrices if matrix.member.kind == "team"]
    assert {team.id for team in demo.members("team")} == set(found)
    assert len(found) == 12 * len(set(found))


def test_plans_have_few_rows_some_of_them_only_watched(matrices: tuple[Matrix, ...]) -> None:
    for rows in (*ROLES.values(), TEAM, *TEAMS.values()):
        scored = [row for row in rows if row.weight]
        assert 3 <= len(scored) <= 6 and len(scored) < len(rows) <= 7
        assert all(row.why for row in scored)
    assert all(row.why for matrix in matrices for row in matrix.rows if row.weight is not None)


def test_most_totals_are_near_the_plan_and_some_are_not(cards: list[Scorecard]) -> None:
    totals = [float(card.total) for card in cards if card.total is not None]
    assert len(totals) == len(cards) and not any(card.provisional for card in cards)
    assert 75 < statistics.median(totals) < 115
    assert sum(60 < total < 130 for total in totals) / len(totals) > 0.6
    assert min(totals) < 60 and max(totals) > 120


def test_every_band_and_every_kind_of_fact_is_there(demo: Workspace, matrices: tuple[Matrix, ...], cards: list[Scorecard]) -> None:
    june = demo.period("2025-06")
    more = demo.scores([matrix.member for matrix in matrices if matrix.period == june], june)
    rows = [row for card in (*cards, *more) for row in card.rows]
    assert {row.band for row in rows} >= set(Band)
    assert {row.state for row in rows} >= {FactState.VALUE, FactState.ZERO, FactState.UNDEFINED}
    assert {row.direction for row in rows if row.direction} >= {"up", "down"}


def test_the_file_is_the_same_each_time(demo: Workspace, tmp_path: Path) -> None:
    """Whoever deletes the file can make it again."""
    write_matrices(demo, tmp_path / MATRICES)
    assert (tmp_path / MATRICES).read_text("utf-8") == (demo.path / MATRICES).read_text("utf-8")


def test_a_demo_that_is_there_is_used_as_it_is(demo: Workspace) -> None:
    again = make(demo.path)
    assert again.version == demo.version == 1
