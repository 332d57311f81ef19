"""Matrices exported, edited in a spreadsheet and read back, on both databases."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

import scoreline
from scoreline.errors import MatrixError, PeriodError, QueryError, WorkbookError
from scoreline.planning.levels import Levels
from scoreline.planning.matrix import Matrix
from scoreline.workspace import Workspace
from scoreline.workspace.applying import check
from tests.scoring.builders import row, up
from tests.workspace.conftest import agree

JANUARY = "2024-01"


def exported(ws: Workspace, *names: str, period: str = JANUARY) -> Path:
    """A workbook of these members' matrices, or of everybody's."""
    members = [ws.member(name) for name in names] or None
    path = ws.path / "plan.xlsx"
    path.write_bytes(ws.sheets.export(ws.period(period), members))
    return path


def put(path: Path, sheet: str, **cells: object) -> Path:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


def norm(ws: Workspace, name: str, period: str = JANUARY) -> Decimal:
    found = next(one for one in ws.matrices() if one.member.name == name and one.period.label == period)
    levels = found.rows[0].levels
    assert isinstance(levels, Levels)
    return levels.norm


def test_what_was_edited_is_shown_and_then_saved(acme: Workspace) -> None:
    path = put(exported(acme), "Ann", C5=0.5, C6=0.5, E5=120)
    put(path, "Bob, Jr.", Y5="- he asked for it", E5=90, F5=110.5)
    shown = acme.sheets.changes(path, by="Kate")
    assert [(one.member.name, one.kpi, one.field, str(one.before), str(one.after), one.cell) for one in shown] == [
        ("Ann", "revenue", "weight", "0.75", "0.5", "Ann!C5"),
        ("Ann", "revenue", "norm", "100", "120", "Ann!E5"),
        ("Ann", "order_count", "weight", "0.25", "0.5", "Ann!C6"),
        ("Bob, Jr.", "revenue", "norm", "100", "90", "Bob, Jr.!E5"),
        ("Bob, Jr.", "revenue", "target", "100", "110.5", "Bob, Jr.!F5"),
        ("Bob, Jr.", "revenue", "why", "", "- he asked for it", "Bob, Jr.!Y5"),
    ]
    assert (norm(acme, "Ann"), norm(acme, "Bob, Jr.")) == (100, 100), "nothing is saved yet"
    assert acme.sheets.save(path, by="Kate") == shown
    assert (norm(acme, "Ann"), norm(acme, "Bob, Jr."), norm(acme, "Ann", "2024-02")) == (120, 90, 100)
    assert [(one.kind, one.by, one.why) for one in acme.trail.entries(2)] == [("matrix", "Kate", "plan.xlsx")] * 2
    with pytest.raises(PeriodError, match=r"plan.xlsx, Ann: .*changed since it was exported, by Kate on .*norm from 100 to 120"):
        acme.sheets.save(path, by="Kate")


def test_the_sheet_says_what_the_score_says(acme: Workspace) -> None:
    book = openpyxl.load_workbook(exported(acme), data_only=True)
    for name, line in (("Ann", 7), ("Bob, Jr.", 7)):
        assert book[name].cell(line, 15).value == pytest.approx(float(acme.score(name, JANUARY).total or 0))
    assert [cell.value for cell in book["Summary"]["A"][4:]] == ["Ann", "Bob, Jr."]


def test_what_breaks_a_rule_is_refused_and_nothing_saved(acme: Workspace) -> None:
    cases: list[tuple[dict[str, object], str]] = [
        ({"C5": 0.8}, r"plan.xlsx, Ann!C5, C6: The weights sum to 1.05, not to 1"),
        ({"E5": -1}, r'plan.xlsx, Ann!E5, row "revenue": More is better here, but the levels are base 0, norm -1'),
        ({"I5": 7}, r"plan.xlsx, Ann!I5: The cell is protected"),
    ]
    for cells, words in cases:
        path = put(put(exported(acme), "Bob, Jr.", E5=90), "Ann", **cells)
        for run in (acme.sheets.changes, acme.sheets.save):
            with pytest.raises(WorkbookError, match=words):
                run(path, by="Kate")
    with pytest.raises(PeriodError, match=r"plan.xlsx, Ann: .*Nobody sets an own matrix"):
        acme.sheets.changes(put(exported(acme, "Ann"), "Ann", E5=120), by="Ann")
    assert (norm(acme, "Ann"), norm(acme, "Bob, Jr.")) == (100, 100)


def test_others_may_change_what_a_file_leaves_alone(acme: Workspace) -> None:
    path = put(exported(acme), "Ann", E5=120)
    mine = path.rename(path.with_name("mine.xlsx"))
    acme.sheets.save(put(exported(acme), "Bob, Jr.", E5=90), by="Lee")
    acme.sheets.save(mine, by="Kate")
    assert (norm(acme, "Ann"), norm(acme, "Bob, Jr.")) == (120, 90)


def test_what_is_signed_or_closed_is_read_only(acme: Workspace) -> None:
    path = put(exported(acme, "Ann"), "Ann", E5=120)
    path = path.rename(path.with_name("mine.xlsx"))
    agree(acme, JANUARY)
    with pytest.raises(PeriodError, match="Ann and Kate signed it"):
        acme.sheets.save(path, by="Kate")
    with pytest.raises(WorkbookError, match="E5: The cell is protected"):
        acme.sheets.save(put(exported(acme, "Ann"), "Ann", E5=120), by="Kate")
    acme.life.close(JANUARY, by="Olga")
    with pytest.raises(PeriodError, match="The period is closed"):
        acme.sheets.save(path, by="Kate")
    book = openpyxl.load_workbook(exported(acme, "Ann"), data_only=True)
    assert "Closed" in book["Ann"]["A2"].value
    assert book["Ann"]["O7"].value == pytest.approx(float(acme.score("Ann", JANUARY).total or 0))


def test_whose_matrices_are_exported(acme: Workspace) -> None:
    january = acme.period(JANUARY)
    assert {member.name for member in acme.sheets.team(acme.member("North", "team"), january)} == {"North", "Ann"}
    with pytest.raises(QueryError, match="Ann is a person, not a team"):
        acme.sheets.team(acme.member("Ann"), january)
    for period, names in (("2024-Q1", ()), ("2024-04", ("Ann",))):
        with pytest.raises(MatrixError, match="There is no matrix for exactly this period"):
            exported(acme, *names, period=period)


def test_a_kpi_that_is_gone_is_told(made: Path) -> None:
    ws = scoreline.open(made)
    with pytest.raises(MatrixError, match=r'matrix of Ann for 2024-01: There is no KPI "revenues" any more. Did you mean "revenue"'):
        check(ws._ground, Matrix(ws.member("Ann"), ws.period(JANUARY), (row(up(0, 1, 1), 1, "revenues"),)))
