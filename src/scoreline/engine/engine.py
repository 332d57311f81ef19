"""The engine on DuckDB: plan, states, cells, formulas. One connection serves one mart version and one set of definitions."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from scoreline.engine import assemble, grid, index, states
from scoreline.engine.coverage import Coverage
from scoreline.engine.money import Money
from scoreline.engine.plan import State, plan
from scoreline.engine.query import Query
from scoreline.engine.result import KpiTable
from scoreline.engine.rollup import Shape, cells
from scoreline.engine.states import Kept
from scoreline.kpis import formula
from scoreline.kpis.registry import Registry
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
    lock: threading.RLock = field(default_factory=threading.RLock)

    def run(self, query: Query) -> KpiTable:
        """The answer to a query."""
        with self.lock:
            shape = self.shape(query)
            wanted = plan(query, self.registry, by_day=self._teams_change_within(shape))
            every = grid.extended(query, self.registry)
            grid.make(self.con, query, every, wanted, self.coverage, self.registry)
            self.money.ensure(self.con, [m for state in wanted for m in state.measures], every[0].start, every[-1].end)
            try:
                for state in wanted:
                    self._ensure(state)
                table, ids = assemble.answer(self.con, self.registry, query, shape, [(state, cells(state, shape)) for state in wanted])
            finally:
                for state in wanted:
                    if state.measures[0].relation.by_period:  # it holds these periods only
                        self.con.execute(f"DROP TABLE IF EXISTS {state.table}")
        return KpiTable(
            table, query, ids, self._uncovered(query), self.version, self.registry.hash,
            frozenset(kpi for kpi in query.kpis if self.ratio(kpi)),
            tuple(dict.fromkeys(note for kpi in query.kpis for note in self.notes(kpi, query.periods))),
        )  # fmt: skip

    def shape(self, query: Query) -> Shape:
        """How the query's cells are laid out; makes the seats tables of its team cuts."""
        seats = {item.name: index.ensure_teams(self.con, item.level) for item in query.cuts if item.dimension.name == "team"}
        return Shape(query.cuts, query.bases, seats, query.periods[0].first_month != 1)

    def by_day(self, query: Query) -> bool:
        """Whether a query needs states by day where months would do."""
        return self._teams_change_within(self.shape(query))

    def ratio(self, kpi: str) -> bool:
        """Whether the KPI divides or takes a median, so that 0 is a measured value, and nothing to measure is undefined."""
        medians = any(self.registry.measures[leaf.name].measure.aggregate == "median" for leaf in self.registry.parts(kpi))
        return medians or formula.divides(self.registry.formulas[kpi])

    def notes(self, kpi: str, periods: Iterable[Period]) -> tuple[str, ...]:
        """What a reader of the KPI's numbers should know about the data behind them: why some are missing, what does not enter."""
        found = []
        parts = self.registry.parts(kpi)
        lacking = [leaf for leaf in parts if not all(self.coverage.leaf(self.registry, leaf, period) for period in periods)]
        for leaf in lacking[:1]:
            compared = {"previous": " and the period before", "year_ago": " and the period a year before"}.get(leaf.shift, "")
            found.append(f"{kpi}{compared}: {self.coverage.lack(self.registry.measures[leaf.name])}")
        for leaf in self.registry.parts(kpi):
            measure = self.registry.measures[leaf.name]
            table = measure.relation.needs[0]
            if measure.measure.optional and not self.coverage.mart.has(table):
                found.append(f"No {table.replace('_', ' ')} were loaded, so none enter into {kpi}.")
        return tuple(dict.fromkeys(found))

    def _teams_change_within(self, shape: Shape) -> bool:
        """Whether anybody joins, leaves or changes a team on another day than the first of a month."""
        for seats in shape.seats.values():
            within = "day(from_on) <> 1 OR (day(to_on) <> 1 AND to_on < DATE '9999-12-31')"
            if self.con.execute(f'SELECT 1 FROM "{seats}" WHERE {within} LIMIT 1').fetchall():
                return True
        return False

    def _ensure(self, state: State) -> None:
        """Have the state's table; one that depends on the periods asked for is made anew, over the table `periods`."""
        kept = self.kept
        if state.measures[0].relation.by_period:
            self.con.execute("CREATE OR REPLACE TEMP TABLE periods AS SELECT start_on, end_on FROM spans")
            kept = Kept(None)
        states.ensure(self.con, state, kept, self.money.source(state.relation, state.day), sources=self.sources)

    def _uncovered(self, query: Query) -> frozenset[tuple[str, str]]:
        return frozenset(
            (kpi, period.label)
            for kpi in query.kpis
            for period in query.periods
            if not all(self.coverage.leaf(self.registry, leaf, period) for leaf in self.registry.parts(kpi))
        )
