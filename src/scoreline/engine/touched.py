"""What loads touched: the months in which a state may differ between two mart versions, found in the rows that differ.

A state's row is a sum over rows of one relation that count in one month, so months are all that need be found. They are those of the
relation's own rows that differ in a column that the state reads, and those of rows that are joined to others which differ so: a
customer's segment, a deal's stage, a person who was unknown before. What cannot be told month by month counts as touched altogether.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from scoreline.engine import lineage
from scoreline.engine.lineage import Link
from scoreline.engine.plan import CREDITED, State
from scoreline.kpis.relations import relations
from scoreline.mart import changes, sql
from scoreline.mart.changes import Difference, Extent
from scoreline.mart.store import Snapshot

Months = frozenset[int] | None
"""Months since year 0; None where everything is touched."""
NOTHING: frozenset[int] = frozenset()


@dataclass
class Comparison:
    """Two mart versions side by side, in a connection that stands on the newer one. Each table is compared once.

    `columns` are those of each table that matter.
    """

    con: duckdb.DuckDBPyConnection
    old: Snapshot
    new: Snapshot
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _found: dict[str, Difference] = field(default_factory=dict)

    def of(self, table: str) -> Difference:
        """How much of a table differs."""
        if table not in self._found:
            self._found[table] = changes.between(self.con, self.old, self.new, table, self.columns.get(table, frozenset()))
        return self._found[table]

    def same(self, tables: Iterable[str]) -> bool:
        """Whether nothing differs in any of these tables."""
        return all(self.of(table).extent is Extent.NOTHING for table in sorted(tables))

    def months(self, table: str, days: Iterable[str], columns: Iterable[str]) -> frozenset[int]:
        """The months, by any of the days, of rows that differ in any of the columns. The rows must be listed."""
        listed = (
            f"SELECT {{}} AS m, count(*) AS n, sum(CAST({_hash(columns)} AS HUGEINT)) AS h FROM {self.of(table).name} WHERE _sign = {{}}"
        )
        found = set[int]()
        for day in days:
            sides = [f"({listed.format(month(sql.name(day)), sign)} GROUP BY 1)" for sign in (1, -1)]
            query = f"SELECT m FROM {sides[0]} AS a FULL JOIN {sides[1]} AS b USING (m) WHERE a.n IS DISTINCT FROM b.n OR a.h <> b.h"
            found |= {number for (number,) in sql.rows(self.con, query) if number is not None}
        return frozenset(found)

    def keys(self, table: str, columns: Iterable[str]) -> str:
        """SQL of the ids, with their sources, of rows that differ in any of the columns, or are there on one side only."""
        mark = f"sum(_sign * CAST({_hash(columns)} AS HUGEINT))"
        return f"SELECT _source, id FROM {self.of(table).name} GROUP BY _source, id HAVING sum(_sign) <> 0 OR {mark} <> 0"

    def close(self) -> None:
        """Drop the listed rows."""
        for item in self._found.values():
            if item.name:
                self.con.execute(f"DROP TABLE IF EXISTS {item.name}")
        self._found.clear()


def touched(compare: Comparison, state: State, *, converted: bool) -> Months:
    """The months in which a state may differ. `converted` says whether it reads amounts brought into the reporting currency."""
    relation = state.measures[0].relation
    made = lineage.lineage(relation.name)
    if state.whose == "today":
        return NOTHING if compare.same(made.tables | {"ownerships"}) and not _linked(state, compare) else None
    found: frozenset[int] = NOTHING
    if relation.derived:
        if not compare.same(made.tables):
            return None
    elif compare.of(relation.name).extent is Extent.ALL:
        return None
    elif compare.of(relation.name).extent is Extent.SOME:
        found |= compare.months(relation.name, lineage.days(state), lineage.columns(state))
    for link in lineage.links(state):
        reached = _by_link(compare, state, link)
        if reached is None:
            return None
        found |= reached
    for reached in (_by_credits(compare, state), _by_rates(compare, state) if converted else NOTHING):
        if reached is None:
            return None
        found |= reached
    return found


def _linked(state: State, compare: Comparison) -> bool:
    """Whether anything differs in the tables that a state's rows are joined to."""
    return not all(compare.same(lineage.lineage(link.table).tables) for link in lineage.links(state))


def _by_link(compare: Comparison, state: State, link: Link) -> Months:
    if not lineage.is_table(link.table):
        return NOTHING if compare.same(lineage.lineage(link.table).tables) else None
    extent = compare.of(link.table).extent
    if extent is not Extent.SOME:
        return NOTHING if extent is Extent.NOTHING else None
    return _reached(compare, state, link.chain, link.by, compare.keys(link.table, link.columns))


def _by_credits(compare: Comparison, state: State) -> Months:
    """Rows whose shares differ."""
    if state.whose != "credits" or state.relation not in CREDITED or compare.of("credits").extent is Extent.NOTHING:
        return NOTHING
    if compare.of("credits").extent is Extent.ALL:
        return None
    theirs, own = CREDITED[state.relation]
    return _reached(compare, state, (), own, f"SELECT DISTINCT _source, {theirs} AS id FROM {compare.of('credits').name}")


def _by_rates(compare: Comparison, state: State) -> Months:
    """Rows whose day has another rate."""
    rates = compare.of("exchange_rates")
    if rates.extent is not Extent.SOME:
        return NOTHING if rates.extent is Extent.NOTHING else None
    found = _distinct(state, "f", f'SEMI JOIN {rates.name} AS r ON r.date = f."{state.day}"')
    return frozenset(number for (number,) in sql.rows(compare.con, found) if number is not None)


def _reached(compare: Comparison, state: State, chain: tuple[str, ...], by: str, keys: str) -> frozenset[int]:
    """The months of the rows that are joined to any of these keys."""
    if not sql.rows(compare.con, f"SELECT 1 FROM ({keys}) LIMIT 1"):
        return NOTHING
    joins, end = lineage.joined(relations()[state.relation], chain)
    found = _distinct(state, "f", f'{joins} SEMI JOIN ({keys}) AS k ON k._source = {end}._source AND k.id = {end}."{by}"')
    return frozenset(number for (number,) in sql.rows(compare.con, found) if number is not None)


def _distinct(state: State, alias: str, joins: str) -> str:
    listed = ", ".join(month(f"{alias}.{sql.name(day)}") for day in lineage.days(state))
    return f"SELECT DISTINCT unnest([{listed}]) FROM {sql.name(state.relation)} AS {alias} {joins}"


def month(day: str) -> str:
    """SQL of the number of a day's month since year 0."""
    return f"CAST(year({day}) * 12 + month({day}) - 1 AS INTEGER)"


def _hash(columns: Iterable[str]) -> str:
    listed = sql.names(sorted(set(columns)))
    return f"hash({listed})" if listed else "0"
