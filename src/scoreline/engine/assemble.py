"""The last step: cells of all states side by side, on a grid of members and periods, and the formulas over them."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from scoreline.engine import index
from scoreline.engine.plan import State
from scoreline.engine.query import Query
from scoreline.engine.rollup import Shape
from scoreline.kpis import formula
from scoreline.kpis.formula import Name, Node, Number
from scoreline.kpis.registry import Registry


def answer(
    con: duckdb.DuckDBPyConnection, registry: Registry, query: Query, shape: Shape, parts: list[tuple[State, str]]
) -> tuple[pa.Table, pa.Table]:
    """The table of names, periods and KPIs, and the table of the members' sources and ids, row by row."""
    _cells(con, registry, query, shape, parts)
    names, ids, joins = [], [], []
    for place, item in enumerate(shape.cuts, 1):
        kind = item.dimension.name
        if kind != "team":
            index.ensure(con, kind)
        joins.append(f"LEFT JOIN members_{kind} AS n{place} ON n{place}.m = c.m{place}")
        names.append(f'n{place}.name AS "{item.name}"')
        ids += [f'n{place}.source AS "{item.name} source"', f'n{place}.id AS "{item.name} id"']
    shifts = {leaf.shift for kpi in query.kpis for leaf in registry.parts(kpi) if leaf.shift}
    for shift in sorted(shifts):
        same = " AND ".join([f"{shift}.p = z.{shift}", *(f"{shift}.{key} = c.{key}" for key in shape.keys)])
        joins.append(f"LEFT JOIN cells AS {shift} ON {same}")
    values = [f'{_typed(registry, kpi)} AS "{kpi}"' for kpi in query.kpis]
    order = ", ".join([*(f"n{place}.name NULLS LAST, c.m{place}" for place in range(1, len(shape.cuts) + 1)), "c.p"])
    found = con.sql(
        f"SELECT {', '.join([*names, 'z.label AS period', *values, *ids])} FROM cells AS c JOIN spans AS z ON z.p = c.p AND z.asked "
        f"{' '.join(joins)} ORDER BY {order}"
    ).to_arrow_table()
    shown = len(names) + 1 + len(values)
    columns = found.column_names
    return found.select(columns[:shown]), found.select(columns[shown:])


def _cells(con: duckdb.DuckDBPyConnection, registry: Registry, query: Query, shape: Shape, parts: list[tuple[State, str]]) -> None:
    """The table `cells`: every member that has anything in the periods asked for, on every period."""
    keys = [*shape.keys, "p"]
    every = [measure for state, _ in parts for measure in state.measures]
    stacked = []
    for state, select in parts:
        own = set(state.names)
        blanks = ", ".join(f'"{m.name}"' if m.name in own else f'NULL AS "{m.name}"' for m in every)
        stacked.append(f"SELECT {', '.join(keys)}, {blanks} FROM ({select}) AS part")
    sums = ", ".join(f'max(u."{m.name}") AS "{m.name}"' for m in every)
    grouped = f"SELECT {', '.join(keys)}, {sums} FROM ({' UNION ALL '.join(stacked)}) AS u GROUP BY {', '.join(keys)}"
    filled = []
    for measure in every:
        value = f'g."{measure.name}"'
        if measure.measure.aggregate != "median":
            value = f'CASE WHEN z."c_{measure.name}" THEN coalesce({value}, 0) ELSE {value} END'
        filled.append(f'{value} AS "{measure.name}"')
    on = " AND ".join(["g.p = z.p", *(f"g.{key} = w.{key}" for key in shape.keys)])
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE cells AS WITH g AS MATERIALIZED ({grouped}) "
        f"SELECT {''.join(f'w.{key}, ' for key in shape.keys)}z.p, {', '.join(filled)} "
        f"FROM ({_present(con, registry, query, shape)}) AS w CROSS JOIN spans AS z LEFT JOIN g ON {on}"
    )


def _present(con: duckdb.DuckDBPyConnection, registry: Registry, query: Query, shape: Shape) -> str:
    """The members shown: those with anything in the periods asked for or compared with, and whoever was employed then."""
    if not shape.cuts:
        return "SELECT 1 AS one"
    keys = ", ".join(shape.keys)
    places = ", ".join(["z.p", *sorted({f"z.{leaf.shift}" for kpi in query.kpis for leaf in registry.parts(kpi) if leaf.shift})])
    measures = dict.fromkeys(leaf.name for kpi in query.kpis for leaf in registry.parts(kpi))
    # A kept state may hold more measures than are asked for, and so rows in which all those asked for are empty.
    anything = " OR ".join(f'g."{name}" IS NOT NULL' for name in measures)
    found = f"SELECT DISTINCT g.{', g.'.join(shape.keys)} FROM g JOIN spans AS z ON g.p IN ({places}) AND z.asked WHERE {anything}"
    if len(shape.cuts) == 1:
        item = shape.cuts[0]
        start, end = query.periods[0].start, query.periods[-1].end
        during = f"from_on < DATE '{end}' AND to_on > DATE '{start}'"
        if item.dimension.name == "team":
            found += f' UNION SELECT team FROM "{shape.seats[item.name]}" WHERE team > 0 AND {during}'
        elif item.dimension.name == "person":
            seats = index.ensure_teams(con, "")
            found += f' UNION SELECT m FROM "{seats}" WHERE {during}'
            found += f' UNION SELECT m FROM members_person WHERE NOT EXISTS (SELECT 1 FROM "{seats}")'
    return f"SELECT {keys} FROM ({found}) AS present"


def _typed(registry: Registry, kpi: str) -> str:
    node = registry.formulas[kpi]
    value = _value(node)
    unit = registry.kpis[kpi].unit
    if not formula.divides(node):
        if unit == "count":
            quantities = any(registry.measures[leaf.name].measure.aggregate == "sum" for leaf in formula.leaves(node))
            return value if quantities else f"CAST({value} AS BIGINT)"
        if unit == "money":
            return value
    return f"CAST({value} AS DOUBLE)"


def _value(node: Node) -> str:
    """The SQL of a formula over `cells AS c` and its shifts. Sums stay exact; products and quotients are doubles."""
    match node:
        case Number(value):
            return f"{value:f}"
        case Name(name, shift):
            return f'{shift or "c"}."{name}"'
    left, right = _value(node.left), _value(node.right)
    if node.operator in "+-":
        return f"({left} {node.operator} {right})"
    if node.operator == "*":
        return f"(CAST({left} AS DOUBLE) * CAST({right} AS DOUBLE))"
    return f"(CAST({left} AS DOUBLE) / NULLIF(CAST({right} AS DOUBLE), 0))"
