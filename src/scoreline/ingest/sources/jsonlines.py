"""JSON lines: one object a line. Numbers keep the digits they are written with; nested values become JSON text."""

from __future__ import annotations

import json
from typing import TextIO

from scoreline.errors import IngestError
from scoreline.ingest.encoding import decoded, undecodable
from scoreline.ingest.file_spec import RESERVED
from scoreline.ingest.quarantine import Refusal
from scoreline.ingest.sources.archive import Stream, damage_named
from scoreline.ingest.sources.lines import Lines
from scoreline.ingest.sources.native import MARK, number
from scoreline.ingest.sources.request import Request
from scoreline.ingest.sources.text_table import BATCH


def read_jsonlines(stream: Stream, request: Request) -> None:
    """Read one file into the request's table. Lines that are no JSON object are refused."""
    with damage_named(stream.name):
        try:
            with decoded(stream.open(), request.spec.encoding, stream.name) as text:
                _read(text, stream.name, request)
        except UnicodeDecodeError:
            raise undecodable(stream.open, request.spec.encoding, stream.name) from None


class _Fraction(str):
    """A number with a fraction, in the digits that it is written with."""


class _NotPlainError(ValueError):
    """An object that cannot become a row."""


def _read(text: TextIO, name: str, request: Request) -> None:
    lines = Lines(text, name)
    request.start([], name, growing=True)
    columns: dict[str, str] = {}
    objects: list[dict[str, str | None]] = []
    rows: list[int] = []
    empty = True

    def flush() -> None:
        order = list(columns)
        request.start([columns[key] for key in order], name, growing=True)
        request.add([columns[key] for key in order], [[item.get(key) for key in order] for item in objects], name, rows)
        objects.clear()
        rows.clear()

    for line in lines:
        lines.taken.clear()
        if not line.strip():
            continue
        empty = False
        try:
            item = _row(line)
        except (ValueError, RecursionError) as problem:
            reason = str(problem) if isinstance(problem, _NotPlainError) else "this is no JSON object"
            request.refuse(Refusal(name, lines.number, request.label, "", "", line.strip()[:200], reason))
            continue
        for key in item:
            columns.setdefault(key.lower(), key)
        objects.append({key.lower(): value for key, value in item.items()})
        rows.append(lines.number)
        if len(rows) == BATCH:
            flush()
    if empty:
        raise IngestError("The file is empty.", where=name, do="Check the export.")
    flush()


def _row(line: str) -> dict[str, str | None]:
    value = json.loads(line, parse_float=_Fraction, parse_int=str, parse_constant=str, object_pairs_hook=_pairs)
    if not isinstance(value, dict):
        raise _NotPlainError("this is JSON, but no object")
    return {key: _text(item) for key, item in value.items()}


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    lower: set[str] = set()
    for key, value in pairs:
        if key.lower() in lower:
            raise _NotPlainError(f'the key "{key}" stands twice')
        if key.lower() in RESERVED or not key.strip():
            raise _NotPlainError(f'the key "{key}" cannot be a column')
        lower.add(key.lower())
        result[key] = value
    return result


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _Fraction):
        return number(value)
    text = value.rstrip(MARK) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if "\0" in text:
        raise _NotPlainError("it holds a NUL byte: take it out")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _NotPlainError("it holds half a character (a lone surrogate)") from None
    return text
