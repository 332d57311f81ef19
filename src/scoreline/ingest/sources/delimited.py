"""CSV and TSV files, plain or packed, read by Python's strict csv reader with exact line numbers."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from scoreline.errors import IngestError
from scoreline.ingest.encoding import decoded, undecodable
from scoreline.ingest.file_spec import FileSpec
from scoreline.ingest.quarantine import Refusal
from scoreline.ingest.sources.archive import Stream, damage_named
from scoreline.ingest.sources.header import check_needed, column_names, split_hint
from scoreline.ingest.sources.lines import Lines
from scoreline.ingest.sources.request import Request
from scoreline.ingest.sources.text_table import BATCH

_PEEKED = 5


def read_delimited(stream: Stream, request: Request) -> None:
    """Read one file into the request's table. Rows that cannot be read are refused; see `Request`."""
    with damage_named(stream.name):
        try:
            with decoded(stream.open(), request.spec.encoding, stream.name) as text:
                _read(text, stream, request)
        except UnicodeDecodeError:
            raise undecodable(stream.open, request.spec.encoding, stream.name) from None


def _read(text: TextIO, stream: Stream, request: Request) -> None:
    spec, name = request.spec, stream.name
    records = _Records(text, spec, name)
    skipped = 0 if spec.header is False else int(spec.header)
    header = next((record for record in records if record.row >= skipped), None)
    if header is None:
        raise IngestError(f"It has no row {max(skipped, 1)} to read.", where=name, do="Check the export.")
    if header.problem:
        raise IngestError(f"The header cannot be read: {header.problem}.", where=f"{name}, row {header.row}", do="Mend the file.")
    columns = column_names(header.cells, spec, name, header.row)
    check_needed(columns, request.needed, name, header.row, (record.cells for record in itertools.islice(records, _PEEKED)))
    request.start(columns, name)
    repeated = None if spec.header is False else header.cells
    values: list[list[str]] = []
    rows: list[int] = []
    first = True
    for record in itertools.chain([header] if spec.header is False else [], records):
        if first:
            _check_width(record, len(columns), name)
            first = False
        problem = record.problem
        if not problem and len(record.cells) != len(columns):
            problem = f"it has {len(record.cells)} fields, the header {len(columns)}: look for a missing or stray quote or delimiter"
            if record.lines > 1:
                records.hand_back()
        elif record.cells == repeated:
            problem = "this is the header again: take it out"
        if problem:
            value = request.delimiter.join(record.cells) or record.text
            request.refuse(Refusal(name, record.row, request.label, "", "", value[:200], problem))
            continue
        values.append(record.cells)
        rows.append(record.row)
        if len(rows) == BATCH:
            request.add(columns, values, name, rows)
            values, rows = [], []
    request.add(columns, values, name, rows)


def _check_width(record: _Record, width: int, name: str) -> None:
    """A file whose first row has another width than the header most likely has another delimiter."""
    if len(record.cells) != width and (hint := split_hint(record.cells)):
        raise IngestError(f"Row {record.row} is one column where {width} are named.", where=name, do=hint)


@dataclass(frozen=True)
class _Record:
    row: int
    cells: list[str]
    lines: int = 1
    problem: str = ""
    text: str = ""


class _Records:
    """Records with the line that each starts on. A record with a quoting mistake gives up its first line only."""

    def __init__(self, text: TextIO, spec: FileSpec, name: str) -> None:
        self._lines = Lines(text, name)
        plain = spec.quote == "none"
        self._reader = csv.reader(
            self._lines,
            delimiter=spec.delimiter or ("\t" if spec.kind == "tsv" else ","),
            quotechar=None if plain else spec.quote,
            quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL,
            strict=True,
        )

    def __iter__(self) -> Iterator[_Record]:
        return self

    def __next__(self) -> _Record:
        lines = self._lines
        while True:
            lines.taken.clear()
            row = lines.number + 1
            try:
                cells = next(self._reader)
            except csv.Error as problem:
                lines.hand_back()
                first = lines.taken[0].rstrip("\r\n")
                return _Record(row, [], 1, _reason(problem), first)
            if not cells:
                continue
            taken = len(lines.taken)
            if any("\0" in line for line in lines.taken):
                return _Record(row, cells, taken, "it holds a NUL byte: take it out")
            return _Record(row, cells, taken)

    def hand_back(self) -> None:
        """Let the lines of the last record but its first come again."""
        self._lines.hand_back()


def _reason(problem: csv.Error) -> str:
    text = str(problem)
    if "field larger" in text:
        return "a quote is opened and not closed, or a field has over 131,072 characters"
    if "unexpected end" in text:
        return "a quote is opened and not closed"
    if "expected after" in text:
        return "a stray quote: a quote inside a quoted field must be doubled"
    return f"it cannot be read: {text}"
