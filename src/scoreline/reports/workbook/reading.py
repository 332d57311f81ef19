"""A workbook that comes back: what was edited in it, checked cell by cell against the copy that was written with it.

Only cells that may be edited are read. Anything else that differs is refused with its sheet and cell, so that nobody takes for granted
that it counts. A spreadsheet reckons with 15 digits, so a number that differs beyond them has not changed.
"""

from __future__ import annotations

import json
import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from scoreline.errors import WorkbookError, nearest
from scoreline.reports.workbook.book import COPY, LAYOUT, WIDTH, sealed
from scoreline.reports.workbook.cells import Edits, clean

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
"""Bytes that a workbook may take, and unpack to: a thousand matrices take a tenth of that."""
_MAX_CELLS = 200_000
_SHORT = Context(prec=15)
_NEAR = 1e-14
"""Programs write 15 to 17 digits of a number; what differs by less than this part has not changed."""
_SHOWN = 40
_TEXTS = ("s", "inlineStr")
Value = str | Decimal


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
    rows = list(_texts(book[COPY], path.name))
    head, copy = rows[0], rows[1:]
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

    if path.stat().st_size > MAX_FILE:
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
                _refuse_changed(where, kind, content, cell)
                continue
            edits = Edits(subject, field)
            places[edits] = cell.coordinate
            before: Value = Decimal(content) if kind == "number" else content
            after = _number(where, cell) if kind == "number" else _text(where, cell)
            if not _same(before, after):
                edited.append(Edited(f"{name}!{cell.coordinate}", edits, before, after))
    for place, (kind, content, *_) in copy.items():
        if kind != "empty" and content:
            raise _emptied(f"{file}, {name}!{place}", content)
    return ReadPage(name, about, places, edited)


def _number(where: str, cell: Any) -> Decimal:
    """The number in an edited cell, to the 15 digits that a spreadsheet reckons with."""
    _refuse_formula(where, cell)
    if cell.value is None:
        raise WorkbookError("It is empty.", where=where, do="Write a number.")
    if cell.data_type != "n":
        what = f"It holds {'the text ' if cell.data_type in _TEXTS else ''}{_shown(cell.value)}, not a number."
        raise WorkbookError(what, where=where, do="Write a number, in a cell that is not formatted as text.")
    number = _SHORT.create_decimal(repr(cell.value) if isinstance(cell.value, float) else cell.value)
    return Decimal(format(number.normalize(), "f"))


def _text(where: str, cell: Any) -> str:
    _refuse_formula(where, cell)
    if cell.value is None:
        return ""
    if cell.data_type not in _TEXTS:
        raise WorkbookError(f"It holds {_shown(cell.value)}, not text.", where=where, do="Write it as text, after an apostrophe.")
    return _clean(cell.value)


def _refuse_formula(where: str, cell: Any) -> None:
    if cell.data_type == "f":
        do = "Write the number or the text itself; a text that begins with = stands after an apostrophe."
        raise WorkbookError(f"It holds a formula, {_shown(cell.value)}.", where=where, do=do)


def _refuse_changed(where: str, kind: str, content: str, cell: Any) -> None:
    """WorkbookError where a protected cell does not hold what was written."""
    if cell.value is None:
        if content:
            raise _emptied(where, content)
        return
    if not content:
        raise WorkbookError(
            f"The cell was empty and holds {_shown(cell.value)}.",
            where=where,
            do="Empty it: rows and columns are neither added nor moved here. Rows are added by scoreline matrix apply.",
        )
    match kind, cell.data_type:
        case "text", "s" | "inlineStr":
            same = _clean(cell.value) == content
        case "number", "n":
            same = _same(Decimal(content), Decimal(repr(cell.value)))
        case "formula", "f":
            same = _formula(str(cell.value).removeprefix("=")) == _formula(content)
        case _:
            same = False
    if not same:
        was = "a formula" if kind == "formula" else _shown(content)
        raise WorkbookError(
            f"The cell is protected: it held {was} and holds {_shown(cell.value)}.", where=where, do="Undo it, or export the file anew."
        )


def _same(before: Value, after: Value) -> bool:
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return before == after or math.isclose(before, after, rel_tol=_NEAR)
    return before == after


def _formula(text: str) -> str:
    """A formula without what programs write differently: blanks, and quotes around names of sheets."""
    return re.sub(r"[\s']", "", text)


def _clean(text: str) -> str:
    """A text as `clean` would have written it; a program may have kept a carriage return in Excel's own spelling."""
    return clean(text.replace("_x000D_", "\r"))


def _emptied(where: str, content: str) -> WorkbookError:
    return WorkbookError(
        f"The cell is protected: it held {_shown(content)} and is empty.",
        where=where,
        do="Undo it; rows and columns are neither taken out nor moved here. Rows are taken out by scoreline matrix apply.",
    )


def _far(file: str, name: str) -> WorkbookError:
    return WorkbookError("There are cells far beyond the table.", where=f"{file}, {name}", do="Export the file anew, and edit that.")


def _shown(value: object) -> str:
    text = str(value)
    return f'"{text[:_SHOWN]}..."' if len(text) > _SHOWN else f'"{text}"'
