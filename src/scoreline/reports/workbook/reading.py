"""A workbook that comes back: what was edited in it, checked cell by cell against the copy that was written with it.

Only cells that may be edited are read. Anything else that differs is refused with its sheet and cell, so that nobody takes for granted
that it counts. A spreadsheet reckons with 15 digits, so a number that differs beyond them has not changed.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoreline.errors import WorkbookError, nearest
from scoreline.reports.workbook.book import LAYOUT, WIDTH, sealed
from scoreline.reports.workbook.cells import COPY, Edits
from scoreline.reports.workbook.read_cells import Value, emptied, number_in, refuse_changed, same, text_in

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
"""Bytes that a workbook may take, and unpack to: a thousand matrices take a tenth of that."""
_MAX_CELLS = 200_000


@dataclass(frozen=True)
class Edited:
    """A cell that was edited: where it is, what for, and what it held and holds."""

    place: str
    edits: Edits
    before: Value
    after: Value


@dataclass(frozen=True)
class ReadPage:
    """A sheet that came back: what it is, its editable cells' places, and those that were edited."""

    name: str
    about: Mapping[str, Any]
    places: Mapping[Edits, str]
    edited: Sequence[Edited]


def read_workbook(path: Path) -> list[ReadPage]:
    """The pages of a workbook that Scoreline wrote. WorkbookError, naming file, sheet and cell, where anything else was changed."""
    book = _opened(path)
    if COPY not in book.sheetnames:
        raise WorkbookError("It was not written by Scoreline.", where=path.name, do="Edit a file of scoreline matrix export.")
    head, *copy = list(_texts(book[COPY], path.name)) or [("", "")]
    if head[0] != LAYOUT or head[1] != sealed(copy):
        raise WorkbookError(
            "Its hidden sheet, which tells what was exported, is damaged, or of another version of Scoreline.",
            where=path.name,
            do="Export it anew, and edit that file.",
        )
    pages: dict[str, list[tuple[str, ...]]] = {}
    for row in copy:
        pages.setdefault(row[0], []).append(row[1:])
    for name in book.sheetnames:
        if name not in pages and name != COPY:
            raise WorkbookError(
                f'The sheet "{name}" was not in the file that was exported. {nearest(name, pages)}'.strip(),
                where=path.name,
                do="Take it out; every sheet keeps its name.",
            )
    for name in pages:
        if name not in book.sheetnames:
            raise WorkbookError(f'The sheet "{name}" is missing.', where=path.name, do="Leave every sheet in, under its name.")
    return [_page(path.name, name, book[name], entries) for name, entries in pages.items()]


def _opened(path: Path) -> Any:
    import openpyxl

    try:
        size = path.stat().st_size
    except OSError as problem:
        raise WorkbookError(f"It cannot be read: {problem.strerror}.", where=path.name, do="Check the name and the rights.") from None
    if size > MAX_FILE:
        raise WorkbookError(f"It is larger than {MAX_FILE // 2**20} MB.", where=path.name, do="Check that it is the right file.")
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked <= MAX_UNPACKED:
            return openpyxl.load_workbook(path, keep_links=False)
    except Exception as problem:  # the library raises whatever it trips over
        raise WorkbookError(
            f"It cannot be read as an XLSX file: {problem}.", where=path.name, do="Save it as XLSX, without a password."
        ) from None
    raise WorkbookError(f"It unpacks to more than {MAX_UNPACKED // 2**20} MB.", where=path.name, do="Check that it is the right file.")


def _texts(sheet: Any, file: str) -> Iterator[tuple[str, ...]]:
    if sheet.max_row * sheet.max_column > 10 * _MAX_CELLS:
        raise _far(file, sheet.title)
    for row in sheet.iter_rows(values_only=True):
        yield tuple("" if value is None else str(value) for value in (*row, *[None] * WIDTH)[:WIDTH])


def _page(file: str, name: str, sheet: Any, entries: Sequence[Sequence[str]]) -> ReadPage:
    if sheet.max_row * sheet.max_column > _MAX_CELLS:
        raise _far(file, name)
    about, copy = json.loads(entries[0][2]), {place: rest for place, *rest in entries[1:]}
    places, edited = dict[Edits, str](), list[Edited]()
    for line in sheet.iter_rows():
        for cell in line:
            where = f"{file}, {name}!{cell.coordinate}"
            kind, content, subject, field = copy.pop(cell.coordinate, ("empty", "", "", ""))
            if not subject:
                refuse_changed(where, kind, content, cell)
                continue
            edits = Edits(subject, field)
            places[edits] = cell.coordinate
            before: Value = Decimal(content) if kind == "number" else content
            after = number_in(where, cell) if kind == "number" else text_in(where, cell)
            if not same(before, after):
                edited.append(Edited(f"{name}!{cell.coordinate}", edits, before, after))
    for place, (kind, content, *_) in copy.items():
        if kind != "empty" and content:
            raise emptied(f"{file}, {name}!{place}", content)
    return ReadPage(name, about, places, edited)


def _far(file: str, name: str) -> WorkbookError:
    return WorkbookError("There are cells far beyond the table.", where=f"{file}, {name}", do="Export the file anew, and edit that.")
