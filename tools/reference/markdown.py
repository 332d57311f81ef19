"""Markdown, as far as the reference pages need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """Text as code, or nothing for no text."""
    return f"`{text}`" if text else ""


def joined(*blocks: str) -> str:
    """Blocks with an empty line between them, those without text left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"
