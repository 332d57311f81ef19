"""ClickHouse in this process, by chdb: a folder of the company's own that holds the mart's tables, read and never written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from scoreline.engine.backends.held import Held
from scoreline.engine.dialects.clickhouse import rule
from scoreline.engine.dialects.types import clickhouse as spelled
from scoreline.errors import QueryError, WorkspaceError
from scoreline.mart.columns import Column

_SETTINGS = {
    "join_use_nulls": "1",  # a row that was not joined is empty, and not 0
    "union_default_mode": "'DISTINCT'",
    "prefer_column_name_to_alias": "1",
    "session_timezone": "'UTC'",
    "decimal_check_overflow": "1",
    "least_greatest_legacy_null_behavior": "0",
    "readonly": "1",  # last: from here on nothing can be written or set
}


class ClickHouse(Held):
    """The tables of one database."""

    dialect = "clickhouse"
    turn = staticmethod(rule)

    def __init__(self, folder: Path, database: str, zone: str) -> None:
        super().__init__(database, zone)
        self._con = connect(folder)

    def fetch(self, text: str) -> pa.Table:
        """The answer as Arrow."""
        return pa.ipc.open_stream(self._ask(text, "ArrowStream")).read_all()

    def _ask(self, text: str, form: str) -> bytes:
        try:
            return bytes(self._con.query(text, form).bytes())
        except Exception as problem:  # chdb raises nothing narrower
            raise QueryError(f"ClickHouse refused a query: {_first_line(problem)}", where=self.place, do="Mend what it names.") from None

    def close(self) -> None:
        """Close the folder for others to open."""
        self._con.close()

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        place = self.place.replace("\\", "\\\\").replace("'", "\\'")
        found: dict[str, dict[str, str]] = {}
        for table, column, type in zip(
            *(each.to_pylist() for each in self.fetch(f"SELECT table, name, type FROM system.columns WHERE database = '{place}'").columns),
            strict=True,
        ):
            found.setdefault(table, {})[column] = type
        return found

    def catalogue(self) -> Mapping[str, Mapping[str, str]]:
        """The tables and views of the database."""
        return self._columns

    def spelled(self, type: str) -> str:
        """The type as system.columns gives it."""
        return spelled(type)

    def fits(self, have: str, column: Column) -> bool:
        """Whether it may be empty makes no difference. Exact numbers are widened, so that their products have room."""
        return _plain(have) == spelled(column.type.sql) and not column.type.sql.startswith("DECIMAL")

    def day(self, time: str, zone: str) -> str:
        """The local day of a time."""
        return f"toDate32(toTimeZone({time}, '{zone}'))"

    def cast(self, value: str, type: str) -> str:
        """Exact numbers get room for products; those with more places than the contract's are rounded."""
        to = spelled(type)
        if type.startswith("DECIMAL"):
            scale = type.rpartition(",")[2].rstrip(")")
            to = f"Decimal(38, {scale})"
            value = value if value == "NULL" else f"round({value}, {scale})"
        return f"CAST({value} AS Nullable({to}))"


def connect(folder: Path) -> Any:
    """A session on a folder of ClickHouse's. WorkspaceError where chdb is missing or the folder cannot be opened."""
    try:
        from chdb import session
    except ImportError:
        raise WorkspaceError(
            "The engine clickhouse needs chdb.", where="scoreline.toml", do="Install it: pip install 'scoreline[clickhouse]'"
        ) from None
    if not folder.is_dir():
        raise WorkspaceError(f'There is no folder "{folder}".', where="scoreline.toml", do="Name ClickHouse's folder under [clickhouse].")
    try:
        chdb: Any = session
        con = chdb.Session(str(folder))
        for name, value in _SETTINGS.items():
            con.query(f"SET {name} = {value}")
    except Exception as problem:
        raise WorkspaceError(f"The folder cannot be opened: {_first_line(problem)}", where=str(folder), do="Close it elsewhere.") from None
    return con


def _plain(type: str) -> str:
    for outer in ("LowCardinality", "Nullable"):
        if type.startswith(f"{outer}("):
            type = type[len(outer) + 1 : -1]
    return type


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
