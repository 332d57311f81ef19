"""PostgreSQL: a schema of the company's own that holds the mart's tables, read and never written.

What is asked together is asked in one read-only transaction that sees everything at one moment, and ends with it. Answers come by COPY
as text, and are read back exactly.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa

from scoreline.engine.backends.held import Held
from scoreline.engine.dialects.postgres import rule
from scoreline.engine.dialects.types import postgres as spelled
from scoreline.errors import QueryError, WorkspaceError
from scoreline.mart.columns import Column, Type

T = TypeVar("T")

URL = "SCORELINE_POSTGRES_URL"
"""The environment variable that names the database, where scoreline.toml does not."""
_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET jit = off",
    "SET search_path = pg_catalog",
    "SET standard_conforming_strings = on",
)


class Postgres(Held):
    """The tables of one schema."""

    dialect = "postgres"
    turn = staticmethod(rule)

    def __init__(self, url: str, schema: str, zone: str) -> None:
        super().__init__(schema, zone)
        self._url = url
        self._con = connect(url)
        self._begun = 0

    def begin(self) -> None:
        """All answers come from one transaction, which the first of them begins."""
        self._begun += 1

    def end(self) -> None:
        """End the transaction: an idle one keeps the database from clearing away old rows."""
        self._begun -= 1
        if not self._begun:
            self._end()

    def _end(self) -> None:
        import psycopg

        try:
            self._con.rollback()
        except psycopg.Error:
            self._con.close()

    def fetch(self, text: str) -> pa.Table:
        """The answer as a table of texts, which the caller's types are made from."""
        from pyarrow import csv

        def copied(cursor: Any) -> bytes:
            with cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT csv, HEADER)".encode()) as copy:
                return b"".join(copy)

        data = self._ask(copied)
        names = data[: data.index(b"\n")].decode()
        count = len(next(_csv_rows(names)))
        return csv.read_csv(
            io.BytesIO(data),
            read_options=csv.ReadOptions(skip_rows=1, column_names=[f"c{place}" for place in range(count)]),
            parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types={f"c{place}": pa.string() for place in range(count)},
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                null_values=[""],
            ),
        )

    def _ask(self, read: Callable[[Any], T], again: bool = True) -> T:
        """What is read by a cursor. A connection that was lost between two transactions is opened anew, once."""
        import psycopg

        if self._con.closed:
            self._con = connect(self._url)
        between = self._con.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        try:
            with self._con.cursor() as cursor:
                return read(cursor)
        except psycopg.Error as problem:
            self._end()
            said = _first_line(problem)
            if not self._con.closed:
                raise QueryError(f"PostgreSQL refused a query: {said}", where=self.place, do="Mend what it names.") from None
            if between and again:
                return self._ask(read, again=False)
            do = "Ask again: it is opened anew."
            raise QueryError(f"The connection to PostgreSQL was lost: {said}", where=self.place, do=do) from None
        finally:
            if not self._begun:
                self._end()

    def close(self) -> None:
        """End the transaction and the connection."""
        self._con.close()

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        text = """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                  WHERE n.nspname = %s AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped"""
        for table, column, type in self._ask(lambda cursor: cursor.execute(text, [self.place]).fetchall()):
            found.setdefault(table, {})[column] = type
        return found

    def catalogue(self) -> Mapping[str, Mapping[str, str]]:
        """The tables and views of the schema."""
        return self._columns

    def spelled(self, type: str) -> str:
        """The type as format_type gives it."""
        return {"timestamptz": "timestamp with time zone"}.get(spelled(type), spelled(type))

    def fits(self, have: str, column: Column) -> bool:
        """Any text and any whole number will do."""
        if column.type.sql == "VARCHAR":
            return have in ("text", "character varying") or have.startswith("character varying(")
        return have in ("bigint", "integer", "smallint") if column.type is Type.INTEGER else super().fits(have, column)

    def day(self, time: str, zone: str) -> str:
        """The local day of a time."""
        return f"CAST({time} AT TIME ZONE '{zone}' AS date)"

    def cast(self, value: str, type: str) -> str:
        """Exact numbers are rounded to the contract's places."""
        return f"CAST({value} AS {spelled(type)})"


def connect(url: str) -> Any:
    """A read-only connection. Where `url` is empty, SCORELINE_POSTGRES_URL or libpq's own environment says where.

    A password comes from libpq's own places (PGPASSFILE, PGSERVICE, PGPASSWORD); one in scoreline.toml is refused. WorkspaceError where
    the driver is missing or nobody answers; it names no secret.
    """
    refuse_password(url)
    try:
        import psycopg
    except ImportError:
        raise WorkspaceError(
            "The engine postgres needs psycopg.", where="scoreline.toml", do="Install it: pip install 'scoreline[postgres]'"
        ) from None
    try:
        con = psycopg.connect(url or os.environ.get(URL, ""), connect_timeout=10, autocommit=True, application_name="scoreline")
    except psycopg.OperationalError as problem:
        raise WorkspaceError(f"PostgreSQL does not answer: {_first_line(problem)}", do="Check [postgres] in scoreline.toml.") from None
    except psycopg.Error:  # its words may repeat the address, and so a password
        raise WorkspaceError("The address of PostgreSQL cannot be read.", do="Write it as postgresql://user@host:5432/database.") from None
    for setting in _SETTINGS:
        con.execute(setting)
    con.autocommit = False
    con.read_only = True
    con.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return con


def refuse_password(url: str, variable: str = URL) -> None:
    """WorkspaceError where an address that stands in a file holds a password; `variable` is where it may stand."""
    try:
        parts = urlsplit(url)
        held = parts.password is not None or "password" in parse_qs(parts.query) or "password=" in url.replace(" ", "")
    except ValueError:
        held = False
    if held:
        raise WorkspaceError(
            "The address of PostgreSQL holds a password.",
            where="scoreline.toml",
            do=f"Take it out, and keep it in ~/.pgpass, a service file, or the environment variable {variable}.",
        )


def _csv_rows(text: str) -> Any:
    import csv

    return csv.reader(io.StringIO(text))


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
