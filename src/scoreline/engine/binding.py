"""Binding: every measure is prepared once by DuckDB over empty tables, so that a type that does not fit is found before any data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from scoreline.engine import joins
from scoreline.engine.backends import duckdb as backend
from scoreline.engine.lineage import lineage
from scoreline.engine.trees import DIALECT
from scoreline.errors import DefinitionError
from scoreline.kpis import expressions
from scoreline.kpis.registry import Resolved
from scoreline.kpis.relations import relations
from scoreline.mart.contracts import TABLES, stored

_NUMBERS = ("DECIMAL", "BIGINT", "HUGEINT", "INTEGER", "DOUBLE")


@dataclass(frozen=True)
class _Empty:
    """Some tables of a mart without a row."""

    tables: frozenset[str]

    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        for table in (TABLES[name] for name in self.tables):
            columns = ", ".join(f'"{column.name}" {column.type.sql}' for column in stored(table))
            con.execute(f"CREATE TABLE {table.name} ({columns})")


def check(measures: Iterable[Resolved]) -> None:
    """Bind these measures. DefinitionError names file, line and measure of the first that does not fit."""
    for problem in problems(measures):
        raise problem


def problems(measures: Iterable[Resolved]) -> Iterator[DefinitionError]:
    """Bind these measures: an error for each that does not fit."""
    found = list(measures)
    read = {name for measure in found for name in _read(measure)}
    con = backend.connect(_Empty(frozenset(table for name in read for table in lineage(name).tables)))
    try:
        derived = backend.derive(con, customer_days=1, last_day=None)
        for name in read:
            derived.ensure(name)
        for measure in found:
            try:
                _bind(con, measure)
            except DefinitionError as problem:
                yield problem
    finally:
        con.close()


def _read(measure: Resolved) -> set[str]:
    """The relations that a measure's expressions read: its own, and the parents in which they look rows up."""
    read = {measure.relation.name}
    for path in (path for item in (measure.argument, measure.where) if item for path in item.tables):
        here = measure.relation
        for part in path:
            here = relations()[here.parents[part][1]]
            read.add(here.name)
    return read


def _bind(con: duckdb.DuckDBPyConnection, measure: Resolved) -> None:
    used = [item for item in (measure.argument, measure.where) if item is not None]
    select, _ = joins.from_relation(measure.relation, (), used, sources=True)
    text = select.select(*[expressions.qualified(item) for item in used]).sql(dialect=DIALECT)
    try:
        types = [str(row[1]) for row in con.execute(f"DESCRIBE {text}").fetchall()]
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0].partition(": ")[2] or str(problem)
        raise DefinitionError(
            f"The expression does not fit its columns: {reason}", where=measure.place, do="Compare like with like."
        ) from None
    if measure.measure.aggregate in ("sum", "median") and not types[0].startswith(_NUMBERS):
        raise DefinitionError(
            f'"{measure.argument.text}" is {types[0].lower()}, not a number.', where=measure.place, do="Sum a number, or count."
        )
    if measure.where is not None and types[1] != "BOOLEAN":
        raise DefinitionError(
            f'"{measure.where.text}" is {types[1].lower()}, not a condition.', where=measure.place, do="Write a comparison."
        )
