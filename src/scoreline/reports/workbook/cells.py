"""The cells of a workbook as values: texts, numbers and live formulas, where they stand, and which may be edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

DASH = "–"
"""What stands where there is no figure; formulas give it too, since no data is never zero."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
COPY = "_scoreline"
"""The hidden sheet with a copy of all that was written."""
_TAKEN = ("history", COPY)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 31


class Style(StrEnum):
    """How a cell looks, apart from whether it may be edited."""

    TITLE = "title"
    NOTE = "note"
    HEAD = "head"
    TEXT = "text"
    PLAIN = "plain"
    MONEY = "money"
    PERCENT = "percent"
    SHARE = "share"
    TOTAL = "total"


@dataclass(frozen=True)
class Formula:
    """A live formula without its equals sign, and what it gives now, for viewers that do not reckon."""

    text: str
    value: Decimal | str


Content = str | Decimal | Formula | None


@dataclass(frozen=True)
class Edits:
    """What an editable cell is for: of whom or what (a KPI's id), and which field."""

    about: str
    field: str


@dataclass(frozen=True)
class Cell:
    """A cell, its row and column counted from 0. Without `edits` it is protected."""

    row: int
    column: int
    content: Content
    style: Style = Style.TEXT
    edits: Edits | None = None

    @property
    def place(self) -> str:
        """Its address: B7."""
        return at(self.row, self.column)


@dataclass(frozen=True)
class Page:
    """A sheet. `about` says in JSON's own kinds what it is, for whoever reads it back; `above` is the number of rows that stay in sight."""

    name: str
    about: Mapping[str, Any]
    cells: Sequence[Cell]
    widths: Mapping[int, float] = field(default_factory=dict)
    hidden: Sequence[int] = ()
    above: int = 0


def at(row: int, column: int, *, fixed: bool = False) -> str:
    """The address of a cell whose row and column are counted from 0; `fixed` as $B$7, which no copying moves."""
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def on(page: str, place: str) -> str:
    """The address of another sheet's cell in a formula."""
    return f"'{page.replace(chr(39), chr(39) * 2)}'!{place}"


def page_names(names: Iterable[str]) -> list[str]:
    """Names that sheets may have: 31 letters, without those that are not allowed, none twice."""
    found: list[str] = []
    taken = set(_TAKEN)
    for name in names:
        base = clean(name).translate(_FORBIDDEN).replace("\n", " ").strip(" '") or "Sheet"
        tried, number = _cut(base, ""), 1
        while tried.casefold() in taken:
            number += 1
            tried = _cut(base, f" ({number})")
        taken.add(tried.casefold())
        found.append(tried)
    return found


def clean(text: str) -> str:
    """A text as a cell can hold it: one kind of line break, a blank for every letter that XML forbids."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cut(base: str, end: str) -> str:
    """Excel counts letters beyond the first 65,536 as two."""
    room = 2 * (_LONGEST - len(end))
    return base.encode("utf-16-le", "replace")[:room].decode("utf-16-le", "ignore").rstrip(" '") + end
