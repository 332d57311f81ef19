"""Opening plain, gz and zip files as bytes, with a limit on what they may unpack to.

Nothing is ever unpacked to the disk: a member is read as a stream, so no name in a zip can lead out of a folder.
"""

from __future__ import annotations

import fnmatch
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from scoreline.errors import IngestError

MAX_UNPACKED = 10 * 2**30
"""Bytes that one packed file may unpack to."""


@dataclass(frozen=True)
class Stream:
    """One file of bytes: its name for messages and quarantine, and a way to open it as often as needed."""

    name: str
    path: Path
    open: Callable[[], io.BufferedReader]
    size: int


class _Capped(io.RawIOBase):
    """Reads from another stream until more than `limit` bytes came."""

    def __init__(self, inner: BinaryIO, name: str, limit: int) -> None:
        self._inner, self._name, self._left = inner, name, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._name, "more")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def too_large(name: str, size: str) -> IngestError:
    """The error for a packed file that unpacks to more than is read."""
    return IngestError(
        f"It unpacks to {size} than {MAX_UNPACKED // 2**30} GB.",
        where=name,
        do="Check that it is the right file; if it is, unpack it yourself and load the parts.",
    )


@contextmanager
def damage_named(name: str) -> Iterator[None]:
    """Turn the errors of damaged archives into IngestError."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError) as problem:
        raise IngestError(f"The archive is damaged or of an unknown kind: {problem}.", where=name, do="Fetch it again.") from None
    except RuntimeError as problem:
        if "encrypted" not in str(problem) and "password" not in str(problem):
            raise
        raise IngestError("The archive is encrypted.", where=name, do="Unpack it first.") from None


def streams(path: Path, name: str, member: str | None) -> list[Stream]:
    """The file, or the members of a zip that match `member` (all data files, if only one, where it is None)."""
    if path.name.lower().endswith(".zip"):
        return _members(path, name, member)
    if path.name.lower().endswith(".gz"):
        return [Stream(name, path, lambda: _capped(gzip.open(path, "rb"), name, MAX_UNPACKED), path.stat().st_size)]  # type: ignore[arg-type]
    return [Stream(name, path, lambda: io.BufferedReader(io.FileIO(path), 1 << 18), path.stat().st_size)]


def _capped(inner: BinaryIO, name: str, limit: int) -> io.BufferedReader:
    return io.BufferedReader(_Capped(inner, name, limit), 1 << 18)


def check_zip(archive: zipfile.ZipFile, name: str, limit: int) -> None:
    """Refuse a zip whose members leave its folder or unpack to more than `limit` bytes in all."""
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise IngestError(
                f'The zip holds "{info.filename}", a name that leads out of its folder.',
                where=name,
                do="Do not trust it; ask for a clean one.",
            )
    total = sum(info.file_size for info in archive.infolist())
    if total > limit:
        raise too_large(name, f"{total / 2**30:,.1f} GB, more")


def _members(path: Path, name: str, member: str | None) -> list[Stream]:
    with damage_named(name), zipfile.ZipFile(path) as archive:
        check_zip(archive, name, MAX_UNPACKED)
        infos = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
    chosen = [info for info in infos if member is None or fnmatch.fnmatchcase(info.filename, member)]
    held = ", ".join(info.filename for info in infos[:10]) or "nothing"
    if not chosen or (member is None and len(chosen) > 1):
        what = f'No member matches "{member}"' if member else ("The zip is empty" if not infos else "The zip holds several files")
        raise IngestError(f"{what}; it holds {held}.", where=name, do="Name one, or a pattern, with member: in the mapping.")
    return [_member(path, name, info) for info in chosen]


def _member(path: Path, name: str, info: zipfile.ZipInfo) -> Stream:
    full = f"{name}/{info.filename}"

    def opened() -> io.BufferedReader:
        archive = zipfile.ZipFile(path)
        return _capped(archive.open(info), full, MAX_UNPACKED)  # type: ignore[arg-type]

    return Stream(full, path, opened, info.file_size)


def _hidden(filename: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(filename).parts)
