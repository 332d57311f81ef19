"""Workbooks that come back: what was edited is read, and everything else that differs is refused with its cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.errors import WorkbookError
from scoreline.reports.workbook import read_cells, reading
from scoreline.reports.workbook.book import workbook
from scoreline.reports.workbook.cells import Cell, Edits, Formula, Page, Style, clean, page_names
from scoreline.reports.workbook.reading import read_workbook

LONG = Decimal("12345678901234.5678901")


def page(name: str, *more: Cell) -> Page:
    """A sheet with a title, a weight and a note to edit, a level of many digits, and a formula."""
    cells = [
        Cell(0, 0, name, Style.TITLE),
        Cell(2, 1, Decimal(".4"), Style.PLAIN, Edits("revenue", "weight")),
        Cell(2, 2, LONG, Style.MONEY, Edits("revenue", "base")),
        Cell(2, 3, Decimal(7), Style.PLAIN),
        Cell(2, 4, Formula("B3*2", Decimal(".8"))),
        Cell(2, 5, "", Style.TEXT, Edits("revenue", "why")),
        *more,
    ]
    return Page(name, {"page": "test", "whose": name}, cells)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Two sheets, Anna's and Bob's."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook([page("Anna"), page("Bob")]))
    return path


def edited(path: Path, change: Callable[[Any], object]) -> list[reading.ReadPage]:
    """What is read after a change to the workbook."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return read_workbook(path)


def put(**cells: object) -> Callable[[Any], object]:
    """Puts values into Anna's cells."""
    return lambda book: [book["Anna"].__setitem__(place, value) for place, value in cells.items()]


def test_what_was_not_edited_has_not_changed(written: Path) -> None:
    assert [(one.name, one.about["whose"], one.edited) for one in edited(written, lambda _: None)] == [
        ("Anna", "Anna", []),
        ("Bob", "Bob", []),
    ]


def test_numbers_and_texts_that_were_edited_are_read(written: Path) -> None:
    anna, bob = edited(written, put(B3=0.1 + 0.2, C3=12500.5, F3="because\r\nof that"))
    assert [(one.place, one.edits.field, one.before, one.after) for one in anna.edited] == [
        ("Anna!B3", "weight", Decimal(".4"), Decimal(".3")),
        ("Anna!C3", "base", LONG, Decimal("12500.5")),
        ("Anna!F3", "why", "", "because\nof that"),
    ]
    assert bob.edited == []
    assert [one.after for one in edited(written, put(B3=0.4000000000001))[0].edited[:1]] == [Decimal("0.4000000000001")], "however little"
    assert anna.places[Edits("revenue", "weight")] == "B3"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put(B3="0.5"), 'Anna!B3: It holds the text "0.5", not a number'),
        (put(B3=None), "Anna!B3: It is empty"),
        (put(B3=True), 'Anna!B3: It holds "True", not a number'),
        (put(C3=1e28), r'Anna!C3: It holds "1e\+28", which is too large. Write a number of at most 24 digits'),
        (put(C3=-1e24), r'Anna!C3: It holds "-1e\+24", which is too large'),
        (put(B3="=1/2"), 'Anna!B3: It holds a formula, "=1/2"'),
        (put(F3="=1+1"), "Anna!F3: It holds a formula"),
        (put(F3=5), 'Anna!F3: It holds "5", not text'),
        (put(A1="Bob"), 'Anna!A1: The cell is protected: it held "Anna" and holds "Bob"'),
        (put(D3=8), 'Anna!D3: The cell is protected: it held "7" and holds "8"'),
        (put(D3="7"), "Anna!D3: The cell is protected"),
        (put(D3=None), 'Anna!D3: The cell is protected: it held "7" and is empty'),
        (put(E3=0.8), 'Anna!E3: The cell is protected: it held a formula and holds "0.8"'),
        (put(E3="=B3*3"), "Anna!E3: The cell is protected: it held a formula and holds"),
        (put(H9="mine"), 'Anna!H9: The cell was empty and holds "mine"'),
        (put(ALL70000=1), "Anna: There are cells far beyond the table"),
        (lambda book: book["Anna"].insert_rows(2), "Anna!B3: It is empty"),
        (lambda book: book["Anna"].delete_rows(3), "Anna!.3: "),
        (lambda book: book.copy_worksheet(book["Bob"]), 'The sheet "Bob Copy" was not in the file that was exported'),
        (lambda book: book.remove(book["Bob"]), 'The sheet "Bob" is missing'),
        (lambda book: setattr(book["Bob"], "title", "Bert"), 'The sheet "Bert" was not in the file'),
        (lambda book: book.remove(book["_scoreline"]), "It was not written by Scoreline"),
        (lambda book: book["_scoreline"].__setitem__("D4", "0.9"), "Its hidden sheet, .* is damaged"),
    ],
)
def test_anything_else_is_refused_with_its_cell(written: Path, change: Callable[[Any], object], words: str) -> None:
    with pytest.raises(WorkbookError, match=f"^plan.xlsx.*{words}"):
        edited(written, change)


def test_sheets_that_changed_places_are_refused(written: Path) -> None:
    def swap(book: Any) -> None:
        book["Anna"].title, book["Bob"].title = "x", "Anna"
        book["x"].title = "Bob"

    with pytest.raises(WorkbookError, match=r'!A1: The cell is protected: it held "(Anna|Bob)" and holds'):
        edited(written, swap)


def test_files_that_are_none_or_too_large_are_refused(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.xlsx"
    other.write_text("no workbook")
    with pytest.raises(WorkbookError, match=r"other.xlsx: It cannot be read as an XLSX file"):
        read_workbook(other)
    with pytest.raises(WorkbookError, match=r"gone.xlsx: It cannot be read: No such file"):
        read_workbook(tmp_path / "gone.xlsx")
    book = openpyxl.Workbook()
    book.create_sheet("_scoreline")
    book.save(other)
    with pytest.raises(WorkbookError, match=r"other.xlsx: Its hidden sheet, .* is damaged"):
        read_workbook(other)
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1000)
    with pytest.raises(WorkbookError, match=r"plan.xlsx: It unpacks to more than"):
        read_workbook(written)
    monkeypatch.setattr(reading, "MAX_FILE", 1000)
    with pytest.raises(WorkbookError, match=r"plan.xlsx: It is larger than"):
        read_workbook(written)


def test_a_number_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(WorkbookError, match=r"Anna!A10: The number is too large for a spreadsheet"):
        workbook([page("Anna", Cell(9, 0, Decimal("1e400")))])


def test_a_number_beyond_all_bounds_is_none() -> None:
    """Other programs write 1E400, which is read as infinite."""
    cell = SimpleNamespace(value=float("1E400"), data_type="n")
    with pytest.raises(WorkbookError, match=r'Anna!B3: It holds "inf", not a number'):
        read_cells.number_in("Anna!B3", cell)


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    texts=st.lists(st.text(max_size=20) | st.sampled_from(["=1", "_x0041_", "'a", " ", "\n", "a\r\nb"]), max_size=9),
    number=st.decimals(-(10**9), 10**9),
)
def test_any_text_and_number_come_back(tmp_path: Path, texts: list[str], number: Decimal) -> None:
    path = tmp_path / "any.xlsx"
    cells = [Cell(5 + line, 0, text, Style.TEXT, Edits(str(line), "why")) for line, text in enumerate(texts)]
    path.write_bytes(workbook([page("Anna", Cell(4, 0, number, Style.PLAIN, Edits("n", "base")), *cells)]))
    (read,) = read_workbook(path)
    assert read.edited == []
    sheet = openpyxl.load_workbook(path)["Anna"]
    for cell in cells:
        held = sheet[cell.place]
        assert held.data_type in ("s", "n") and read_cells._clean(held.value or "") == clean(str(cell.content))


def test_names_of_sheets() -> None:
    names = page_names(["_scoreline", "Anna", "anna", "a/b:c?", "=1+1", "'x'", "", "History", "n" * 40, "n" * 41, "😀" * 20])
    assert names[:7] == ["_scoreline (2)", "Anna", "anna (2)", "a b c", "=1+1", "x", "Sheet"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in names)
