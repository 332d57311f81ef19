"""What a contract is made of: columns, their types and their tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Type(StrEnum):
    """What a column means; `sql` is the DuckDB type that stores it."""

    ID = "id"
    TEXT = "text"
    MONEY = "money"
    QUANTITY = "quantity"
    FRACTION = "fraction"
    RATE = "rate"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    PERIOD = "period"

    @property
    def sql(self) -> str:
        """The DuckDB type."""
        return _SQL[self]


_SQL = {
    Type.ID: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.MONEY: "DECIMAL(18,4)",
    Type.QUANTITY: "DECIMAL(18,4)",
    Type.FRACTION: "DECIMAL(9,8)",
    Type.RATE: "DECIMAL(18,8)",
    Type.INTEGER: "BIGINT",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIME: "TIMESTAMP WITH TIME ZONE",
    Type.PERIOD: "VARCHAR",
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `parent` names the table whose `id` this column holds. `values` lists the only values allowed. `carried` is
    ("parent column", "column"): filled at load from the row that the parent column points at, where that row exists,
    so that the engine needs no join. `day_of` names the time column whose business day this column is. `period_of` is
    ("period column", "first" or "last"): the first or last day of the period that the column names.
    """

    name: str
    type: Type
    doc: str = ""
    required: bool = False
    parent: str | None = None
    values: tuple[str, ...] = ()
    carried: tuple[str, str] | None = None
    day_of: str | None = None
    period_of: tuple[str, Literal["first", "last"]] | None = None

    @property
    def reckoned(self) -> bool:
        """Whether the mart works the column out from others of its row, so that no mapping fills it."""
        return self.day_of is not None or self.period_of is not None


@dataclass(frozen=True)
class Table:
    """One table of the mart.

    `key` are the columns that, with `_source`, name a row. `event` is the DATE column that dates a row: it decides the span
    that a load covers and, where `partitioned`, the month that a row is stored in.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    event: str | None = None
    partitioned: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the table's own columns, in order, without the system columns."""
        return tuple(column.name for column in self.columns)

    @property
    def mapped(self) -> tuple[Column, ...]:
        """The columns that a mapping may fill: all but the days that the mart works out itself."""
        return tuple(column for column in self.columns if not column.reckoned)

    @property
    def parents(self) -> dict[str, str]:
        """Parent column -> the table that it points at."""
        return {column.name: column.parent for column in self.columns if column.parent}


SOURCE = Column("_source", Type.ID, "which source system the row came from", required=True)
SYSTEM = (
    SOURCE,
    Column("_file", Type.TEXT, "the file it was read from", required=True),
    Column("_row", Type.INTEGER, "its row in that file, the first line being 1; unknown for some queries"),
    Column("_load", Type.INTEGER, "the load that wrote it: the number of the mart version", required=True),
)
MONTH = Column("_month", Type.TEXT, "YYYY-MM of the event day, or none: the partition of large tables", required=True)


def times(name: str, doc: str, *, required: bool = False) -> tuple[Column, Column]:
    """An event time `<name>_at` and its business day `<name>_on` beside it."""
    return (
        Column(f"{name}_at", Type.TIME, doc, required),
        Column(f"{name}_on", Type.DATE, f"business day of {name}_at", day_of=f"{name}_at"),
    )
