"""One entry under `files` of a mapping: which file it is, and how it is written."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from scoreline.ingest import dates, numbers
from scoreline.ingest.encoding import ENCODINGS
from scoreline.mart.columns import Type


def _text(value: object) -> object:
    """Plain YAML numbers and words are text where a mapping wants text: `value: 7`, `map: {1: open}`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | Decimal) else value


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_several)]
_ENDINGS = {
    "csv": "csv", "txt": "csv", "tsv": "tsv", "tab": "tsv", "xlsx": "xlsx", "xlsm": "xlsx", "xls": "xlsx", "ods": "xlsx",
    "parquet": "parquet", "pq": "parquet", "jsonl": "jsonl", "ndjson": "jsonl",
}  # fmt: skip
RESERVED = ("_file", "_row")


class Model(BaseModel):
    """What a mapping is made of: nothing unknown in it, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def known_dates(value: tuple[str, ...]) -> tuple[str, ...]:
    """The date formats, all of them known."""
    for pattern in value:
        if problem := dates.pattern_problem(pattern):
            raise ValueError(f'"{pattern}" is not a date format: {problem}')
    return value


def known_number(value: str | None) -> str | None:
    """The sample of a number format, a known one."""
    if value is not None and numbers.NumberFormat.of(value) is None:
        raise ValueError(f'"{value}" is not a number format; write one of {", ".join(numbers.FORMATS)}')
    return value


class FileSpec(Model):
    """One file, or several alike, and how they are written."""

    path: Text
    format: Literal["csv", "tsv", "xlsx", "parquet", "jsonl"] | None = None
    member: Text | None = None
    delimiter: Text | None = Field(default=None, min_length=1, max_length=1)
    quote: Text = '"'
    header: bool | Annotated[int, Field(ge=1, le=1000)] = True
    columns: Texts | None = None
    encoding: Text | None = None
    sheet: Text | None = None
    dates: Texts = ()
    numbers: Text | None = None
    nulls: Texts = ()
    types: dict[Text, Type] = {}

    _dates = field_validator("dates")(known_dates)
    _numbers = field_validator("numbers")(known_number)

    @field_validator("path")
    @classmethod
    def _inside(cls, value: str) -> str:
        path = PurePosixPath(value.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", value) or not path.parts:
            raise ValueError(f'"{value}" leaves the folder; name a file inside it, without ..')
        return str(path)

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None and value.lower() not in ENCODINGS:
            raise ValueError(f'"{value}" is not a known encoding; write one of {", ".join(sorted(ENCODINGS))}')
        return value.lower() if value else None

    @field_validator("quote")
    @classmethod
    def _one_quote(cls, value: str) -> str:
        if value != "none" and len(value) != 1:
            raise ValueError("quote is one character, or none")
        return value

    @field_validator("columns")
    @classmethod
    def _own_names(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        seen: set[str] = set()
        for name in value or ():
            if name.lower() in seen:
                raise ValueError(f'the column name "{name}" stands twice; give every column its own name')
            if name.lower() in RESERVED:
                raise ValueError(f'"{name}" is a name that Scoreline uses itself; choose another')
            seen.add(name.lower())
        return value

    @model_validator(mode="after")
    def _complete(self) -> FileSpec:
        if self.kind in ("csv", "tsv", "xlsx") and self.header is False and not self.columns:
            raise ValueError("header: false needs columns: [...], the names of the columns in order")
        return self

    @property
    def kind(self) -> str:
        """The format, declared or by the ending of the name; "" where neither says."""
        if self.format:
            return self.format
        for name in (self.member, self.path):
            endings = [part.lower() for part in PurePosixPath(name or "").suffixes if part.lower() not in (".gz", ".zip")]
            if endings and (found := _ENDINGS.get(endings[-1].removeprefix("."))):
                return found
        return "csv" if self.path.lower().endswith(".zip") and not self.member else ""
