"""Parquet files, read by DuckDB itself. Row n is the n-th record of its file."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from scoreline.errors import IngestError
from scoreline.ingest.file_spec import RESERVED
from scoreline.ingest.sources.archive import Stream
from scoreline.ingest.sources.header import check_needed
from scoreline.ingest.sources.request import Request
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal


def read_parquet(files: Sequence[Stream], request: Request, *, copy: bool) -> str:
    """The SQL relation of the files' rows; with `copy`, the request's table, which then holds them."""
    paths = ", ".join(literal(glob_free(str(stream.path))) for stream in files)
    source = f"read_parquet([{paths}], union_by_name => true, filename => true, file_row_number => true)"
    names = " ".join(f"WHEN {literal(str(stream.path))} THEN {literal(stream.name)}" for stream in files)
    try:
        columns = [row[0] for row in request.con.execute(f"DESCRIBE SELECT * EXCLUDE (filename, file_row_number) FROM {source}").fetchall()]
        used = [column for column in columns if column.lower() in RESERVED]
        if used:
            raise IngestError(f'The column name "{used[0]}" is used by Scoreline itself.', where=files[0].name, do="Rename it.")
        check_needed(columns, request.needed, files[0].name, 1, ())
        relation = (
            f"(SELECT {', '.join(map(quoted, columns))}, CASE filename {names} ELSE filename END AS _file, "
            f"file_row_number + 1 AS _row FROM {source})"
        )
        if copy:
            request.con.execute(f"CREATE TABLE {quoted(request.table)} AS SELECT * FROM {relation}")
            relation = f"sources.main.{quoted(request.table)}"
        counted = request.con.execute(f"SELECT count(*) FROM {source}").fetchone()
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0]
        raise IngestError(f"It cannot be read: {reason}", where=files[0].name, do="Check that it is a whole Parquet file.") from None
    request.read = int(counted[0]) if counted else 0
    request.tell(request.read)
    return relation


def glob_free(path: str) -> str:
    """A path in which DuckDB sees no pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)
