"""The engine on DuckDB: plan, states, cells, formulas. One connection serves one mart version and one set of definitions."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import duckdb

from scoreline.engine import assemble, finer, grid, index, states, whose
from scoreline.engine.backends.duckdb import Derived
from scoreline.engine.coverage import Coverage, last_day
from scoreline.engine.kept import Kept, Pending
from scoreline.engine.money import Money
from scoreline.engine.notes import OVERLAY, notes
from scoreline.engine.plan import State, plan
from scoreline.engine.query import Filter, Query
from scoreline.engine.refresh import Refresher
from scoreline.engine.result import KpiTable
from scoreline.engine.rollup import cells
from scoreline.engine.shape import Narrowed, Shape
from scoreline.engine.sql import WORD, WORD_FROM
from scoreline.kpis import formula
from scoreline.kpis.registry import Registry
from scoreline.kpis.relations import relations
from scoreline.periods import Period


@dataclass
class Engine:
    """Answers queries over the tables that stand in `con`. Safe to call from several threads: they take turns."""

    con: duckdb.DuckDBPyConnection
    registry: Registry
    coverage: Coverage
    kept: Kept
    version: int
    sources: bool
    money: Money
    derived: Derived
    lock: threading.RLock = field(default_factory=threading.RLock)
    held: dict[str, State] = field(default_factory=dict)

    @cached_property
    def refresher(self) -> Refresher:
        """What makes states of other mart versions hold for this one."""
        return Refresher(self.con, self.registry, self.kept, self.prepared, self.sources)

    def run(self, query: Query) -> KpiTable:
        """The answer to a query."""
        with self.lock:
            shape = self.shape(query)
            wanted = self.states(query, shape)
            every = grid.extended(query, self.registry)
            coverage = self.coverage.narrowed(query)
            sources = grid.apart(query, coverage)
            grid.make(self.con, query, every, wanted, coverage)
            first = min(period.start for period in every)
            self.define(state.relation for state in wanted)
            self.money.ensure(self.con, [m for state in wanted for m in state.measures], first, every[-1].end)
            try:
                for state in wanted:
                    self.ensure(state)
                parts = [(state, cells(state, self._worded(state, shape, every), self._until(state))) for state in wanted]
                table, ids, beside = assemble.answer(self.con, self.registry, query, shape, parts, apart=bool(sources))
                overlaid = [OVERLAY] if self._overlaid(query, wanted) else []
                self.kept.flush(self.con)
            finally:
                self.refresher.close()
                for state in wanted:
                    if state.by_period:  # it holds these periods only
                        self.con.execute(f"DROP TABLE IF EXISTS {state.table}")
            said = [note for kpi in query.kpis for note in notes(self.registry, coverage, kpi, query.periods)]
            return KpiTable(
                table, query, ids, coverage.uncovered(self.registry, query), self.version, self.registry.hash, beside,
                frozenset(kpi for kpi in query.kpis if self.ratio(kpi)),
                tuple(dict.fromkeys([*said, *overlaid])),
                uncovered_by={source: coverage.uncovered(self.registry, query, source) for source in sources},
            )  # fmt: skip

    def _overlaid(self, query: Query, wanted: Iterable[State]) -> bool:
        """Whether people stand side by side, with anything that they are credited beside others."""
        if not any(cut.dimension.name == "person" for cut in query.cuts) or not any(state.whose == "credits" for state in wanted):
            return False
        return bool(self.con.execute("SELECT 1 FROM credits WHERE kind = 'overlay' LIMIT 1").fetchall())

    def states(self, query: Query, shape: Shape) -> tuple[State, ...]:
        """The states that a query needs."""
        return plan(query, self.registry, by_day=self._teams_change_within(shape), credits=self.coverage.mart.has("credits"))

    def shape(self, query: Query) -> Shape:
        """How the query's cells are laid out; makes the seats tables of its team cuts."""
        every = [*query.cuts, *(item.cut for item in query.where)]
        seats = {item.name: index.ensure_teams(self.con, item.level) for item in every if item.dimension.name == "team"}
        where = tuple(Narrowed(item.cut, self._numbers(item), seats.get(item.cut.name, "")) for item in query.where)
        cuts = {item.name for item in query.cuts}
        today = self.coverage.today() if query.owner == "today" else None
        return Shape(query.cuts, query.bases, {name: table for name, table in seats.items() if name in cuts}, where, today)

    def _numbers(self, item: Filter) -> tuple[int, ...]:
        """The numbers of a filter's members."""
        kind = item.cut.dimension.name
        if kind != "team":
            index.ensure(self.con, kind)
        found = []
        for source, id in item.members:
            found += self.con.execute(f"SELECT m FROM members_{kind} WHERE source = ? AND id = ?", [source, id]).fetchall()
        return tuple(int(row[0]) for row in found)

    def _worded(self, state: State, shape: Shape, every: list[Period]) -> Shape:
        """The shape of a state of bits: whether its months, or at least each period's, lie in one word."""
        if not state.bits or shape.several:
            return shape
        first, last = self.con.execute(f"SELECT min(t), max(t) FROM {state.table}").fetchall()[0]
        words = [{(day.year * 12 + day.month - 1 - WORD_FROM) // WORD for day in (p.start, p.end - dt.timedelta(days=1))} for p in every]
        return replace(shape, one_word=first == last, whole_words=all(len(word) == 1 for word in words))

    def _until(self, state: State) -> dt.date | None:
        """The last day that the state's data covers."""
        return last_day(self.coverage.mart, state.measures[0].relation.needs[0])

    def ratio(self, kpi: str) -> bool:
        """Whether the KPI divides or takes a median, so that 0 is a measured value, and nothing to measure is undefined."""
        medians = any(self.registry.measures[leaf.name].measure.aggregate in ("median", "p75", "max") for leaf in self.registry.parts(kpi))
        return medians or formula.divides(self.registry.formulas[kpi])

    def _teams_change_within(self, shape: Shape) -> bool:
        """Whether anybody joins, leaves or changes a team on another day than the first of a month."""
        for seats in dict.fromkeys([*shape.seats.values(), *(item.seats for item in shape.where if item.seats)]):
            within = "day(from_on) <> 1 OR (day(to_on) <> 1 AND to_on < DATE '9999-12-31')"
            if self.con.execute(f'SELECT 1 FROM "{seats}" WHERE {within} LIMIT 1').fetchall():
                return True
        return False

    def ensure(self, state: State) -> None:
        """Have the state's table: kept, refreshed from one of another version, or from the rows.

        One that depends on the periods asked for is made anew, over the table `periods`.
        """
        if state.table in self.held:
            return
        if not state.by_period and (index.exists(self.con, state.table) or self.kept.load(self.con, state) or self._from_finer(state)):
            self.held[state.table] = state
            return
        self.materialise(state)
        if state.by_period:
            self.con.execute("CREATE OR REPLACE TEMP TABLE periods AS SELECT p, start_on, end_on, label FROM spans")
        elif self.refresher.make(state, self.refresher.look(state)):
            self.held[state.table] = state
            return
        states.compute(self.con, state, self.source(state), sources=self.sources)
        if not state.by_period:
            self.held[state.table] = state
            self.kept.later(Pending(state))

    def _from_finer(self, state: State) -> bool:
        """Make a state from a finer one in the connection; False where there is none."""
        other = finer.finer(state, self.held.values())
        if other is not None:
            self.con.execute(f"CREATE TEMP TABLE {state.table} AS {finer.select(state, other)}")
            self.kept.later(Pending(state))
        return other is not None

    def define(self, names: Iterable[str]) -> None:
        """Have the derived relations of these names, so that they can be read."""
        for name in names:
            self.derived.ensure(name)

    def materialise(self, state: State) -> None:
        """Have the kept relations that a state reads."""
        for name in relations()[state.relation].kept_ones:
            if states.materialise(self.con, name, self.refresher.relation):
                self.kept.later(Pending(relation=name))

    def prepared(self, state: State) -> tuple[str, bool]:
        """The source of a state, its amounts prepared whatever days have no rate, and whether any were converted."""
        self.define([state.relation])
        self.money.ensure(self.con, state.measures, dt.date.max, dt.date.min)
        return self.source(state), self.money.source(state.relation, state.day) != state.relation

    def source(self, state: State) -> str:
        """The table or view that a state is read from: amounts in the reporting currency, and owners as the query asks."""
        return whose.ensure(self.con, state, self.money.source(state.relation, state.day), self.coverage.today())
