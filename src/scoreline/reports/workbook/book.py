"""Pages as an XLSX file, with a hidden copy of all that was written, by which a file that comes back is read.

Texts are written as texts: none that begins with =, +, - or @ becomes a formula. Cells that may be edited are yellow and unlocked.
The sheets are protected without a password: that guards against mistakes, not against people.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from scoreline.errors import WorkbookError
from scoreline.planning.fingerprint import canonical, sha256
from scoreline.reports.workbook.cells import COPY, Cell, Formula, Page, Style, clean

LAYOUT = "scoreline workbook 1"
WIDTH = 6
"""The columns of the copy."""
_RIGHT = {"align": "right", "valign": "top"}
_LOOKS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {"bold": True, "font_size": 14},
    Style.NOTE: {"italic": True},
    Style.HEAD: {"bold": True, "text_wrap": True, "valign": "top"},
    Style.TEXT: {"num_format": "@", "text_wrap": True, "valign": "top"},
    Style.PLAIN: {"num_format": "General", **_RIGHT},
    Style.MONEY: {"num_format": "#,##0.00", **_RIGHT},
    Style.PERCENT: {"num_format": "0.0", **_RIGHT},
    Style.SHARE: {"num_format": "0.0%", **_RIGHT},
    Style.TOTAL: {"num_format": "0.0", "bold": True, **_RIGHT},
}
_FIGURES = (Style.PLAIN, Style.MONEY, Style.PERCENT, Style.SHARE, Style.TOTAL)
_EDITABLE = {"locked": False, "bg_color": "#FFF8DC", "border": 1, "border_color": "#B0A060"}
_ALLOWED = {"format_columns": True, "format_rows": True}


def workbook(pages: Sequence[Page]) -> bytes:
    """The XLSX file of these pages. WorkbookError where a number is too large for a spreadsheet."""
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    looks = {
        (style, editable): book.add_format(_look(style) | (_EDITABLE if editable else {})) for style in Style for editable in (False, True)
    }
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for column, width in page.widths.items():
            sheet.set_column(column, column, width)
        for column in page.hidden:
            sheet.set_column(column, column, None, None, {"hidden": True})
        sheet.freeze_panes(page.above, 1)
        sheet.protect("", _ALLOWED)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for cell in page.cells:
            _write(sheet, page, cell, looks[cell.style, cell.edits is not None])
    copy = book.add_worksheet(COPY)
    copy.very_hidden()
    copy.protect("")
    rows = [row for page in pages for row in copied(page)]
    for line, row in enumerate([(LAYOUT, sealed(rows)), *rows]):
        for column, text in enumerate(row):
            copy.write_string(line, column, text)
    book.close()
    return held.getvalue()


def copied(page: Page) -> Iterator[tuple[str, ...]]:
    """The rows of the copy for a page: its name and what it is, then each cell's place, kind, content, and what it is for."""
    yield page.name, "", "page", clean(canonical(page.about)), "", ""
    for cell in page.cells:
        kind, content = _plain(cell)
        yield page.name, cell.place, kind, content, *((cell.edits.about, cell.edits.field) if cell.edits else ("", ""))


def sealed(rows: Sequence[Sequence[str]]) -> str:
    """The hash over the rows of the copy: whether it came back whole."""
    return sha256(canonical([list(row) for row in rows]))


def _plain(cell: Cell) -> tuple[str, str]:
    match cell.content:
        case Formula(text):
            return "formula", text
        case Decimal():
            return "number", str(cell.content)
        case str():
            return "text", clean(cell.content)
    return "empty", ""


def _look(style: Style) -> dict[str, Any]:
    look = _LOOKS[style]
    return look if style in _FIGURES else {**look, "quote_prefix": True}


def _write(sheet: Any, page: Page, cell: Cell, look: Any) -> None:
    match cell.content:
        case Formula(text, value):
            sheet.write_formula(cell.row, cell.column, f"={text}", look, value if isinstance(value, str) else float(value))
        case Decimal():
            if not math.isfinite(float(cell.content)):
                raise WorkbookError(
                    "The number is too large for a spreadsheet.", where=f"{page.name}!{cell.place}", do="Use a larger unit."
                )
            sheet.write_number(cell.row, cell.column, float(cell.content), look)
        case str() if text := clean(cell.content):
            sheet.write_string(cell.row, cell.column, text, look)
        case _:
            sheet.write_blank(cell.row, cell.column, None, look)
