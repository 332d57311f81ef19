"""Tables and lines on the screen, for people."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scoreline.cli.output import Sheet

if TYPE_CHECKING:
    from rich.console import Console

_GAP = 2
_VISIBLE = "\N{REPLACEMENT CHARACTER}"
_HARMLESS = "\n\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}"


def console(*, error: bool = False) -> Console:
    """A console that colours only on a terminal and takes no text for markup; wide where nobody looks."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(file=stream, markup=False, highlight=False, emoji=False, soft_wrap=False, width=None if stream.isatty() else 10_000)


def print_sheet(sheet: Sheet) -> None:
    """A table with right-aligned numbers, its title above and its notes below.

    Where the terminal is too narrow for it, each row becomes a paragraph instead, so that no figure is cut.
    """
    from rich.text import Text

    screen = console()
    if sheet.title:
        screen.print(Text(clean(sheet.title), style="bold"))
    if _width(sheet) <= screen.width:
        _print_table(sheet)
    else:
        _print_paragraphs(sheet)
    print_notes(sheet.notes)


def _width(sheet: Sheet) -> int:
    """How many letters wide the table is, wide letters counting twice."""
    from rich.cells import cell_len

    lines = [[column.title for column in sheet.columns], *sheet.shown]
    return sum(max(cell_len(clean(line[place])) for line in lines) + _GAP for place in range(len(sheet.columns))) - _GAP


def _print_table(sheet: Sheet) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), collapse_padding=True, header_style="bold")
    for column in sheet.columns:
        table.add_column(Text(clean(column.title)), justify="right" if column.number else "left", no_wrap=True)
    for row in sheet.shown:
        table.add_row(*(Text(clean(cell)) for cell in row))
    console().print(table)


def _print_paragraphs(sheet: Sheet) -> None:
    from rich.text import Text

    screen = console()
    for row in sheet.shown:
        pairs = [f"{column.title} {clean(cell)}" for column, cell in zip(sheet.columns, row, strict=True) if cell]
        head = pairs[0] if sheet.columns[0].number else clean(row[0])
        screen.print(Text(head, style="bold"))
        for line in _packed(pairs[1:], screen.width - 2):
            screen.print(Text(f"  {line}"))


def _packed(pairs: Sequence[str], width: int) -> list[str]:
    """The pairs side by side on lines of that width; one that is longer has a line of its own, which the terminal wraps."""
    from rich.cells import cell_len

    lines: list[str] = []
    for pair in pairs:
        if lines and cell_len(lines[-1]) + 2 + cell_len(pair) <= width:
            lines[-1] += f"  {pair}"
        else:
            lines.append(pair)
    return lines


def print_notes(notes: Iterable[str]) -> None:
    """One note a line, dimmed on a terminal."""
    from rich.text import Text

    screen = console()
    for note in notes:
        screen.print(Text(clean(note), style="dim"))


def say(text: str = "", *, bold: bool = False) -> None:
    """One line for people."""
    from rich.text import Text

    console().print(Text(clean(text), style="bold" if bold else ""))


def clean(text: str) -> str:
    """Text from data, without control characters that could steer a terminal."""
    return "".join(_VISIBLE if unicodedata.category(letter) in ("Cc", "Cf") and letter not in _HARMLESS else letter for letter in text)
