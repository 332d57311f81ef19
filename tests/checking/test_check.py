"""scoreline check: every mistake of a workspace is told, with its place; opening the workspace tells the first."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import scoreline
from scoreline.checking.check import check
from scoreline.checking.matrices import matrix_problems
from scoreline.checking.report import Problem, problem_of
from scoreline.engine.members import COMPANY, Member
from scoreline.errors import DefinitionError, ScorelineError
from scoreline.kpis import registry
from scoreline.periods import parse
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow
from scoreline.state import services
from tests.cli.conftest import run_in

USUAL = "title: T, dimension: process, question: Q?, direction: up"
ANNA = Member("person", "Anna", "1", "crm")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scoreline.init(tmp_path / "acme")
    return tmp_path / "acme"


def own(folder: Path, text: str, name: str = "own.yaml") -> None:
    (folder / "kpis" / name).write_text(text, "utf-8")


def matrix(*kpis: str, member: Member = ANNA, kind: Kind = Kind.INDICATOR) -> Matrix:
    """A matrix of one scored row that nothing is wrong with, and rows of these KPIs."""
    levels = Levels(Direction.UP, Decimal(1), Decimal(2), Decimal(3))
    share = Decimal(1) / (1 + len(kpis)) if kind is Kind.SCORED else Decimal(1)
    rows = [MatrixRow(kpi, kind, share, levels) if kind is Kind.SCORED else MatrixRow(kpi, kind, None, None) for kpi in kpis]
    return Matrix(member, parse("2024-07"), (MatrixRow("revenue", Kind.SCORED, share, levels), *rows))


def test_nothing_is_wrong_with_a_new_workspace(folder: Path) -> None:
    found = check(folder)
    assert found.ok and found.problems == () and found.notices == ()
    assert (found.files, found.own_kpis, found.kpis) == (0, 0, len(registry.shipped().kpis))


def test_what_own_files_hold_is_counted(folder: Path) -> None:
    text = f"measures:\n  ours: {{from: deals, count: id, at: closed_on}}\nkpis:\n  k: {{{USUAL}, unit: count, formula: ours}}\n"
    own(folder, text + "retire: [win_rate]\n")
    found = scoreline.open(folder).check()
    assert found.ok
    assert (found.files, found.own_kpis, found.own_measures, found.retired) == (1, 1, 1, 1)
    assert found.notices == ("The KPI win_rate is retired by kpis/own.yaml, line 5.",)


def test_what_looks_wrong_in_saved_matrices_is_a_notice(folder: Path) -> None:
    """It is no problem. With settings that cannot be read, it is not looked for."""
    rows = (MatrixRow("revenue", weight=Decimal(1), levels=Levels(Direction.UP, Decimal(99), Decimal(100), Decimal(120))),)
    services.apply(folder, [Matrix(ANNA, parse(label), rows) for label in ("2024-07", "2024-08")], by="Kate")
    found = check(folder)
    assert found.ok
    (notice,) = found.notices
    assert notice.startswith('the matrix of Anna for 2024-07 and 1 more, row "revenue": The norm lies so near the base')
    (folder / "scoreline.toml").write_text("currency = 5\n", "utf-8")
    assert not check(folder).ok and check(folder).notices == ()


def test_settings_are_told_with_their_lines(folder: Path) -> None:
    (folder / "scoreline.toml").write_text('time_zone = "Europe/Berlyn"\n\ncurrency = "EUR"\nlokale = "en"\ncustomer_days = 0\n', "utf-8")
    found = check(folder).problems
    assert [(item.file, item.line) for item in found] == [("scoreline.toml", 1), ("scoreline.toml", 5), ("scoreline.toml", 4)]
    assert 'Did you mean "Europe/Berlin"?' in found[0].text
    assert 'There is no setting "lokale". Did you mean "locale"?' in found[2].text


def test_settings_of_an_engine_are_told_with_their_lines(folder: Path) -> None:
    (folder / "scoreline.toml").write_text('time_zone = "UTC"\n[postgres]\nurl = "postgresql://db"\nshema = "mart"\n', "utf-8")
    found = check(folder).problems
    assert [(item.line, item.what, item.do) for item in found] == [(4, 'There is no setting "postgres.shema".', 'Did you mean "schema"?')]


def test_settings_that_are_no_toml_are_told_with_the_line(folder: Path) -> None:
    (folder / "scoreline.toml").write_text('time_zone = "UTC"\ncurrency = EUR\n', "utf-8")
    found = check(folder).problems
    assert [(item.file, item.line) for item in found] == [("scoreline.toml", 2)]


def test_types_are_bound(folder: Path) -> None:
    own(
        folder,
        "measures:\n  a: {from: deals, sum: lost_reason, at: closed_on}\n  b: {from: deals, count: id, at: closed_on, where: amount}\n"
        "  c: {from: deals, sum: amount + closed_on, at: closed_on}\n",
    )
    found = check(folder).problems
    assert [(item.file, item.line, item.about) for item in found] == [
        ("kpis/own.yaml", 2, "measure a"),
        ("kpis/own.yaml", 3, "measure b"),
        ("kpis/own.yaml", 4, "measure c"),
    ]
    with pytest.raises(DefinitionError, match="line 2, measure a"):
        _ = scoreline.open(folder).registry


def test_files_are_told_in_order_and_one_of_another_ending_too(folder: Path) -> None:
    own(folder, "kpis: [x]\n", "b.yaml")
    own(folder, "measures: {m: {}}\n", "a.yaml")
    own(folder, "", "c.yml")
    assert [item.file for item in check(folder).problems] == ["kpis/c.yml", "kpis/a.yaml", "kpis/b.yaml"]


def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path) -> None:
    assert "is no Scoreline workspace" in check(tmp_path).problems[0].text


def test_matrices_are_held_against_the_definitions(folder: Path, tmp_path: Path) -> None:
    own(folder, "retire: [win_rate]\n")
    found = registry.with_own([folder / "kpis" / "own.yaml"])
    told = matrix_problems([matrix("gone_kpi"), matrix("win_rate"), matrix("gone_kpi", member=COMPANY)], found, ())
    assert [item.text for item in told] == [
        'the matrix of Anna for 2024-07 and 1 more: There is no KPI "gone_kpi" any more. Define it, or apply the matrices anew without it.',
        "the matrix of Anna for 2024-07: The KPI win_rate is retired. Apply the matrices anew without it.",
    ]


def test_a_kpi_told_to_be_broken_is_not_told_again_for_the_matrices_that_have_it() -> None:
    assert matrix_problems([matrix("gone_kpi")], registry.shipped(), ["gone_kpi"]) == []


def test_a_kpi_that_became_team_only_is_told(folder: Path) -> None:
    own(folder, f"kpis:\n  ours: {{{USUAL}, unit: count, formula: won_deals, use: team only}}\n")
    found = registry.with_own([folder / "kpis" / "own.yaml"])
    assert "judges teams only" in matrix_problems([matrix("ours", kind=Kind.SCORED)], found, ())[0].text
    assert matrix_problems([matrix("ours")], found, ()) == []


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("kpis/a b.yaml, line 3, KPI x", Problem("W.", "kpis/a b.yaml", 3, "KPI x", "D.")),
        ("scoreline.toml", Problem("W.", "scoreline.toml", None, "", "D.")),
        ("", Problem("W.", "", None, "", "D.")),
    ],
)
def test_an_error_becomes_a_value(where: str, problem: Problem) -> None:
    assert problem_of(ScorelineError("W.", where=where, do="D.")) == problem


def test_the_command_says_all_and_ends_with_1(folder: Path) -> None:
    run = run_in(folder)
    fine = run("check")
    assert (fine.returncode, fine.stderr) == (0, "")
    assert fine.stdout.startswith("Nothing wrong: ")
    own(folder, f"kpis:\n  k: {{{USUAL}, unit: count, formula: x + y}}\nretire: [zz]\n")
    done = run("check")
    assert done.returncode == 1
    assert len([line for line in done.stdout.splitlines() if line.startswith("kpis/own.yaml, line ")]) == 3
    assert "3 problems." in done.stdout
    data = json.loads(run("check", "--json").stdout)
    assert data["ok"] is False
    assert [(item["file"], item["line"]) for item in data["problems"]] == [("kpis/own.yaml", 2), ("kpis/own.yaml", 2), ("kpis/own.yaml", 3)]
