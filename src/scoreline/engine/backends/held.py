"""A warehouse that holds the mart's tables itself: what it has, which days that covers, and how its columns become the contract's."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

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

    def has(self, table: str) -> bool:
        """Whether the table holds rows, or is said to be covered."""
        return table in self._said or table in self._assumed

    def declared(self, table: str) -> bool:
        """Whether the table of covered days says which days it covers."""
        return bool(self._said.get(table, [(None, None, False)])[0][2])

    def spans(self, table: str) -> tuple[Span, ...]:
        """The days that it covers: as said, or else from its first to its last event day."""
        said = self._said.get(table)
        if said is None:
            return self._assumed.get(table, ())
        return tuple(sorted(Span(start, end) for start, end, _ in said if start and end))

    @cached_property
    def _said(self) -> dict[str, list[tuple[dt.date | None, dt.date | None, bool]]]:
        if COVERAGE not in self.catalogue():
            return {}
        found: dict[str, list[tuple[dt.date | None, dt.date | None, bool]]] = {}
        for name, start, end, declared in _rows(self.fetch(f"SELECT table_name, start_on, end_on, declared FROM {self.named(COVERAGE)}")):
            days = [dt.date.fromisoformat(str(day)) if day else None for day in (start, end)]
            if name in self.tables:
                found.setdefault(name, []).append((days[0], days[1], str(declared).lower() in ("t", "true", "1")))
        return found

    @cached_property
    def _assumed(self) -> dict[str, tuple[Span, ...]]:
        found: dict[str, tuple[Span, ...]] = {}
        for name in self.tables:
            contract = TABLES[name]
            if name in self._said:
                continue
            if contract.event:
                first, last = self.rows(f'SELECT min("{contract.event}"), max("{contract.event}") FROM "{name}"')[0]
                if first:
                    found[name] = (Span(first, last + dt.timedelta(days=1)),)
            elif self.rows(f'SELECT 1 FROM "{name}" LIMIT 1'):
                found[name] = ()
        return found


def _needed(column: Column, have: Mapping[str, str]) -> bool:
    if column.name in MAY_LACK or column.day_of in have:
        return False
    return column.required or column.carried is not None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))
