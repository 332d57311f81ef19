"""References that point nowhere. They are reported and kept as they are: the row they miss may come with a later load."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from scoreline.mart.contracts import TABLES
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import text as literal

EXAMPLES = 5


@dataclass(frozen=True)
class UnknownReference:
    """A column in which `rows` rows name `values` different ids that the parent table does not hold."""

    table: str
    column: str
    parent: str
    rows: int
    values: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        more = ", ..." if self.values > len(self.examples) else ""
        return (
            f"{self.table}.{self.column}: {self.rows:,} rows name {self.values:,} ids that {self.parent} does not hold "
            f"({', '.join(self.examples)}{more})"
        )


def unknown_references(
    con: duckdb.DuckDBPyConnection, staged: Collection[str], source: str, known: Mapping[str, str]
) -> tuple[UnknownReference, ...]:
    """The references of the staged tables that point nowhere.

    `staged` are the tables in the connection's database `staged`. `known`: table -> SQL relation of the rows
    that the mart holds already. A parent that is in neither cannot be judged and is left out.
    """
    result: list[UnknownReference] = []
    for table in staged:
        for column, parent in TABLES[table].parents.items():
            ids = _ids(parent, staged, source, known)
            if not ids:
                continue
            name = quoted(column)
            counted = con.execute(
                f"SELECT {name}, count(*) FROM (SELECT {name} FROM staged.main.{quoted(table)} WHERE {name} IS NOT NULL) "
                f"ANTI JOIN ({ids}) AS parents ON {name} = parents.id GROUP BY 1"
            )
            unknown = counted.fetchall()
            if unknown:
                unknown.sort(key=lambda row: (-row[1], row[0]))
                examples = tuple(str(row[0]) for row in unknown[:EXAMPLES])
                rows = sum(row[1] for row in unknown)
                result.append(UnknownReference(table, column, parent, rows, len(unknown), examples))
    return tuple(result)


def _ids(parent: str, staged: Collection[str], source: str, known: Mapping[str, str]) -> str:
    parts = []
    if parent in staged:
        parts.append(f"SELECT id FROM staged.main.{quoted(parent)}")
    if parent in known:
        parts.append(f"SELECT id FROM {known[parent]} WHERE _source = {literal(source)}")
    return " UNION ALL ".join(parts)
