"""The local connection, beside an engine that holds the rows: each statement is run where its tables are.

What reads states and members runs here, in DuckDB. What reads the rows of the mart goes out as one SELECT, and its answer comes back
as a DuckDB relation or table. A statement that reads rows and a small local table, such as the periods asked for, takes that table's
values with it. Tables that name members or are agreed by hand are fetched whole, once, when first read, and so are the relations that
are worked out once; what reads nothing else is run here. A view over rows is only noted, as a definition. So whoever asks the connection
need not know which engine it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import duckdb
import sqlglot
from sqlglot import exp

from scoreline.engine.backends.remote import DIALECT, Remote
from scoreline.engine.dialects import inline, values
from scoreline.errors import QueryError
from scoreline.kpis.relations import relations
from scoreline.mart.contracts import TABLES
from scoreline.mart.sql import name as quoted

FETCHED = {name for name, table in TABLES.items() if table.event is None and name not in ("credits", "ownerships", "contracts")}
FETCHED |= {"levels", "exchange_rates"}
"""Tables that stand in the local connection as a whole."""
MOST = 50_000
"""Rows of a local table that may travel with a query."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Routed:
    """Stands where a DuckDB connection is expected: `execute` and `sql`, and whatever else that has."""

    def __init__(self, local: duckdb.DuckDBPyConnection, remote: Remote) -> None:
        self.local, self.remote = local, remote
        self._rows = {*TABLES, *relations()}
        self._here: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.local, name)

    def execute(self, text: str, parameters: Any = None) -> Any:
        """Run a statement where its tables are."""
        tree = self._read(text)
        if tree is None:
            return self.local.execute(text, parameters)
        return self._define(tree) if isinstance(tree, exp.Create) and tree.kind == "VIEW" else self._ask(tree, parameters)

    def sql(self, text: str) -> Any:
        """A query's answer as a relation."""
        tree = self._read(text)
        return self.local.sql(text) if tree is None else self._ask(tree, None)

    def _read(self, text: str) -> exp.Expr | None:
        """The statement where it must go out; None where it can be run here."""
        if self._rows.isdisjoint(_WORD.findall(text)):
            return None
        return self._outside(sqlglot.parse_one(text, dialect=DIALECT))

    def _outside(self, tree: exp.Expr) -> exp.Expr | None:
        """The statement where it must go out; None where it can be run here, once the tables that it reads were fetched."""
        if isinstance(tree, exp.Drop) or not inline.read(tree) & self._rows - self._here:
            return None
        if isinstance(tree, exp.Create) and tree.kind == "VIEW":
            return tree
        leaves, between = self._reach(inline.read(tree))
        if leaves & self._rows <= FETCHED | self._here:
            for table in sorted(leaves & FETCHED - self._here):
                self._fetch(table)
            for name in between:
                self.local.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {self.remote.definitions[name]}")
            return None
        return tree

    def hold(self, relation: str) -> None:
        """Fetch a derived relation whole, once."""
        if relation not in self._here:
            self._fetch(relation)

    def _reach(self, names: Iterable[str]) -> tuple[set[str], list[str]]:
        """The tables that these names stand for in the end, and the definitions on the way there, those first that others read."""
        leaves, between = set[str](), list[str]()
        for name in names:
            if name in self._here or name not in self.remote.definitions or name in self.remote.passing:
                leaves.add(name)
            elif name not in between:
                inner, before = self._reach(inline.reads(self.remote.definitions[name]))
                leaves |= inner
                between += [item for item in (*before, name) if item not in between]
        return leaves, between

    def close(self) -> None:
        """Close both connections."""
        self.local.close()
        self.remote.close()

    def _define(self, tree: exp.Create) -> None:
        name = tree.this.name
        if tree.args.get("exists") and name in self.remote.definitions:
            return
        self._carry(tree.expression)
        self.remote.define(name, tree.expression.sql(dialect=DIALECT, comments=False))
        self._rows.add(name)

    def _fetch(self, table: str) -> None:
        found = self.remote.table(table)
        self.local.execute(f"DROP VIEW IF EXISTS {quoted(table)}")
        self.local.from_arrow(found).create(table)
        self._here.add(table)

    def _ask(self, tree: exp.Expr, parameters: Any) -> Any:
        if isinstance(tree, exp.Describe):
            return self.remote.types(tree.this)
        if isinstance(tree, exp.Create):
            return self.make(tree.this.name, _filled(tree.expression, parameters))
        query = _filled(tree, parameters)
        self._carry(query)
        return self.local.from_arrow(self.remote.arrow(query))

    def make(self, table: str, query: exp.Expr) -> None:
        """Make a local table of a query's answer."""
        self.local.execute(f"DROP TABLE IF EXISTS {quoted(table)}")
        if self._outside(query) is None:
            self.local.execute(f"CREATE TABLE {quoted(table)} AS {query.sql(dialect=DIALECT)}")
            return
        self._carry(query)
        self.local.from_arrow(self.remote.arrow(query)).create(table)

    def _carry(self, query: exp.Expr) -> None:
        """Give the engine, as values, the local tables that a query reads. QueryError where one is too large for that."""
        for name in self.remote.unknown(query):
            found = self.local.sql(f"SELECT * FROM {quoted(name)}")
            if self._count(name) > MOST:
                raise QueryError(f"{name} is too large to travel with a query.", do="Ask for fewer members or periods at once.")
            columns = [(column, str(type)) for column, type in zip(found.columns, found.types, strict=True)]
            self.remote.define(name, values.select(columns, found.fetchall()), lasting=False)

    def _count(self, name: str) -> int:
        return int(self.local.execute(f"SELECT count(*) FROM {quoted(name)}").fetchall()[0][0])


def route(local: duckdb.DuckDBPyConnection, remote: Remote) -> duckdb.DuckDBPyConnection:
    """The connection to use instead of the local one."""
    return cast(duckdb.DuckDBPyConnection, Routed(local, remote))


def _filled(tree: exp.Expr, parameters: Sequence[Any] | Mapping[str, Any] | None) -> exp.Expr:
    """The tree with its parameters' values as literals."""
    if not parameters:
        return tree
    found, place = tree.copy(), 0
    for node in list(found.find_all(exp.Placeholder, exp.Parameter)):
        if isinstance(parameters, Mapping):
            value = parameters[node.name]
        else:
            value, place = parameters[place], place + 1
        node.replace(exp.convert(value))
    return found
