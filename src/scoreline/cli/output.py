"""An answer as a table for people, as JSON for programs, or as CSV for spreadsheets."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import typer

from scoreline.cli.options import Format
from scoreline.csv_text import harmless

DASH = "–"


@dataclass(frozen=True)
class Column:
    """A column of a table for people: its heading, and whether it holds figures."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class Sheet:
    """An answer with rows, twice: `columns` and `shown` for people, `keys` and `rows` with exact values for CSV."""

    columns: Sequence[Column]
    shown: Sequence[Sequence[str]]
    keys: Sequence[str]
    rows: Sequence[Sequence[object]]
    title: str = ""
    notes: Sequence[str] = ()


def filled(sheet: Sheet) -> Sheet:
    """The sheet without the columns that are empty in every row, for people; CSV keeps them all."""
    held = [place for place in range(len(sheet.columns)) if any(row[place] not in ("", DASH) for row in sheet.shown)]
    return replace(sheet, columns=[sheet.columns[place] for place in held], shown=[[row[place] for place in held] for row in sheet.shown])


def write(form: Format, sheet: Sheet, data: object) -> None:
    """Write the answer: `sheet` as a table or CSV, `data` as JSON."""
    match form:
        case Format.TABLE:
            from scoreline.cli.screen import print_sheet

            print_sheet(sheet)
        case Format.JSON:
            write_json(data)
        case Format.CSV:
            write_csv(sheet)


def write_json(data: object) -> None:
    """Decimals stay exact; what is no number in JSON (NaN, infinity) becomes null."""
    import simplejson

    typer.echo(simplejson.dumps(plain(data), use_decimal=True, ignore_nan=True, ensure_ascii=False, indent=2))


def plain(value: object) -> object:
    """The value in JSON's own kinds: dates as ISO text, decimals without trailing zeros."""
    match value:
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case Decimal():
            if not value.is_finite():
                return None
            return int(value) if value == value.to_integral_value() else Decimal(format(value, "f").rstrip("0"))
        case dt.date():
            return value.isoformat()
        case None | bool() | int() | float():
            return value
    return str(value)


def write_csv(sheet: Sheet) -> None:
    """Numbers unrounded with a decimal point, no number as an empty cell, text that no spreadsheet takes for a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(sheet.keys)
    for row in sheet.rows:
        writer.writerow([csv_cell(plain(value)) for value in row])


def csv_cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value
