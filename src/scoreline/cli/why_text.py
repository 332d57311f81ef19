"""The answer of scoreline why, in the three forms that it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scoreline.cli.output import DASH, Column, Sheet, filled, plain
from scoreline.cli.screen import print_notes, print_sheet, say
from scoreline.cli.values import footnotes, mark

if TYPE_CHECKING:
    from scoreline.reports.formats import Formats
    from scoreline.workspace import Part, RowPage, Why


@dataclass(frozen=True)
class Rows:
    """The rows shown: those of one part of the formula, after `skip` others."""

    part: str
    page: RowPage
    skip: int


def data(why: Why, rows: Rows | None) -> dict[str, object]:
    """Everything, for JSON."""
    member = why.member
    return {
        "kpi": why.kpi,
        "title": why.title,
        "question": why.question,
        "member": None if member is None else {"kind": member.kind, "name": member.name, "id": member.id, "source": member.source},
        "period": why.period.label,
        "value": why.fact.value,
        "state": str(why.fact.state),
        "formula": why.formula,
        "substituted": why.substituted,
        "parts": [_part(part) for part in why.parts],
        "states": list(why.states),
        "mart_version": why.mart_version,
        "definition_version": why.definition_version,
        "definitions": why.definitions,
        "sql": why.sql,
        "notes": list(why.notes),
        "rows": None if rows is None else _page(rows),
    }


def _part(part: Part) -> dict[str, object]:
    return {"name": part.name, "meaning": part.meaning, "period": part.period.label, "value": part.value, "rows": part.rows}


def _page(rows: Rows) -> dict[str, object]:
    names = rows.page.columns
    found = [dict(zip(names, row, strict=True)) for row in rows.page.rows]
    return {"part": rows.part, "total": rows.page.total, "skip": rows.skip, "found": found}


def tell(why: Why, rows: Rows | None, unit: str, show: Formats, *, sql: bool) -> None:
    """Print the number, its formula with the values put in, its parts, its versions, and the rows."""
    whose = "the whole company" if why.member is None else why.member.name
    value = show.value(why.fact.value, unit) + mark(str(why.fact.state))
    say(f"{why.title} of {whose}, {show.period(why.period)}: {value}", bold=True)
    say(why.question)
    say()
    say(f"{why.kpi} = {why.formula}")
    say(f"{' ' * len(why.kpi)} = {why.substituted}")
    say()
    print_sheet(_parts(why, show))
    if sql:
        say()
        say(why.sql)
    if rows is not None and rows.page.total:
        say()
        print_sheet(filled(sheet(rows)))
    say()
    print_notes(footnotes([str(why.fact.state)]))
    print_notes(why.notes)
    print_notes([f"Definition {why.definition_version}, data version {why.mart_version}."])


def _parts(why: Why, show: Formats) -> Sheet:
    keys = ["part", "meaning", "value", "rows"]
    rows = [[part.name, part.meaning, part.value, part.rows] for part in why.parts]
    return Sheet(
        columns=[Column("Part"), Column("Meaning"), Column("Value", number=True), Column("Rows", number=True)],
        shown=[[part.name, part.meaning, show.number(part.value), show.number(part.rows, 0)] for part in why.parts],
        keys=keys,
        rows=rows,
    )


def sheet(rows: Rows | None) -> Sheet:
    """The rows as a table; every cell as it stands in the mart."""
    if rows is None:
        return Sheet(columns=[], shown=[], keys=[], rows=[])
    page = rows.page
    shown = [[DASH if cell is None else str(plain(cell)) for cell in row] for row in page.rows]
    numbers = [any(isinstance(row[place], Decimal | int | float) for row in page.rows) for place in range(len(page.columns))]
    columns = [Column(name, number) for name, number in zip(page.columns, numbers, strict=True)]
    title = f"No more rows of {rows.part}: there are {page.total}."
    if page.rows:
        title = f"Rows {rows.skip + 1} to {rows.skip + len(page.rows)} of {page.total} behind {rows.part}"
    return Sheet(columns, shown, list(page.columns), page.rows, title)
