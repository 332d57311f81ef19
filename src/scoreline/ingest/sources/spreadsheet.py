"""Spreadsheets (XLSX and its kin), read by python-calamine. Rows are numbered as in the sheet."""

from __future__ import annotations

import datetime as dt
import itertools
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import python_calamine as calamine

from scoreline.errors import IngestError, nearest
from scoreline.ingest.quarantine import Refusal
from scoreline.ingest.sources.archive import Stream, check_zip, damage_named
from scoreline.ingest.sources.header import check_needed, column_names
from scoreline.ingest.sources.native import MARK, number, without_mark
from scoreline.ingest.sources.request import Request
from scoreline.ingest.sources.text_table import BATCH

MAX_UNPACKED = 2 * 2**30
"""Bytes that a spreadsheet, itself a zip, may unpack to: its reader holds a sheet in memory."""
_PEEKED = 5
Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_spreadsheet(stream: Stream, request: Request) -> None:
    """Read one sheet into the request's table."""
    if zipfile.is_zipfile(stream.path):
        with damage_named(stream.name), zipfile.ZipFile(stream.path) as archive:
            check_zip(archive, stream.name, MAX_UNPACKED)
    try:
        with calamine.CalamineWorkbook.from_path(str(stream.path)) as book:
            _read(_sheet(book, stream.name, request.spec.sheet), stream.name, request)
    except calamine.PasswordError:
        raise IngestError("The spreadsheet has a password.", where=stream.name, do="Save it without one.") from None
    except calamine.CalamineError as problem:
        raise IngestError(f"This is no spreadsheet that can be read: {problem}.", where=stream.name, do="Save it anew as XLSX.") from None


def _sheet(book: calamine.CalamineWorkbook, name: str, wanted: str | None) -> calamine.CalamineSheet:
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise IngestError(
                f'It has no sheet "{wanted}". {nearest(wanted, book.sheet_names)}'.strip(),
                where=name,
                do=f"It has {', '.join(book.sheet_names)}.",
            )
        return book.get_sheet_by_name(wanted)
    shown = [meta.name for meta in book.sheets_metadata if meta.visible == calamine.SheetVisibleEnum.Visible]
    filled = [sheet for sheet in map(book.get_sheet_by_name, shown) if sheet.height > 0]
    if len(filled) == 1:
        return filled[0]
    what = f"It has several filled sheets: {', '.join(sheet.name for sheet in filled)}" if filled else "The spreadsheet is empty"
    raise IngestError(f"{what}.", where=name, do="Name one with sheet: in the mapping." if filled else "Check the export.")


def _read(sheet: calamine.CalamineSheet, name: str, request: Request) -> None:
    spec = request.spec
    records = _records(sheet)
    skip = 0 if spec.header is False else int(spec.header)
    first = next((record for record in records if record[0] >= skip), None)
    if first is None:
        raise IngestError("The sheet is empty.", where=name, do="Check the export.")
    line, cells = first
    head = [without_mark(cell) for cell in cells]
    while spec.columns is None and head and head[-1] == "":
        head.pop()
    columns = column_names(head, spec, name, line)
    check_needed(columns, request.needed, name, line, (row for _, row in itertools.islice(records, _PEEKED)))
    request.start(columns, name)
    values: list[list[str]] = []
    rows: list[int] = []
    width = len(columns)
    for row, record in itertools.chain([first] if spec.header is False else [], records):
        if problem := _problem(record, width, None if spec.header is False else cells):
            request.refuse(Refusal(name, row, request.label, "", "", ",".join(map(without_mark, record))[:200], problem))
            continue
        values.append(record[:width])
        rows.append(row)
        if len(rows) == BATCH:
            request.add(columns, values, name, rows)
            values, rows = [], []
    request.add(columns, values, name, rows)


def _problem(record: list[str], width: int, header: list[str] | None) -> str:
    if any(record[width:]):
        return f"it has a value right of the last of the {width} columns"
    return "this is the header again: take it out" if record == header else ""


def _records(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its number in the sheet."""
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [cell_text(cell) for cell in cells]
        if any(texts):
            yield row, texts


def cell_text(cell: Cell) -> str:
    """A cell as text that reads back without loss: numbers as `native.number` writes them, ISO days and times."""
    match cell:
        case str():
            return cell.replace("\0", "").strip().rstrip(MARK)
        case bool():
            return "true" if cell else "false"
        case float():
            return number(format(Decimal(repr(cell)), "f") if abs(cell) < 1e300 else repr(cell))
        case dt.datetime():
            return cell.isoformat(" ")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
