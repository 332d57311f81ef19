"""From a mapping's file entry to rows in DuckDB: find the files, open them, read them by their format."""

from __future__ import annotations

from pathlib import Path

from scoreline.errors import IngestError, nearest
from scoreline.ingest.file_spec import FileSpec
from scoreline.ingest.sources.archive import Stream, streams
from scoreline.ingest.sources.delimited import read_delimited
from scoreline.ingest.sources.jsonlines import read_jsonlines
from scoreline.ingest.sources.parquet import read_parquet
from scoreline.ingest.sources.request import Request
from scoreline.ingest.sources.spreadsheet import read_spreadsheet


def found_files(folder: Path, spec: FileSpec, mapping: str) -> list[Stream]:
    """The files that an entry names, in order of their names. IngestError where there is none or one leads out of the folder."""
    root = folder.resolve()
    paths = [root / spec.path] if (root / spec.path).is_file() else sorted(path for path in root.glob(spec.path) if path.is_file())
    if not paths:
        held = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        raise IngestError(
            f'There is no file "{spec.path}", which {mapping} asks for. {nearest(spec.path, held)}'.strip(),
            where=folder.name,
            do=f"It holds {', '.join(held[:20]) or 'nothing'}. Give another folder, or correct the mapping.",
        )
    result: list[Stream] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        if not path.resolve().is_relative_to(root):
            raise IngestError("This link leads out of the folder.", where=name, do="Put the file itself into the folder.")
        if path.stat().st_size == 0:
            raise IngestError("The file is empty.", where=name, do="Check the export, or take the file away.")
        result += streams(path, name, spec.member) if spec.kind in ("csv", "tsv", "jsonl") else streams_plain(path, name)
    return result


def streams_plain(path: Path, name: str) -> list[Stream]:
    """A spreadsheet or Parquet file, which must not be packed."""
    if path.name.lower().endswith((".gz", ".zip")):
        raise IngestError("Spreadsheets and Parquet files are packed already.", where=name, do="Unpack it once.")
    return streams(path, name, None)


def read_source(folder: Path, request: Request, mapping: str, *, copy: bool) -> str | None:
    """Read the files of the request's entry into its table.

    Parquet files are not copied unless `copy` asks for it (the sandbox sees only tables): their SQL relation is returned.
    """
    files = found_files(folder, request.spec, mapping)
    if request.spec.kind == "parquet":
        return read_parquet(files, request, copy=copy)
    read = {"xlsx": read_spreadsheet, "jsonl": read_jsonlines}.get(request.spec.kind, read_delimited)
    for stream in files:
        read(stream, request)
    return None
