"""A warehouse that holds the mart's tables itself: what it has, which days that covers, and how its columns become the contract's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property

import sqlglot
from sqlglot import exp

from scoreline.engine.backends.held_days import HeldDays, Said
from scoreline.engine.backends.remote import Remote
from scoreline.engine.dialects.types import COVERAGE, MAY_LACK
from scoreline.engine.dialects.types import columns as contract_columns
from scoreline.errors import WorkspaceError
from scoreline.mart.columns import Column, Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Span


class Held(Remote):
    """A schema or database with ordinary tables, named as in the contracts. It keeps no versions of them."""

    version = 0
    several_sources = True
    """Nobody says how many source systems there are: a row is always found by its source and id."""

    def __init__(self, place: str, zone: str) -> None:
        super().__init__()
        self.place, self.zone = place, zone

    @abstractmethod
    def catalogue(self) -> Mapping[str, Mapping[str, str]]:
        """The tables of the schema: name -> column -> type, as the engine spells it."""

    @abstractmethod
    def spelled(self, type: str) -> str:
        """A DuckDB type as the engine's catalogue spells it."""

    @abstractmethod
    def day(self, time: str, zone: str) -> str:
        """SQL of the day of a time in a time zone."""

    @abstractmethod
    def cast(self, value: str, type: str) -> str:
        """SQL of a value, empty ones too, in the engine's type for a DuckDB type."""

    def fits(self, have: str, column: Column) -> bool:
        """Whether a column can be read as it stands."""
        return have == self.spelled(column.type.sql)

    @cached_property
    def tables(self) -> dict[str, Mapping[str, str]]:
        """The contracts' tables that are there, with their columns. WorkspaceError where one lacks a column that it needs."""
        found = {name: have for name, have in self.catalogue().items() if name in TABLES}
        if not found:
            raise WorkspaceError(
                f"There is none of the mart's tables in {self.place}.",
                do="`scoreline tables` prints what to create; fill them, and try again.",
            )
        for name, have in found.items():
            lacking = [column.name for column in contract_columns(TABLES[name]) if column.name not in have and _needed(column, have)]
            if lacking:
                raise WorkspaceError(
                    f"It has no column {', '.join(lacking)}.", where=f"{self.place}.{name}", do="`scoreline tables` prints what it needs."
                )
        return found

    def physical(self, table: str, columns: Sequence[str]) -> exp.Expr:
        """The table itself where its columns fit, else a SELECT that makes them fit; an empty one where there is no such table."""
        contract, have = TABLES[table], self.tables.get(table, {})
        wanted = [column for column in contract_columns(contract) if column.name in columns]
        if have and all(column.name in have and self.fits(have[column.name], column) for column in wanted):
            return self._parsed(f"SELECT * FROM {self.named(table)}").find(exp.Table) or exp.to_table(table)
        listed = ", ".join(f"{self._value(column, have)} AS {_quoted(column.name)}" for column in wanted) or "1 AS one"
        return self._parsed(f"SELECT {listed} FROM {self.named(table)}" if have else f"SELECT {listed} WHERE 1 = 0")

    def named(self, table: str) -> str:
        """The table's full name."""
        return f"{_quoted(self.place)}.{_quoted(table)}"

    def _value(self, column: Column, have: Mapping[str, str]) -> str:
        type = column.type.sql
        if column.name in have:
            name = _quoted(column.name)
            return name if self.fits(have[column.name], column) else self.cast(name, type)
        if column.day_of in have:
            name, type = _quoted(str(column.day_of)), have[str(column.day_of)]
            if type.lower().startswith("date") and not type.lower().startswith("datetime"):
                return self.cast(name, "DATE")  # a day already
            return self.day(name if self.fits(type, Column(name, Type.TIME)) else self.cast(name, Type.TIME.sql), self.zone)
        return self.cast("NULL", type)

    def _parsed(self, text: str) -> exp.Expr:
        return sqlglot.parse_one(text, dialect=self.dialect)

    # Coverage

    @cached_property
    def days(self) -> HeldDays:
        """Which days the tables cover."""
        said = []
        if COVERAGE in self.catalogue():
            columns = ["table_name", "start_on", "end_on", "declared", *(["source"] if "source" in self.catalogue()[COVERAGE] else [])]
            found = self.fetch(f"SELECT {', '.join(columns)} FROM {self.named(COVERAGE)}")
            said = [Said.of(*row) for row in zip(*(column.to_pylist() for column in found.columns), strict=True)]
        return HeldDays(list(self.tables), said, self.rows)

    @property
    def sources(self) -> tuple[str, ...]:
        """Those of the tables that hold members."""
        return self.days.sources

    def has(self, table: str, source: str | None = None) -> bool:
        """Whether the table holds rows, or is said to be covered."""
        return self.days.has(table, source)

    def declared(self, table: str, source: str | None = None) -> bool:
        """Whether the table of covered days says which days it covers."""
        return self.days.declared(table, source)

    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        """The days that it covers: as said, or else from its first to its last event day."""
        return self.days.spans(table, source)


def _needed(column: Column, have: Mapping[str, str]) -> bool:
    if column.name in MAY_LACK or column.day_of in have:
        return False
    return column.required or column.carried is not None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
