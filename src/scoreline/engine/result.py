"""What a query answers: an Arrow table of numbers, and beside it the state of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.query import Query
from scoreline.periods.words import describe

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Comparison:
    """What the values of a table are held against: previous, last-year or target. Each table has its rows, and a column per KPI.

    `values` are those compared with, null where there are none, and `states` tells their kinds; `changes` is value less compared
    value, `percents` the same in percent of the compared one. Both are null unless both values are known.
    """

    how: str
    values: pa.Table
    changes: pa.Table
    percents: pa.Table
    states: pa.Table


@dataclass(frozen=True)
class KpiTable:
    """KPI values by member and period.

    `table` has the columns of the cuts (the members' names, null where not assigned), `period`, and one column per KPI: money as
    decimal, counts as integers, all others as doubles. A null is no data or undefined; `fact` tells which. A number whose
    period the data covers only in part is there, and `fact` calls it missing. `beside` has the same rows, and a column
    "kpi: label" for each number that stands beside a KPI: entries still open, answers, an interval.

    `uncovered` has the (KPI, period) pairs that the data does not cover. Where the mart has several sources and members of theirs
    are shown, `uncovered_by` has those of each source, which hold for its members.
    """

    table: pa.Table
    query: Query
    ids: pa.Table
    uncovered: frozenset[tuple[str, str]]
    mart_version: int
    definitions: str
    beside: pa.Table
    ratios: frozenset[str] = frozenset()
    notes: tuple[str, ...] = field(default=())
    comparison: Comparison | None = None
    uncovered_by: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the cuts' columns."""
        return tuple(cut.name for cut in self.query.cuts)

    @property
    def kpis(self) -> tuple[str, ...]:
        """The KPIs' ids, which are columns too."""
        return self.query.kpis

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def fact(self, row: int, kpi: str) -> Fact:
        """The value of one cell and what kind of value it is."""
        value = self.table.column(kpi)[row].as_py()
        return self.judge(value, kpi, self.table.column("period")[row].as_py(), self.sources[row])

    def facts(self, kpi: str) -> list[Fact]:
        """All values of a KPI, row by row, each with what kind of value it is."""
        rows = zip(self.table.column(kpi).to_pylist(), self.table.column("period").to_pylist(), self.sources, strict=True)
        return [self.judge(value, kpi, period, source) for value, period, source in rows]

    def judge(self, value: Decimal | float | None, kpi: str, period: str, source: str = "") -> Fact:
        """The fact that a value of that KPI and period is, of a member of a source or (empty) of none."""
        if (kpi, period) in self.uncovered_by.get(source, self.uncovered):
            return Fact(value, FactState.MISSING)
        if value is None:
            return Fact(None, FactState.UNDEFINED)
        if value == 0 and kpi not in self.ratios:
            return Fact(value, FactState.ZERO)
        return Fact(value, FactState.VALUE)

    @cached_property
    def sources(self) -> list[str]:
        """The source whose days each row is known by: that of the first member that has one; empty where all sources are one."""
        columns = [self.ids.column(name).to_pylist() for name in self.ids.column_names if name.endswith(" source")]
        if not self.uncovered_by or not columns:
            return [""] * len(self)
        return [next(filter(None, row), "") for row in zip(*columns, strict=True)]

    @cached_property
    def _labels(self) -> list[str]:
        """The period of each row."""
        labels: list[str] = self.table.column("period").to_pylist()
        return labels

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """For a table with one cut: the member's source and id -> the first of its rows, which are in order of period."""
        found: dict[tuple[str, str], int] = {}
        for row, ids in enumerate(self.ids.to_pylist()):
            source, id = ids.values()
            found.setdefault((source or "", id or ""), row)
        return found

    def series(self, kpi: str, member: Member | None) -> list[Fact]:
        """One member's facts in order of period; one who has no rows here has none of what is counted."""
        count = len(self.query.periods)
        first = 0 if not self.by else self.places.get((member.source, member.id)) if member else None
        if first is not None and len(self):
            values = self.table.column(kpi).slice(first, count).to_pylist()  # cell by cell takes many times as long
            labels, source = self._labels[first : first + count], self.sources[first]
            return [self.judge(value, kpi, label, source) for value, label in zip(values, labels, strict=True)]
        empty = None if kpi in self.ratios else Decimal(0)
        source = member.source if member and self.by else ""
        return [self.judge(empty, kpi, period.label, source) for period in self.query.periods]

    @property
    def states(self) -> pa.Table:
        """A table of the same shape with each number's state in its place."""
        import pyarrow as pa

        states = self.table
        for kpi in self.kpis:
            place = states.column_names.index(kpi)
            states = states.set_column(place, kpi, pa.array([fact.state.value for fact in self.facts(kpi)], pa.string()))
        return states

    @property
    def wide(self) -> pa.Table:
        """The table with all that belongs to it in columns of its own, as programs read it.

        For a KPI `x` compared with a year before: x_last_year, x_change, x_change_percent; beside it, x_still_open. Where it says
        something, `window` (year to date) and `owner` (today) follow `period`.
        """
        import pyarrow as pa

        said = {"window": describe(self.query.periods[0]), "owner": "" if self.query.owner == "then" else self.query.owner}
        found: dict[str, Any] = {name: self.table.column(name) for name in (*self.by, "period")}
        found |= {name: pa.array([text] * len(self), pa.string()) for name, text in said.items() if text}
        for kpi in self.kpis:
            found[kpi] = self.table.column(kpi)
            for name in self.beside.column_names:
                if name.startswith(f"{kpi}: "):
                    found[f"{kpi}_{name.partition(': ')[2].replace(' ', '_')}"] = self.beside.column(name)
            if self.comparison:
                found[f"{kpi}_{self.comparison.how.replace('-', '_')}"] = self.comparison.values.column(kpi)
                found[f"{kpi}_change"] = self.comparison.changes.column(kpi)
                found[f"{kpi}_change_percent"] = self.comparison.percents.column(kpi)
        return pa.table(found)

    def partial(self) -> list[tuple[str, str]]:
        """The (KPI, period) pairs in it that the data does not cover, for all or for members of some source, in order."""
        shown = set(self.sources) if len(self) else {""}
        return sorted(frozenset[tuple[str, str]]().union(*(self.uncovered_by.get(source, self.uncovered) for source in shown)))

    def to_pylist(self) -> list[dict[str, Any]]:
        """One dictionary a row, with what stands beside the KPIs and what they are compared with."""
        rows: list[dict[str, Any]] = self.wide.to_pylist()
        return rows

    def to_pandas(self) -> Any:
        """A pandas data frame."""
        return self.wide.to_pandas()

    def to_polars(self) -> Any:
        """A polars data frame."""
        import polars

        return polars.from_arrow(self.wide)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.wide.__arrow_c_stream__(requested_schema)
