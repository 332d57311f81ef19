"""A mapping: which files a source has, how they are written, and what they become in the mart.

docs/how-to/write-a-mapping.md shows the format with an example.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from scoreline.ingest import dates, numbers
from scoreline.ingest.encoding import ENCODINGS
from scoreline.mart.columns import Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Mode, Span


def _text(value: object) -> object:
    """Plain YAML numbers and words are text where a mapping wants text: `value: 7`, `map: {1: open}`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | Decimal) else value


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_several)]
FORMATS = ("csv", "tsv", "xlsx", "parquet", "jsonl")
_ENDINGS = {
    "csv": "csv", "txt": "csv", "tsv": "tsv", "tab": "tsv", "xlsx": "xlsx", "xlsm": "xlsx", "xls": "xlsx", "ods": "xlsx",
    "parquet": "parquet", "pq": "parquet", "jsonl": "jsonl", "ndjson": "jsonl",
}  # fmt: skip
RESERVED = ("_file", "_row")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def _date_patterns(value: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in value:
        if problem := dates.pattern_problem(pattern):
            raise ValueError(f'"{pattern}" is not a date format: {problem}')
    return value


def _number_sample(value: str | None) -> str | None:
    if value is not None and numbers.NumberFormat.of(value) is None:
        raise ValueError(f'"{value}" is not a number format; write one of {", ".join(numbers.FORMATS)}')
    return value


class Covers(_Model):
    """The days that a load covers: `from` the first and `to` the last, both included."""

    first: dt.date = Field(alias="from")
    last: dt.date = Field(alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Covers:
        if self.first > self.last:
            raise ValueError("from must not be after to")
        return self

    @property
    def span(self) -> Span:
        """The same days, half open."""
        return Span(self.first, self.last + dt.timedelta(days=1))


class FileSpec(_Model):
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

    _dates = field_validator("dates")(_date_patterns)
    _numbers = field_validator("numbers")(_number_sample)

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


class ColumnSpec(_Model):
    """Where a column comes from: a source column, with the ways to read it, or one value for all rows."""

    column: Text | None = None
    value: Text | None = None
    map: dict[Text, Text | None] | None = None
    default: Text | None = None
    date: Texts = ()
    number: Text | None = None

    _dates = field_validator("date")(_date_patterns)
    _numbers = field_validator("number")(_number_sample)

    @model_validator(mode="after")
    def _one_way(self) -> ColumnSpec:
        if (self.column is None) == (self.value is None):
            raise ValueError("give either column: (a source column) or value: (a constant)")
        return self


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


class TableSpec(_Model):
    """What fills one table of the mart: column pairs from one file, or a SELECT over the files."""

    mode: Mode = "upsert"
    covers: Covers | Literal["none"] | None = None
    from_: Text | None = Field(default=None, alias="from")
    columns: dict[Text, Annotated[ColumnSpec, BeforeValidator(_column)]] | None = None
    select: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> TableSpec:
        if (self.select is None) == (self.from_ is None) or (self.from_ is None) != (self.columns is None):
            raise ValueError("give either from: and columns:, or select:")
        return self


class Mapping(_Model):
    """A whole mapping file. `name` is the file's name, for messages."""

    name: str = ""
    source: Annotated[Text, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    title: Text = ""
    covers: Covers | None = None
    files: dict[str, Annotated[FileSpec, BeforeValidator(lambda value: {"path": value} if isinstance(value, str) else value)]]
    tables: dict[str, TableSpec]

    def span(self, table: str) -> Span | None:
        """The days that the load of a table covers; None where the mapping does not say, or where no day dates its rows."""
        own = self.tables[table].covers
        if own == "none" or TABLES[table].event is None:
            return None
        chosen = own if isinstance(own, Covers) else self.covers
        return chosen.span if chosen else None


def simple_name(name: str) -> bool:
    """Whether a name can stand in SQL without quotes."""
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,62}", name) is not None
