"""Whose past periods count, and who is held against whom, on a company that is written out here."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import scoreline
from scoreline.engine.facts import FactState
from scoreline.errors import MatrixError, QueryError
from scoreline.insight.smart import Answer, Letter
from scoreline.insight.standing import Rank, Verdict
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.workspace import Workspace
from scoreline.workspace.pasts import crowds, past_run
from scoreline.workspace.proposing import checked
from tests.mart.staging import at, stage

YEAR = [f"2024-{month:02}" for month in range(1, 13)]
SEASON = [100, 300, 200, 900, 400, 600, 500, 800, 700, 1000, 150, 250]
SELLERS = {"ann": 50, "bob": 10, "cid": 0, "dan": -10, "eve": -50, "fay": -20, "gus": 20, "hal": 30}
"""What each sells more than the season gives."""


def tables() -> dict[str, list[dict[str, Any]]]:
    """Bob is away in May and for a week of June, Fay hired in June, Gus sells from July on, Hal left the team for the office in July.

    Five more have no role.
    """
    day = dt.date.fromisoformat
    people = [{"id": id, "name": id.capitalize(), "hired_on": day("2020-01-01")} for id in SELLERS]
    people[5]["hired_on"] = day("2024-06-01")
    people += [{"id": f"x{n}", "name": f"X{n}"} for n in range(5)]
    seats = [(id, "seller", "2020-01-01", None) for id in ("ann", "bob", "cid", "dan", "eve")]
    seats += [("fay", "seller", "2024-06-01", None)]
    seats += [("gus", "caller", "2020-01-01", "2024-07-01"), ("gus", "seller", "2024-07-01", None)]
    seats += [("hal", "seller", "2020-01-01", "2024-07-01"), ("hal", "office", "2024-07-01", None)]
    orders = [
        (f"{id}-{month}", id, month, season + more)
        for id, more in SELLERS.items()
        for month, season in zip(YEAR, SEASON, strict=True)
        if (id, month) != ("bob", "2024-05") and (id != "fay" or month >= "2024-06")
    ]
    return {
        "people": people,
        "teams": [
            {"id": "all", "name": "Everywhere", "kind": "region"},
            {"id": "n", "name": "North", "kind": "team", "parent_id": "all"},
            {"id": "s", "name": "South", "kind": "team", "parent_id": "all"},
        ],
        "memberships": [
            {"person_id": who, "team_id": "n", "role": role, "valid_from": day(start), "valid_to": end and day(end)}
            for who, role, start, end in seats
        ],
        "absences": [
            {"id": "1", "person_id": "bob", "from": day("2024-05-01"), "to": day("2024-06-01")},
            {"id": "2", "person_id": "bob", "from": day("2024-06-03"), "to": day("2024-06-08")},
        ],
        "orders": [{"id": id, "owner_id": who, "ordered_at": at(f"{month}-15 12:00")} for id, who, month, _ in orders],
        "order_lines": [{"id": id, "order_id": id, "quantity": 1, "amount": amount} for id, _, _, amount in orders],
    }


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("sellers") / "acme"
    new = scoreline.init(folder, review_days=10)
    staged = stage(folder.parent, tables(), covers=Span(dt.date(2024, 1, 1), dt.date(2025, 1, 1)))
    publish(new.mart, staged, time_zone="UTC")
    return scoreline.open(folder)


def counted(ws: Workspace, name: str, until: str = "2024-12") -> list[str]:
    """The months of a person that count in the role held at the end."""
    ground, member = ws._ground, ws.member(name)
    run = past_run(ground, ws.period(until).next(), "month", 12)
    crowd = crowds(ground, {member: ("revenue",)}, run)[member.key]
    past = crowd.past("revenue", member, crowd.role(member, run[-1].last_day), run)
    return [period.label for period, fact in zip(run, past.facts, strict=True) if fact.state is not FactState.NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("Ann", YEAR),
        ("Bob", [*YEAR[:4], *YEAR[5:]]),  # a week away leaves June
        ("Fay", YEAR[8:]),  # the first month that begins 90 days after 1 June is September
        ("Gus", YEAR[6:]),
        ("Hal", YEAR[6:]),
    ],
)
def test_a_month_counts_in_which_the_role_was_held_and_worked_in(ws: Workspace, name: str, months: list[str]) -> None:
    assert counted(ws, name) == months


def test_peers_are_those_who_held_the_role_in_any_of_the_months(ws: Workspace) -> None:
    ground, ann = ws._ground, ws.member("Ann")
    run = past_run(ground, None, "month", 12)
    role, peers = crowds(ground, {ann: ("revenue",)}, run)[ann.key].peers(ann, run)
    assert (role, peers[0]) == ("seller", ann)
    assert sorted(peer.name for peer in peers) == ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal"]
    late = run[8:]
    assert "Hal" not in [peer.name for peer in crowds(ground, {ann: ("revenue",)}, late)[ann.key].peers(ann, late)[1]]


def test_who_has_no_role_has_no_peers(ws: Workspace) -> None:
    found = ws.insights.standing([ws.member("X1")], "revenue")[0]
    assert (found.known, found.level, found.rank, found.verdict) == (12, 0, None, Verdict.TOO_FEW)


def test_the_season_is_nobodys_strength(ws: Workspace) -> None:
    found = {item.member.name: item for item in ws.insights.standing(ws.members("person"), "revenue")}
    assert {name for name, item in found.items() if item.verdict is Verdict.STRENGTH} == {"Ann", "Bob", "Gus"}
    assert {name for name, item in found.items() if item.verdict is Verdict.WEAKNESS} == {"Cid", "Dan", "Eve"}
    assert found["Ann"].level == Decimal(500)  # between 400 and 500, and 50 more
    assert found["Ann"].rank == Rank(3, 7, 0)  # after Gus, who sold in the better half of the year, and Bob, without his May
    assert found["Fay"].verdict is Verdict.TOO_FEW and found["Fay"].known == 4
    assert found["Hal"].verdict is Verdict.TOO_FEW and "0 peers" in found["Hal"].evidence


def test_without_kpis_and_matrix_it_is_about_what_there_is(ws: Workspace) -> None:
    found = {item.kpi for item in ws.insights.standing([ws.member("Ann")])}
    assert {"revenue", "order_count"} <= found
    assert all(item.known for item in ws.insights.standing([ws.member("Ann")]))


def test_the_peers_of_a_team_are_those_of_its_level(ws: Workspace) -> None:
    run = past_run(ws._ground, None, "month", 12)
    for name, level, peers in (("North", "team:team", ["North", "South"]), ("Everywhere", "team:region", ["Everywhere"])):
        team = ws.member(name)
        role, found = crowds(ws._ground, {team: ("revenue",)}, run)[team.key].peers(team, run)
        assert (role, [one.name for one in found]) == (level, peers)


def test_a_team_has_too_few_peers_here(ws: Workspace) -> None:
    found = ws.insights.standing([ws.member("North")], "revenue")[0]
    assert (found.known, found.verdict, found.rank) == (12, Verdict.TOO_FEW, None)


def test_levels_are_suggested_by_own_months_and_peers(ws: Workspace) -> None:
    found = {item.member.name: item.rows[0] for item in ws.insights.suggest(ws.insights.in_role("seller", "2025-01"), "2025-01", "revenue")}
    assert list(found) == ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus"]
    assert (found["Cid"].own, found["Cid"].peers) == (12, 6)
    assert all(isinstance(row.levels, Levels) for row in found.values())
    assert found["Ann"].levels and found["Eve"].levels and found["Fay"].own == 4


def test_who_is_new_gets_the_rows_of_the_role(ws: Workspace, tmp_path: Path) -> None:
    """Those of Ann's December, though Bob's first and only matrix came after Ann's first."""
    shutil.copytree(ws.path, tmp_path / "acme")
    mine = scoreline.open(tmp_path / "acme")
    file = tmp_path / "anns.yaml"
    rows = "[{kpi: revenue, weight: 0.75, base: 1, norm: 2, target: 3}, {kpi: order_count, weight: 0.25, base: 0, norm: 1, target: 1}]"
    only = "[{kpi: revenue, weight: 1, base: 1, norm: 2, target: 3}]"
    anns = f"{{person: Ann, period: [2024-01, 2024-12], rows: {rows}}}"
    file.write_text(f"matrices: [{anns}, {{person: Bob, period: 2024-06, rows: {only}}}]", "utf-8")
    mine.apply_matrices(file, by="Kate")
    found = mine.insights.suggest([mine.member("Fay")], "2025-01")[0]
    assert [(row.kpi, row.own, row.peers) for row in found.rows] == [("revenue", 4, 7), ("order_count", 4, 7)]
    assert found.matrix is not None and (found.matrix.member.name, found.matrix.period.label) == ("Ann", "2024-12")
    with pytest.raises(QueryError, match="Hal has no matrix whose rows could be taken"):
        mine.insights.suggest([mine.member("Fay"), mine.member("Hal")], "2025-01")


def test_too_few_quarters_suggest_nothing_to_a_team(ws: Workspace) -> None:
    row = ws.insights.suggest([ws.member("North")], "2025-Q1", "revenue")[0].rows[0]
    assert row.levels is None
    assert row.how == "4 of 12 periods have a value, and 0 peers have 6: too few to tell."


FILE = """
matrices:
  - person: [Ann, Hal]
    period: 2025-01
    rows:
      - {kpi: revenue, weight: 0.5, base: 100, norm: 350, target: 2000}
      - {kpi: win_rate, weight: 0.5, base: 10, norm: 20, target: 30}
      - {kpi: order_count, kind: indicator}
"""


def test_a_file_is_checked_and_nothing_saved(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    file.write_text(FILE, "utf-8")
    ann, hal = ws.insights.smart(file)
    answers = {row.kpi: {check.letter: check.answer for check in row.checks} for row in ann.rows}
    yes = dict.fromkeys(Letter, Answer.YES)
    assert answers["revenue"] == yes
    assert answers["win_rate"] == yes | {Letter.MEASURABLE: Answer.NO, Letter.ACHIEVABLE: Answer.TOO_FEW}
    assert answers["order_count"] == yes | {Letter.ACHIEVABLE: Answer.NOT_NEEDED}
    norm, target = ann.rows[0].reached
    assert (norm.own.count, norm.own.of, target.own.count) == (8, 12, 0)
    assert (norm.people, norm.peers.of) == (7, 11 + 3 * 12 + 4 + 6 + 6)  # Bob; Cid, Dan, Eve; Fay, Gus and Hal for a part of the year
    assert ann.rows[0].checks[4].evidence == "2025-01, reviewed on 2025-02-10."
    assert hal.rows[0].checks[0].evidence == "revenue of Hal (office)."
    assert ws.matrices() == ()


def test_who_has_no_role_is_checked_alone(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    file.write_text(FILE.replace("[Ann, Hal]", "[X1, X2]"), "utf-8")
    for item in ws.insights.smart(file):
        norm = item.rows[0].reached[0]
        assert (norm.own.of, norm.peers.of, norm.people) == (12, 0, 0)


def test_rows_that_cannot_be_counted_are_checked_too(ws: Workspace) -> None:
    """Visits belong to nobody, and one definition is gone: no row of the matrix has a past."""
    levels = Levels(Direction.UP, Decimal(1), Decimal(2), Decimal(3))
    rows = tuple(MatrixRow(kpi, weight=Decimal("0.5"), levels=levels) for kpi in ("bounce_rate", "of_old"))
    (found,) = checked(ws._ground, [Matrix(ws.member("Ann"), ws.period("2025-01"), rows)])
    answers = [{check.letter: check for check in row.checks} for row in found.rows]
    assert [one[Letter.SPECIFIC].answer for one in answers] == [Answer.NO, Answer.NO]
    assert 'There is no KPI "of_old"' in answers[1][Letter.SPECIFIC].evidence
    assert answers[1][Letter.MEASURABLE].evidence == "The definition is gone."
    assert dict(found.pasts) == {}


def test_a_row_that_cannot_be_counted_is_not_saved(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    file.write_text(
        FILE.replace("kpi: win_rate, weight: 0.5, base: 10", "kpi: bounce_rate, weight: 0.5, base: 90").replace("target: 30", "target: 9"),
        "utf-8",
    )
    with pytest.raises(MatrixError, match=r'^the matrix of Ann for 2025-01, row "bounce_rate": bounce_rate cannot be cut by person'):
        ws.apply_matrices(file, by="Kate")
    assert ws.matrices() == ()


def test_many_months_are_checked_by_the_months_before_each(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    file.write_text(FILE.replace("period: 2025-01", "period: [2024-07, 2025-01, 2025-Q1]"), "utf-8")
    found = {(item.matrix.member.name, item.matrix.period.label): item.rows[0] for item in ws.insights.smart(file)}
    assert found["Ann", "2024-07"].reached[0].own.of == 6
    assert found["Ann", "2025-01"].reached[0].own.of == 12
    assert found["Ann", "2025-Q1"].reached[0].own.of == 4
    assert len(found) == 6


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda ws: ws.insights.standing([ws.member("Ann")], until="2024-Q4"), "2024-Q4 is a quarter"),
        (lambda ws: ws.insights.standing([ws.member("Ann")], "revenu"), 'Did you mean "revenue"?'),
        (lambda ws: ws.insights.in_role("sellers"), 'Did you mean "seller"?'),
        (lambda ws: ws.insights.in_role("caller", "2024-12"), 'Nobody is in the role "caller" on 2024-12-31'),
        (lambda ws: ws.insights.suggest([ws.member("Ann")], "2025-01"), "Ann has no matrix whose rows could be taken"),
        (lambda ws: ws.insights.smart("proposed.yaml", member="Ann"), "Leave out the file"),
        (lambda ws: ws.insights.smart(member="Ann", period="2025-01"), "Ann, 2025-01: There is no matrix"),
    ],
)
def test_what_cannot_be_answered_is_said(ws: Workspace, wrong: Any, words: str) -> None:
    with pytest.raises((QueryError, MatrixError)) as raised:
        wrong(ws)
    assert words in raised.value.text
