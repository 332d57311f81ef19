"""Changes in parts as tables and for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoreline.cli.output import Sheet
    from scoreline.insight.index_change import IndexChange
    from scoreline.insight.kpi_change import Change
    from scoreline.workspace import Workspace

_PARTS = {"volume": "Volume", "mix": "Mix", "rate": "Rate", "other": "Without volume"}
_FACTORS = {"restatement": "Restated", "fact": "Fact", "people": "People", "levels": "Levels", "weights": "Weights"}


def of_kpi(ws: Workspace, kpi: str, change: Change, notes: Sequence[str], title: str, by: str) -> Sheet:
    """A KPI's change by segment."""
    from scoreline.cli.output import Column, Sheet, filled
    from scoreline.cli.values import digits, formats_of, heading
    from scoreline.insight.rounding import table

    show, unit = formats_of(ws), ws.registry.kpi(kpi).unit
    places = digits(unit, [_decimal(change.before), _decimal(change.after)], show)
    names = [name for name in _PARTS if any(getattr(part, name) for part in change.parts)]
    shown_before, shown_after = (_rounded(value, places) for value in (change.before, change.after))
    cells = table([[getattr(part, name) for name in names] for part in change.parts], shown_after - shown_before, places)
    lines = [
        [
            part.segment,
            *(show.number(None if value is None else _decimal(value), places) for value in (part.before, part.after)),
            *(show.number(cell, places, signed=True) for cell in row),
            show.number(sum(row, Decimal(0)), places, signed=True),
        ]
        for part, row in zip(change.parts, cells, strict=True)
    ]
    sums = [sum((row[place] for row in cells), Decimal(0)) for place in range(len(names))]
    whole = [show.number(value, places) for value in (shown_before, shown_after)]
    signed = [show.number(value, places, signed=True) for value in (*sums, shown_after - shown_before)]
    lines.append(["All", *whole, *signed])
    if change.reversal:
        way = "rose in every segment and yet fell" if change.after < change.before else "fell in every segment and yet rose"
        notes = [f"It {way} in all: what there is more of has the {'lower' if change.after < change.before else 'higher'} rate.", *notes]
    data = [_part_data(part) for part in change.parts]
    titles = [by.capitalize(), "Before", "After", *(_PARTS[name] for name in names), "Part" if change.ratio else "Change"]
    return filled(
        Sheet(
            columns=[Column(name, number=place > 0) for place, name in enumerate(titles)],
            shown=lines,
            keys=list(data[0]) if data else ["segment"],
            rows=[list(row.values()) for row in data],
            title=heading(title, unit, show),
            notes=notes,
        )
    )


def of_total(ws: Workspace, moved: IndexChange, title: str) -> Sheet:
    """A total's change by row."""
    from scoreline.cli.output import Column, Sheet
    from scoreline.cli.values import formats_of
    from scoreline.insight.rounding import table

    show = formats_of(ws)
    factors = [name for name in _FACTORS if any(row.factors.get(name) for row in moved.rows)]
    before, after = _rounded(moved.before, 1), _rounded(moved.after, 1)
    cells = table([[row.factors.get(name, Fraction(0)) for name in factors] for row in moved.rows], after - before, 1)
    lines = [
        [
            row.title,
            *(show.number(_decimal(value), 1) for value in (row.before, row.after)),
            *(show.number(cell, 1, signed=True) for cell in line),
            show.number(sum(line, Decimal(0)), 1, signed=True),
        ]
        for row, line in zip(moved.rows, cells, strict=True)
    ]
    sums = [sum((line[place] for line in cells), Decimal(0)) for place in range(len(factors))]
    signed = [show.number(value, 1, signed=True) for value in (*sums, after - before)]
    lines.append(["Total", show.number(before, 1), show.number(after, 1), *signed])
    data = total_data(moved, "", "", "")["rows"]
    return Sheet(
        columns=[
            Column(name, number=place > 0)
            for place, name in enumerate(["KPI", "Before", "After", *(_FACTORS[f] for f in factors), "Change"])
        ],
        shown=lines,
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
        title=f"{title}, points of the total",
        notes=_notes(moved),
    )


def _notes(moved: IndexChange) -> list[str]:
    notes = ["A fact is missing in one of the periods: what is told is provisional."] if moved.provisional else []
    if moved.versions:
        notes.append(
            "The earlier period was restated: its total was first told by version {}, and is by version {}.".format(*moved.versions)
        )
    return notes


def _part_data(part: Any) -> dict[str, Any]:
    return {
        "segment": part.segment,
        "before": None if part.before is None else _decimal(part.before),
        "after": None if part.after is None else _decimal(part.after),
        **{name: _decimal(getattr(part, name)) for name in _PARTS},
        "change": _decimal(part.sum),
    }


def kpi_data(change: Change, kpi: str, before: str, after: str) -> dict[str, Any]:
    """A KPI's change for JSON."""
    return {
        "kpi": kpi,
        "from": before,
        "to": after,
        "before": _decimal(change.before),
        "after": _decimal(change.after),
        **{name: _decimal(change.sum(name)) for name in _PARTS},
        "reversal": change.reversal,
        "parts": [_part_data(part) for part in change.parts],
    }


def total_data(moved: IndexChange, member: str, before: str, after: str) -> dict[str, Any]:
    """A total's change for JSON."""
    return {
        "member": member,
        "from": before,
        "to": after,
        "before": _decimal(moved.before),
        "after": _decimal(moved.after),
        **{name: _decimal(moved.sum(name)) for name in _FACTORS},
        "provisional": moved.provisional,
        "versions": moved.versions,
        "rows": [
            {
                "kpi": row.kpi,
                "before": _decimal(row.before),
                "after": _decimal(row.after),
                **{name: _decimal(row.factors.get(name, Fraction(0))) for name in _FACTORS},
                "change": _decimal(row.after - row.before),
            }
            for row in moved.rows
        ],
    }


def _decimal(value: Fraction) -> Decimal:
    from scoreline.scoring.exact import decimal

    return decimal(value)


def _rounded(value: Fraction, places: int) -> Decimal:
    from scoreline.insight.rounding import half_up

    return half_up(value, places)
