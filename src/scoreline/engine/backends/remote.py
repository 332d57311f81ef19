"""What the engines outside this process have in common: a query goes out as one SELECT in their words and comes back as Arrow.

Nothing is ever made or written there. Derived relations are defined here by name and travel with the query that reads them. The
types of an answer are those that DuckDB gives the same query over empty tables, so that a number is the same kind of number on
every engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from scoreline.engine.dialects import inline
from scoreline.engine.dialects.rewrite import Rule, rewrite
from scoreline.engine.dialects.typed import schema, typed
from scoreline.engine.dialects.types import columns
from scoreline.mart.contracts import TABLES
from scoreline.mart.sql import name as quoted
from scoreline.mart.staged import Span

DIALECT = "duckdb"
_COLUMNS = {table.name: {column.name: column.type.sql for column in columns(table)} for table in TABLES.values()}


class Remote(ABC):
    """An engine that holds the rows of the mart. `dialect` names its SQL, `turn` what it reads otherwise than DuckDB."""

    dialect: str
    turn: Rule
    version: int
    several_sources: bool

    def __init__(self) -> None:
        self.definitions: dict[str, str] = {}
        self.passing: set[str] = set()
        self._texts: dict[str, str] = {}
        self._schema = schema(_COLUMNS)
        self._empty = duckdb.connect()
        self._empty.execute("SET TimeZone = 'UTC'")
        for name, held in _COLUMNS.items():
            listed = ", ".join(f'"{column}" {type}' for column, type in held.items())
            self._empty.execute(f'CREATE TABLE "{name}" ({listed})')

    @abstractmethod
    def fetch(self, text: str) -> pa.Table:
        """The answer to a SELECT in the engine's own words. QueryError where the engine refuses or cannot be reached."""

    @abstractmethod
    def physical(self, table: str, columns: Sequence[str]) -> exp.Expr:
        """Where the engine holds a table of the contracts: a table of its own, or a SELECT that brings `columns` into their types."""

    @property
    @abstractmethod
    def sources(self) -> tuple[str, ...]:
        """The sources that its members came from."""

    @abstractmethod
    def has(self, table: str, source: str | None = None) -> bool:
        """Whether the table was ever loaded, by anyone or by a source."""

    @abstractmethod
    def spans(self, table: str, source: str | None = None) -> tuple[Span, ...]:
        """The days that it covers."""

    @abstractmethod
    def declared(self, table: str, source: str | None = None) -> bool:
        """Whether these days were stated, not assumed from its rows."""

    @abstractmethod
    def close(self) -> None:
        """End the connection."""

    def begin(self) -> None:  # noqa: B027  an engine without transactions has nothing to do
        """From here to `end` all answers are of one moment, where the engine can see to that. Calls may stand within each other."""

    def end(self) -> None:  # noqa: B027
        """Let the moment go."""

    def define(self, name: str, select: str, *, lasting: bool = True) -> None:
        """Give a SELECT a name, in DuckDB's SQL, over the contracts' tables and what was defined before.

        One that is not `lasting` holds for the next query that reads it.
        """
        if self.definitions.get(name) == select:
            return
        self.definitions[name] = select
        self._texts.pop(name, None)
        if lasting:
            self.passing.discard(name)
        else:
            self.passing.add(name)
        self._empty.execute(f'CREATE OR REPLACE VIEW "{name}" AS {select}')
        columns = self._empty.execute(f'DESCRIBE "{name}"').fetchall()
        self._schema.add_table(exp.to_table(name), {str(row[0]): str(row[1]) for row in columns}, dialect=DIALECT)

    def unknown(self, query: exp.Expr) -> set[str]:
        """The tables that a query reads, by itself or through definitions, that nobody has defined, or only for one query."""
        own = inline.read(query)
        read = own.union(*(inline.reads(self.definitions[name]) for name in inline.needed(own, self.definitions)))
        return {name for name in read if name in self.passing or (name not in _COLUMNS and name not in self.definitions)}

    def types(self, query: exp.Expr) -> duckdb.DuckDBPyRelation:
        """What DESCRIBE says of a query."""
        return self._empty.sql(f"DESCRIBE {query.sql(dialect=DIALECT)}")

    def arrow(self, query: exp.Expr | str) -> pa.Table:
        """The answer to a query in DuckDB's SQL, with the names and types that DuckDB would give it."""
        tree = sqlglot.parse_one(query, dialect=DIALECT) if isinstance(query, str) else query
        wanted = self.types(tree).fetchall()
        found = self.fetch(self.text(tree)).rename_columns([f"c{place}" for place in range(len(wanted))])
        listed = ", ".join(f"CAST(c{place} AS {type}) AS {quoted(str(name))}" for place, (name, type, *_) in enumerate(wanted))
        return self._empty.from_arrow(found).select(listed).to_arrow_table()

    def table(self, name: str) -> pa.Table:
        """A table of the contracts as a whole."""
        return self.arrow(f'SELECT * FROM "{name}"')

    def rows(self, query: exp.Expr | str) -> list[tuple[Any, ...]]:
        """The same as rows."""
        table = self.arrow(query)
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def text(self, tree: exp.Expr) -> str:
        """A query in the engine's words, with the definitions that it needs in front."""
        names = inline.needed(sorted(inline.read(tree)), self.definitions)
        for name in names:
            if name not in self._texts:
                self._texts[name] = self._turned(inline.parsed(self.definitions[name]).copy())
        named = [f"{exp.to_identifier(name, quoted=True).sql(dialect=self.dialect)} AS ({self._texts[name]})" for name in names]
        main = self._turned(tree.copy())
        if not named:
            return main
        return f"WITH {', '.join(named)}{', ' + main[5:] if main.startswith('WITH ') else ' ' + main}"

    def _turned(self, tree: exp.Expr) -> str:
        turned = rewrite(typed(tree, self._schema), self.turn)
        own = {cte.alias for cte in turned.find_all(exp.CTE)} | set(self.definitions)
        used = {(column.table, column.name) for column in turned.find_all(exp.Column)}
        for table in list(turned.find_all(exp.Table)):
            if isinstance(table.this, exp.Identifier) and table.name not in own and not table.db:
                place = self.physical(table.name, [name for name in _COLUMNS[table.name] if (table.alias, name) in used])
                alias = exp.TableAlias(this=exp.to_identifier(table.alias, quoted=True))
                if isinstance(place, exp.Query):
                    place = exp.Subquery(this=place, alias=alias)
                else:
                    place.set("alias", alias)
                table.replace(place)
        return str(turned.sql(dialect=self.dialect, comments=False))
