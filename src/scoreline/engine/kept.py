"""States between the connection and the shelf: found there, taken from there, written there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from scoreline.engine import identity, shelf
from scoreline.engine.id_form import id_form, month_of, numbered
from scoreline.engine.identity import Meaning
from scoreline.engine.plan import State
from scoreline.engine.shelf import Entry, Shelf
from scoreline.engine.sql import WORD
from scoreline.errors import MartError
from scoreline.mart import sql
from scoreline.mart.store import Snapshot


@dataclass(frozen=True)
class Pending:
    """What is to be kept: a state or derived relation that stands in the connection, or an entry `old` that holds as it is.

    With a state, `old` is the entry of another version that it was made from by redoing `months`.
    """

    state: State | None = None
    old: Entry | None = None
    months: frozenset[int] | None = None
    relation: str = ""


@dataclass
class Kept:
    """Where states are kept for a mart version, and what they depend on. Without a folder nothing is kept.

    `past` gives an earlier version of the mart, from whose states those of this one may be made.
    """

    folder: Path | None = None
    version: int = 1
    meaning: Meaning = field(default_factory=Meaning)
    past: Callable[[int], Snapshot] | None = None
    pending: list[Pending] = field(default_factory=list)
    writer: threading.Thread | None = None

    @cached_property
    def shelf(self) -> Shelf | None:
        """The shelf; None where nothing is kept."""
        return Shelf(self.folder) if self.folder else None

    def others(self) -> list[int]:
        """The other mart versions for which states are kept, the nearest first."""
        numbers = self.shelf.numbers() if self.shelf else []
        return sorted((number for number in numbers if number != self.version), key=lambda number: abs(number - self.version))

    def made(self, number: int) -> str:
        """When a version of the mart was published; nothing where that is not known. MartError where it was removed."""
        return self.past(number).version.created_at.isoformat() if self.past else ""

    def find(self, state: State) -> Entry | None:
        """The kept state of this version that has all of a state's measures."""
        if self.shelf is None:
            return None
        found = self.shelf.find(self.version, self.made(self.version), state.family, self.meaning.digests(state))
        return found if found and dict(found.parameters) == self.meaning.parameters(state) else None

    def relation(self, name: str, columns: Mapping[str, str] | None = None) -> Entry:
        """What the shelf says of a derived relation that is kept as rows."""
        digests = {"rows": self.meaning.of_relation(name)}
        return Entry(f"{name}-{digests['rows'][:16]}-0", f"relation.{name}", digests, columns or {}, self.meaning.parameters_of(name))

    def load(self, con: duckdb.DuckDBPyConnection, state: State) -> bool:
        """Make a state's table from a kept one. False where there is none, or its files cannot be read."""
        entry = self.find(state)
        if entry is None or self.shelf is None:
            return False
        try:
            con.execute(f"CREATE TEMP TABLE {state.table} AS {numbered(con, state, self.shelf.rows(entry))}")
        except duckdb.Error:
            return False
        return True

    def later(self, item: Pending) -> None:
        """Have a state kept by the next `flush`."""
        if self.shelf is not None:
            self.pending.append(item)

    def flush(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write what is to be kept, in a thread of its own, so that nobody waits for it.

        Where the shelf cannot be written, or another process writes, nothing is kept.
        """
        items, self.pending = self.pending, []
        if self.shelf is None or not items:
            return
        with suppress(OSError, duckdb.Error, MartError):
            writes = self.taken(con, items)
            self.settle()
            self.writer = threading.Thread(target=self._keep, args=(writes,))
            self.writer.start()

    def settle(self) -> None:
        """Wait until what was flushed is written."""
        if self.writer is not None:
            self.writer.join()
            self.writer = None

    def taken(self, con: duckdb.DuckDBPyConnection, items: Sequence[Pending]) -> list[Callable[[], Entry]]:
        """Take states out of the connection; what is given back writes them, one each."""
        assert self.shelf is not None  # noqa: S101  the caller asked
        return [self._write(con, item, self.shelf) for item in items]

    def enter(self, writes: Sequence[Callable[[], Entry]]) -> None:
        """Write states that were taken, and put them on this version's list. The shelf must be held."""
        assert self.shelf is not None  # noqa: S101  the caller holds it
        self.shelf.enter(self.version, self.made(self.version), [write() for write in writes])

    def _keep(self, writes: Sequence[Callable[[], Entry]]) -> None:
        assert self.shelf is not None  # noqa: S101  flush asked
        with suppress(OSError, duckdb.Error, MartError), self.shelf.writing():
            self.enter(writes)

    def _write(self, con: duckdb.DuckDBPyConnection, item: Pending, on: Shelf) -> Callable[[], Entry]:
        """Write a state's files, only those of touched months where the others are there; what is given back enters them in the log."""
        old, months = item.old, item.months
        if item.relation:
            return on.write(con, self.relation(item.relation, shelf.columns(con, f"FROM {item.relation}")), item.relation, "0")
        if item.state is None:
            assert old is not None  # noqa: S101  what has no state is kept as it is
            return lambda: old
        state = item.state
        same = old is not None and months is not None and old.measures == self.meaning.digests(state) and _rows(old) < _LARGE
        new = replace(old, state=description(state)) if old and same else self.entry(con, state)
        rows, month = f"({id_form(state)})", month_of(state)
        if old is None or months is None or old.folder != new.folder or not new.span:
            return on.write(con, new, rows, month)
        parts = {str(number // new.span * new.span) for number in months}
        touched = f"(SELECT * FROM {rows} AS r WHERE CAST({month} // {new.span} * {new.span} AS VARCHAR) IN ({sql.texts(sorted(parts))}))"
        return on.write(con, new, touched, month, [file for file in old.files if file.month not in parts])

    def entry(self, con: duckdb.DuckDBPyConnection, state: State) -> Entry:
        """What the shelf will say of a state that stands in the connection, its files aside."""
        digests = self.meaning.digests(state)
        counted = f"SELECT count(*), count(DISTINCT {month_of(state)}) FROM {state.table}"
        rows, months = con.execute(counted).fetchall()[0]
        span = shelf.span_for(rows, months * (WORD if state.bits else 1))
        span = WORD if span and state.bits else span
        return Entry(
            identity.folder(state, digests, span), state.family, digests, shelf.columns(con, id_form(state)),
            self.meaning.parameters(state), span, description(state),
        )  # fmt: skip


_LARGE = 1_000_000
"""Rows of a state that is looked at anew each time, since its files may have become too large."""


def _rows(entry: Entry) -> int:
    return sum(file.rows for file in entry.files)


def description(state: State) -> dict[str, Any]:
    """What makes a state again: the names of its measures, its members, its grain, and whose its records are."""
    names = [measure.name for measure in state.measures]
    return {"measures": names, "bases": list(state.bases), "grain": state.grain.value, "whose": state.whose}
