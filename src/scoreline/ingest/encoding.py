"""Which characters the bytes of a text file are."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable

from scoreline.errors import IngestError

ENCODINGS = {
    "utf-8": "utf-8-sig", "utf8": "utf-8-sig", "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16", "utf16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5", "shift_jis": "shift_jis",
    "cp1251": "cp1251", "windows-1251": "cp1251", "koi8-r": "koi8-r", "cp1250": "cp1250", "cp1252": "cp1252",
    "windows-1252": "cp1252", "latin-1": "latin-1", "cp1258": "cp1258",
}  # fmt: skip
"""The encodings that a mapping may declare -> Python's codec. (GB 18030 holds GBK.)"""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(stream: io.BufferedReader, declared: str | None, name: str) -> io.TextIOWrapper:
    """The stream as text, line ends kept: by the declared encoding, else by its byte order mark, else as UTF-8.

    IngestError where it is UTF-16 without mark or declaration, or begins as a spreadsheet or archive does.
    """
    head = stream.peek(4096)[:4096]
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x1f\x8b")):
        raise IngestError(
            "This is not a text file: it begins as a spreadsheet, an archive or a Parquet file does.",
            where=name,
            do="Declare its format: in the mapping, or save it as CSV.",
        )
    codec = ENCODINGS[declared] if declared else next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    if codec is None:
        if head and head.count(b"\0") * 3 > len(head):
            raise IngestError(
                "Every other byte is zero, as in UTF-16, but the byte order mark is missing.",
                where=name,
                do="Declare encoding: utf-16-le (or utf-16-be) in the mapping.",
            )
        codec = "utf-8-sig"
    return io.TextIOWrapper(stream, encoding=codec, errors="strict", newline="")


def undecodable(reopen: Callable[[], io.BufferedReader], declared: str | None, name: str) -> IngestError:
    """The error for bytes that are not in the encoding: it reads the file once more to name the line."""
    codec = ENCODINGS[declared] if declared else "utf-8-sig"
    text = io.TextIOWrapper(reopen(), encoding=codec, errors="replace", newline="")
    near = ""
    for number, line in enumerate(iter(lambda: text.readline(1 << 20), ""), start=1):
        if "\ufffd" in line:
            at = line.index("\ufffd")
            near = f' near "{line[max(0, at - 20) : at + 20].strip()}"'
            name = f"{name}, row {number}"
            break
    return IngestError(
        f"The text{near} is not {(declared or 'UTF-8').upper()}.",
        where=name,
        do="Declare the encoding in the mapping, for example encoding: gbk, cp1251 or utf-16.",
    )
