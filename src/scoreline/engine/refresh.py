"""Refreshing states: of a state kept for another mart version, only the months that loads touched are worked out again.

The numbers are those of a full rebuild, which remains what tests compare with. A state whose months cannot be told apart, or of which
most are touched, is rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import duckdb

from scoreline.engine import id_form, lineage, sql
from scoreline.engine.kept import Kept, Pending
from scoreline.engine.months import days_within, first_day, mask, within
from scoreline.engine.plan import State
from scoreline.engine.shelf import Entry
from scoreline.engine.touched import Comparison, Months, touched
from scoreline.engine.trees import DIALECT
from scoreline.errors import MartError, QueryError
from scoreline.kpis.registry import Registry
from scoreline.mart.contracts import TABLES
from scoreline.mart.sql import name as quoted
from scoreline.mart.sql import texts

REBUILD = 0.5
"""A state of which more than this share of the months is touched is rebuilt."""
_FEW = 3
"""So many months are redone even so."""


@dataclass(frozen=True)
class Found:
    """A kept state of another version, with all its measures that are still defined so, and the months that loads touched since."""

    state: State
    entry: Entry
    months: frozenset[int]


@dataclass
class Refresher:
    """Makes states of other mart versions hold for the version that a connection stands on.

    `source(state)` prepares the table or view that a state is read from, and tells its name and whether amounts were converted.
    """

    con: duckdb.DuckDBPyConnection
    registry: Registry
    kept: Kept
    source: Callable[[State], tuple[str, bool]]
    sources: bool
    _compared: dict[int, Comparison] = field(default_factory=dict)

    def look(self, state: State) -> Found | None:
        """The nearest state of another version that this one can be made from; None where it must be worked out from all rows."""
        try:
            older = self._older(state)
            if older is None:
                return None
            number, entry = older
            wide = self._widened(state, entry)
            months = self._touched(wide, number, entry)
            return None if months is None or self._too_many(wide, entry, months) else Found(wide, entry, months)
        except (duckdb.Error, MartError):  # an old version's files may be gone
            return None

    def make(self, state: State, found: Found | None) -> bool:
        """Make a state's table from what was found, and have it kept. False, and no table, where that cannot be."""
        if found is None:
            return False
        try:
            self._make(found)
        except (duckdb.Error, MartError):
            return False
        if found.state.table != state.table:
            columns = ", ".join(quoted(name) for name in state.columns)
            self.con.execute(f"CREATE TEMP TABLE {state.table} AS SELECT {columns} FROM {found.state.table}")
        self.kept.later(Pending(found.state if found.months else None, found.entry, found.months))
        return True

    def relation(self, name: str) -> bool:
        """Make a kept relation's table of rows that are kept, of this version or one with the same rows. False where there are none."""
        shelf, wanted = self.kept.shelf, self.kept.relation(name)
        if shelf is None:
            return False
        numbers = [self.kept.version, *(self.kept.others() if self.kept.past else ())]
        for number in numbers:
            try:
                found = shelf.find(number, self.kept.made(number), wanted.family, wanted.measures)
                if found is None or found.parameters != wanted.parameters:
                    continue
                if number != self.kept.version and not self._compare(number).same(lineage.lineage(name).tables):
                    return False
                self.con.execute(f"CREATE TEMP TABLE kept_{name} AS SELECT * FROM {shelf.rows(found)}")
            except (duckdb.Error, MartError):
                return False
            if number != self.kept.version:
                self.kept.later(Pending(old=found))
            return True
        return False

    def _older(self, state: State) -> tuple[int, Entry] | None:
        """The nearest other version for which a state with these measures is kept, and its entry."""
        if self.kept.shelf is None or self.kept.past is None:
            return None
        digests = self.kept.meaning.digests(state)
        for number in self.kept.others():
            with suppress(MartError):  # removed by now
                if entry := self.kept.shelf.find(number, self.kept.made(number), state.family, digests):
                    return number, entry
        return None

    def _widened(self, state: State, entry: Entry) -> State:
        """The state with all measures of an entry whose definitions are still the same, so that none is lost."""
        named = [self.registry.measures[name] for name in entry.state["measures"] if name in self.registry.measures]
        fits = [item for item in named if self._fits(replace(state, measures=(item,)), entry)]
        every = {item.name: item for item in (*fits, *state.measures)}
        wide = replace(state, measures=tuple(every[name] for name in sorted(every)))
        try:
            self.source(wide)
        except QueryError:  # another measure's amounts cannot be converted
            return state
        return wide

    def _fits(self, alone: State, entry: Entry) -> bool:
        definition = alone.measures[0].measure
        at = definition.at or "..".join(definition.during or ())
        return (alone.measures[0].relation.name, at) == (alone.relation, alone.at) and entry.holds(
            alone.family, self.kept.meaning.digests(alone)
        )

    def _touched(self, state: State, number: int, entry: Entry) -> Months:
        """The months touched between another version and this one; None where the state must be rebuilt."""
        if dict(entry.parameters) != self.kept.meaning.parameters(state):
            return None
        return touched(self._compare(number), state, converted=self.source(state)[1])

    def _too_many(self, state: State, entry: Entry, months: frozenset[int]) -> bool:
        """Whether so many months are touched that all rows may be read as well."""
        if len(months) <= _FEW or self.kept.shelf is None:
            return False
        every = f"SELECT count(DISTINCT {id_form.month_of(state)}) FROM {self.kept.shelf.rows(entry)}"
        held = int(self.con.execute(every).fetchall()[0][0]) * (sql.WORD if state.bits else 1)
        return len(months) > REBUILD * held

    def _make(self, found: Found) -> None:
        """Make the table of what was found: the rows of other months as they are kept, those of touched months anew."""
        state, shelf = found.state, self.kept.shelf
        assert shelf is not None  # noqa: S101  the entry lies there
        rows = shelf.rows(found.entry)
        if found.months and not state.bits:
            rows = f"(SELECT * FROM {rows} AS r WHERE NOT {within(state, found.months)})"
        try:
            self.con.execute(f"CREATE TEMP TABLE {state.table} AS {id_form.numbered(self.con, state, rows)}")
            if found.months:
                self._redo(state, found.months)
        except BaseException:
            self.con.execute(f"DROP TABLE IF EXISTS {state.table}")
            raise

    def _redo(self, state: State, months: frozenset[int]) -> None:
        """Add the rows of the touched months to a state's table that is without them."""
        source, _ = self.source(state)
        rows = f"({days_within(months, [f'r.{quoted(day)}' for day in lineage.days(state)])})"
        if source in TABLES and TABLES[source].partitioned and lineage.days(state) == (TABLES[source].event,):
            rows += f" AND r._month IN ({texts(f'{first_day(month):%Y-%m}' for month in sorted(months))})"
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW touched_rows AS SELECT * FROM {quoted(source)} AS r WHERE {rows}")
        fresh = sql.state(state, "touched_rows", sources=self.sources, partitions=True).sql(dialect=DIALECT)
        if not state.bits:
            self.con.execute(f"INSERT INTO {state.table} BY NAME SELECT * FROM ({fresh}) AS r WHERE {within(state, months)}")
            return
        keys = ", ".join([*state.keys, "value"])
        cleared = f"SELECT {keys}, bits & ~({mask(months)}) AS bits FROM {state.table}"
        self.con.execute(
            f"CREATE TEMP TABLE merged AS SELECT {keys}, bit_or(bits) AS bits FROM ({cleared} UNION ALL BY NAME ({fresh})) AS both_of "
            f"WHERE bits <> 0 GROUP BY {keys}"
        )
        self.con.execute(f"DROP TABLE {state.table}")
        self.con.execute(f"ALTER TABLE merged RENAME TO {state.table}")

    def _compare(self, number: int) -> Comparison:
        past = self.kept.past
        assert past is not None  # noqa: S101  asked before
        if number not in self._compared:
            wanted = lineage.read_by_any(self.registry)
            self._compared[number] = Comparison(self.con, past(number), past(self.kept.version), wanted)
        return self._compared[number]

    def close(self) -> None:
        """Let go of the rows that were compared."""
        for item in self._compared.values():
            item.close()
        self._compared.clear()
