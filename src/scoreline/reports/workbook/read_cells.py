"""Single cells of a workbook that comes back: what an edited one holds, and whether a protected one is as it was written."""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal
from typing import Any

from scoreline.errors import WorkbookError
from scoreline.planning.exact import BOUND, WITHIN
from scoreline.reports.workbook.cells import clean

_SHORT = Context(prec=15)
_NEAR = 1e-14
"""Programs write 15 to 17 digits of a number; what differs by less than this part has not changed."""
_SHOWN = 40
_TEXTS = ("s", "inlineStr")
Value = str | Decimal
"""What an editable cell holds."""


def number_in(where: str, cell: Any) -> Decimal:
    """The number in an edited cell, to the 15 digits that a spreadsheet reckons with."""
    _refuse_formula(where, cell)
    if cell.value is None:
        raise WorkbookError("It is empty.", where=where, do="Write a number.")
    if cell.data_type != "n" or not math.isfinite(cell.value):
        what = f"It holds {'the text ' if cell.data_type in _TEXTS else ''}{_shown(cell.value)}, not a number."
        raise WorkbookError(what, where=where, do="Write a number, in a cell that is not formatted as text.")
    number = _SHORT.create_decimal(repr(cell.value) if isinstance(cell.value, float) else cell.value)
    if abs(number) >= BOUND:
        raise WorkbookError(f"It holds {_shown(cell.value)}, which is too large.", where=where, do=WITHIN)
    return Decimal(format(number.normalize(), "f"))


def text_in(where: str, cell: Any) -> str:
    """The text in an edited cell; empty where it is empty."""
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


def refuse_changed(where: str, kind: str, content: str, cell: Any) -> None:
    """WorkbookError where a protected cell does not hold what was written."""
    if cell.value is None:
        if content:
            raise emptied(where, content)
        return
    if not content:
        raise WorkbookError(
            f"The cell was empty and holds {_shown(cell.value)}.",
            where=where,
            do="Empty it: rows and columns are neither added nor moved here. Rows are added by scoreline matrix apply.",
        )
    match kind, cell.data_type:
        case "text", "s" | "inlineStr":
            kept = _clean(cell.value) == content
        case "number", "n":
            kept = same(Decimal(content), Decimal(repr(cell.value)))
        case "formula", "f":
            kept = _formula(str(cell.value).removeprefix("=")) == _formula(content)
        case _:
            kept = False
    if not kept:
        was = "a formula" if kind == "formula" else _shown(content)
        raise WorkbookError(
            f"The cell is protected: it held {was} and holds {_shown(cell.value)}.", where=where, do="Undo it, or export the file anew."
        )


def same(before: Value, after: Value) -> bool:
    """Whether a cell holds what it held: numbers to the digits that every program writes."""
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return before == after or math.isclose(before, after, rel_tol=_NEAR)
    return before == after


def _formula(text: str) -> str:
    """A formula without what programs write differently: blanks, and quotes around names of sheets."""
    return re.sub(r"[\s']", "", text)


def _clean(text: str) -> str:
    """A text as `clean` would have written it; a program may have kept a carriage return in Excel's own spelling."""
    return clean(text.replace("_x000D_", "\r"))


def emptied(where: str, content: str) -> WorkbookError:
    """The error for a protected cell that holds nothing any more."""
    return WorkbookError(
        f"The cell is protected: it held {_shown(content)} and is empty.",
        where=where,
        do="Undo it; rows and columns are neither taken out nor moved here. Rows are taken out by scoreline matrix apply.",
    )


def _shown(value: object) -> str:
    text = str(value)
    return f'"{text[:_SHOWN]}..."' if len(text) > _SHOWN else f'"{text}"'
