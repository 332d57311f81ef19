"""Numbers that a source holds as numbers (cells of a sheet, JSON), kept apart from texts that only look like them.

A reader keeps values as text. A number with a fraction ends with a mark there, so that no format for written numbers reads it
anew: 1.234 is never 1234. Whole numbers need none, for every format reads them alike.
"""

from __future__ import annotations

import re

MARK = "\x02"
TYPED = ("xlsx", "jsonl")
"""The formats that hold numbers as numbers, and are kept as text."""


def number(text: str) -> str:
    """The text of a number in plain or scientific form, marked where it has a fraction: 12.0 is 12, as an id is meant."""
    whole = re.sub(r"\.0+$", "", text)
    return whole if re.fullmatch(r"-?\d+", whole) else text + MARK


def without_mark(text: str) -> str:
    """The text as a person sees it."""
    return text.removesuffix(MARK)


def has_mark(expression: str) -> str:
    """SQL: whether a text was a number in its source."""
    return f"suffix({expression}, chr({ord(MARK)}))"


def unmarked(expression: str) -> str:
    """SQL: the text as a person sees it."""
    return f"rtrim({expression}, chr({ord(MARK)}))"
