"""KPI values as columns of figures: one unit and one number of decimals a column, and a mark where there is no value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from scoreline.reports.columns import digits

if TYPE_CHECKING:
    from scoreline.reports.formats import Formats
    from scoreline.workspace import Workspace

__all__ = ["changes", "digits", "figures", "footnotes", "formats_of", "heading", "mark", "plain_figures"]

Number = Decimal | float | int

_MARKS = {"missing": "*", "undefined": "†", "not_applicable": "‡"}
_MEANING = {
    "missing": "* missing: the data does not cover the whole period; a figure beside the mark is partial.",
    "undefined": "† undefined: nothing to divide by.",
    "not_applicable": "‡ not applicable to this member.",
}


def formats_of(workspace: Workspace) -> Formats:
    """How the workspace's language shows numbers."""
    from scoreline.reports.formats import formats

    settings = workspace.settings
    return formats(settings.locale, settings.currency, settings.time_zone)


def heading(title: str, unit: str, formats: Formats) -> str:
    """A column's title with its unit: Win rate, %."""
    match unit:
        case "money":
            return f"{title}, {formats.currency}"
        case "percent":
            return f"{title}, %"
        case "days" | "months" | "hours" | "minutes" | "ms":
            return f"{title}, {unit}"
    return title


def figures(values: Sequence[Number | None], states: Sequence[str], unit: str, formats: Formats) -> list[str]:
    """A column of figures. Where any carries a mark, the others carry a blank in its place, so that all stay aligned."""
    places = digits(unit, values, formats)
    blank = " " if any(state in _MARKS for state in states) else ""
    return [formats.number(value, places) + _MARKS.get(state, blank) for value, state in zip(values, states, strict=True)]


def changes(values: Sequence[Number | None], unit: str, formats: Formats) -> list[str]:
    """A column of differences, with their signs, in the decimals of the unit."""
    places = digits(unit, values, formats)
    return [formats.number(value, places, signed=True) for value in values]


def plain_figures(values: Sequence[Number | None], formats: Formats) -> list[str]:
    """A column of numbers without a unit of their own: whole ones without decimals."""
    places = 0 if all(value is None or value == int(value) for value in values) else 1
    return [formats.number(value, places) for value in values]


def mark(state: str) -> str:
    """The sign that a state puts behind a figure or dash; nothing for a value and a zero."""
    return _MARKS.get(state, "")


def footnotes(states: Iterable[str]) -> tuple[str, ...]:
    """What the marks among these states mean."""
    found = set(states)
    return tuple(text for state, text in _MEANING.items() if state in found)
