"""A mapping: which files a source has, how they are written, and what they become in the mart.

docs/how-to/write-a-mapping.md shows the format with an example.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from scoreline.errors import MappingError
from scoreline.ingest.file_spec import FileSpec, Model, Text, Texts, known_dates, known_number
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Mode, Span


class Covers(Model):
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


class ColumnSpec(Model):
    """Where a column comes from: a source column, with the ways to read it, or one value for all rows."""

    column: Text | None = None
    value: Text | None = None
    map: dict[Text, Text | None] | None = None
    default: Text | None = None
    date: Texts = ()
    number: Text | None = None

    _dates = field_validator("date")(known_dates)
    _numbers = field_validator("number")(known_number)

    @model_validator(mode="after")
    def _one_way(self) -> ColumnSpec:
        if (self.column is None) == (self.value is None):
            raise ValueError("give either column: (a source column) or value: (a constant)")
        return self


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


class TableSpec(Model):
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


class VisitsOf(Model):
    """How the rows of a file say who did what when: its columns of the visitor, the time and the campaign."""

    visitor: Text
    at: Text
    campaign: Text | None = None


class Visits(Model):
    """Files whose rows are cut into visits: after `gap` minutes without activity and, where told, at midnight and at a new campaign."""

    from_: dict[str, VisitsOf] = Field(alias="from", min_length=1)
    gap: Annotated[int, Field(ge=1, le=1440)] = 30
    cut_at: tuple[Literal["midnight", "campaign"], ...] = ()

    @model_validator(mode="after")
    def _known_campaigns(self) -> Visits:
        if "campaign" in self.cut_at and not any(file.campaign for file in self.from_.values()):
            raise ValueError("cut_at: [campaign] needs campaign: (a column) in one of the files under from")
        return self


class Mapping(Model):
    """A whole mapping file. `name` is the file's name, for messages."""

    name: str = ""
    source: Annotated[Text, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    title: Text = ""
    covers: Covers | None = None
    files: dict[str, Annotated[FileSpec, BeforeValidator(lambda value: {"path": value} if isinstance(value, str) else value)]]
    visits: Visits | None = None
    tables: dict[str, TableSpec]

    def span(self, table: str) -> Span | None:
        """The days that the load of a table covers; None where the mapping does not say, or where no day dates its rows."""
        own = self.tables[table].covers
        if own == "none" or TABLES[table].event is None:
            return None
        chosen = own if isinstance(own, Covers) else self.covers
        return chosen.span if chosen else None

    def covering(self, days: str) -> Mapping:
        """The mapping with other days covered: FROM..TO, both included. A table that promises nothing goes on doing so.

        MappingError where the text names no days.
        """
        first, _, last = days.partition("..")
        try:
            covers = Covers.model_validate({"from": first.strip(), "to": last.strip()})
        except ValidationError:
            what = f'"{days}" does not say which days the files cover.'
            raise MappingError(what, do="Write the first and the last, such as 2026-01-01..2026-01-31.") from None
        own = {name: table.model_copy(update={"covers": None}) for name, table in self.tables.items() if isinstance(table.covers, Covers)}
        return self.model_copy(update={"covers": covers, "tables": self.tables | own})


def simple_name(name: str) -> bool:
    """Whether a name can stand in SQL without quotes."""
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,62}", name) is not None
