"""The names of a table's columns: from its header, or as the mapping declares them; and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from scoreline.errors import IngestError, nearest
from scoreline.ingest.file_spec import RESERVED, FileSpec
from scoreline.ingest.sources.text_table import MAX_COLUMNS, SPACE

_DELIMITERS = {",": "','", ";": "';'", "\t": '"\\t"', "|": "'|'"}


def column_names(found: Sequence[str], spec: FileSpec, name: str, line: int) -> list[str]:
    """The columns that a header line gives. IngestError where a name stands twice or the count is not as declared."""
    where = f"{name}, row {line}"
    if spec.columns is not None:
        if len(found) != len(spec.columns):
            raise IngestError(
                f"It has {len(found)} columns, the mapping names {len(spec.columns)}.",
                where=where,
                do=split_hint(found) or "Name every column of the file under columns: in the mapping.",
            )
        return list(spec.columns)
    names = [cell.strip(SPACE) or f"column_{index}" for index, cell in enumerate(found, start=1)]
    if len(names) > MAX_COLUMNS:
        raise IngestError(f"It has more than {MAX_COLUMNS:,} columns.", where=where, do="Check that it is the right file.")
    if hint := split_hint(found):
        raise IngestError(f'The header is one column, "{names[0][:60]}".', where=where, do=hint)
    if any("\0" in cell for cell in names):
        raise IngestError("The header holds NUL bytes.", where=where, do="Check that it is a text file, and its encoding.")
    seen: dict[str, int] = {}
    for index, column in enumerate(names, start=1):
        if column.lower() in seen:
            raise IngestError(
                f'The column "{column}" stands twice in the header, as column {seen[column.lower()]} and {index}.',
                where=where,
                do="Give the columns names of your own with columns: [...] in the mapping.",
            )
        if column.lower() in RESERVED:
            raise IngestError(f'The column name "{column}" is used by Scoreline itself.', where=where, do="Rename the column.")
        seen[column.lower()] = index
    return names


def split_hint(cells: Sequence[str]) -> str:
    """What to declare where one cell seems to hold a whole line with another delimiter; else empty."""
    if len(cells) != 1:
        return ""
    counts = {mark: cells[0].count(mark) for mark in _DELIMITERS}
    mark = max(counts, key=lambda item: counts[item])
    return f"The delimiter seems to be another: declare delimiter: {_DELIMITERS[mark]} in the mapping." if counts[mark] else ""


def check_needed(columns: Sequence[str], needed: Collection[str], name: str, line: int, following: Iterable[Sequence[str]]) -> None:
    """IngestError where a column that the mapping uses is not in the file. `following` are the next rows of the file."""
    held = {column.lower() for column in columns}
    lacking = [column for column in needed if column.lower() not in held]
    if not lacking:
        return
    for offset, row in enumerate(following, start=1):
        cells = {cell.strip(SPACE).lower() for cell in row}
        if all(column.lower() in cells for column in needed):
            raise IngestError(
                f"The header is not in row {line} but in row {line + offset}.",
                where=name,
                do=f"Declare header: {line + offset} in the mapping.",
            )
    first = lacking[0]
    raise IngestError(
        f'It has no column "{first}". {nearest(first, columns)}'.strip(),
        where=f"{name}, row {line}",
        do=f"It has {', '.join(columns[:30])}. Correct the mapping.",
    )
