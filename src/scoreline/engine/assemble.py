"""The last step: cells of all states side by side, on a grid of members and periods, and the formulas over them."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from scoreline.engine import index
from scoreline.engine.plan import State
from scoreline.engine.query import Query
from scoreline.engine.shape import Shape
from scoreline.kpis import formula
from scoreline.kpis.formula import Calendar, Name, Node, Number, Root
from scoreline.kpis.registry import Registry
from scoreline.mart import sql


def answer(
    con: duckdb.DuckDBPyConnection, registry: Registry, query: Query, shape: Shape, parts: list[tuple[State, str]], *, apart: bool
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The table of names, periods and KPIs, the table of the members' sources and ids, and what stands beside the KPIs, row by row.

    `apart` says that cells of members with a source are known by its own days, those of the table `source_spans`.
    """
    for item in shape.cuts:
        if item.dimension.name != "team":
            index.ensure(con, item.dimension.name)
    _cells(con, registry, query, shape, parts, apart)
    names, ids, joins = [], [], []
    for place, item in enumerate(shape.cuts, 1):
        joins.append(f"LEFT JOIN members_{item.dimension.name} AS n{place} ON n{place}.m = c.m{place}")
        names.append(f'n{place}.name AS "{item.name}"')
        ids += [f'n{place}.source AS "{item.name} source"', f'n{place}.id AS "{item.name} id"']
    leaves = {leaf for kpi in query.kpis for leaf in registry.every_part(kpi)}
    for shift in sorted({leaf.shift for leaf in leaves if leaf.shift} - {formula.WHOLE}):
        same = " AND ".join([f"{shift}.p = z.{shift}", *(f"{shift}.{key} = c.{key}" for key in shape.keys)])
        joins.append(f"LEFT JOIN cells AS {shift} ON {same}")
    shared = any(state.whose == "credits" for state, _ in parts)
    values = [f'{_typed(registry, kpi, shared)} AS "{kpi}"' for kpi in query.kpis]
    beside = [f'{_value(node)} AS "{kpi}: {label}"' for kpi in query.kpis for label, node in registry.besides.get(kpi, {}).items()]
    order = ", ".join([*(f"n{place}.name NULLS LAST, c.m{place}" for place in range(1, len(shape.cuts) + 1)), "c.p"])
    found = con.sql(
        f"SELECT {', '.join([*names, 'z.label AS period', *values, *ids, *beside])} "
        f"FROM ({_with_wholes(registry, query, shape)}) AS c JOIN spans AS z ON z.p = c.p AND z.asked "
        f"{' '.join(joins)} ORDER BY {order}"
    ).to_arrow_table()
    shown = len(names) + 1 + len(values)
    columns = found.column_names
    return found.select(columns[:shown]), found.select(columns[shown : shown + len(ids)]), found.select(columns[shown + len(ids) :])


def _with_wholes(registry: Registry, query: Query, shape: Shape) -> str:
    """The cells, with whole(x) of the measures that ask for it: the sum over the cut that the KPI needs."""
    wholes = []
    for kpi in query.kpis:
        needed = registry.kpis[kpi].needs_cut
        kept = ", ".join([key for key, item in zip(shape.keys, shape.cuts, strict=True) if item.dimension.name not in needed] + ["p"])
        for leaf in registry.every_part(kpi):
            if leaf.shift == formula.WHOLE:
                wholes.append(f'sum("{leaf.name}") OVER (PARTITION BY {kept}) AS "{formula.WHOLE} {leaf.name}"')
    return f"SELECT {', '.join(['*', *dict.fromkeys(wholes)])} FROM cells"


def _cells(
    con: duckdb.DuckDBPyConnection, registry: Registry, query: Query, shape: Shape, parts: list[tuple[State, str]], apart: bool
) -> None:
    """The table `cells`: every member that has anything in the periods asked for, on every period."""
    tables = [f"c{number} AS MATERIALIZED ({select})" for number, (_, select) in enumerate(parts)]
    filled: list[str] = []
    joins = _by_source(shape) if apart else []
    for number, (state, _) in enumerate(parts):
        joins.append(
            f"LEFT JOIN c{number} ON {' AND '.join([f'c{number}.p = z.p', *(f'c{number}.{key} = w.{key}' for key in shape.keys)])}"
        )
        for measure in state.measures:
            value = f'c{number}."{measure.name}"'
            if measure.measure.aggregate in ("count", "sum", "distinct"):
                known = f'coalesce(y."c_{measure.name}", z."c_{measure.name}")' if apart else f'z."c_{measure.name}"'
                value = f"CASE WHEN {known} THEN coalesce({value}, 0) ELSE {value} END"
            filled.append(f'{value} AS "{measure.name}"')
    # The joins are written in the order in which they should run, and looking for a better one takes longer than a scorecard's cells.
    con.execute("SET disabled_optimizers = 'join_order'")
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE cells AS WITH {', '.join(tables)} "
            f"SELECT {''.join(f'w.{key}, ' for key in shape.keys)}z.p, z.end_on - z.start_on AS days, "
            f"z.end_on - DATE '1970-01-01' AS end_day, {', '.join(filled)} "
            f"FROM ({_present(con, registry, query, shape, parts)}) AS w CROSS JOIN spans AS z {' '.join(joins)}"
        )
    finally:
        con.execute("RESET disabled_optimizers")


def _by_source(shape: Shape) -> list[str]:
    """Joins to what is known of each cell's source: that of the first member that has one."""
    sourced = [place for place, item in enumerate(shape.cuts, 1) if item.sourced]
    joins = [f"LEFT JOIN members_{shape.cuts[place - 1].dimension.name} AS o{place} ON o{place}.m = w.m{place}" for place in sourced]
    source = ", ".join([*(f"o{place}.source" for place in sourced), "NULL"])
    return [*joins, f"LEFT JOIN source_spans AS y ON y.p = z.p AND y.source = coalesce({source})"]


def _present(con: duckdb.DuckDBPyConnection, registry: Registry, query: Query, shape: Shape, parts: list[tuple[State, str]]) -> str:
    """The members shown: those with anything in the periods asked for or compared with, and whoever was employed then."""
    if not shape.cuts:
        return "SELECT 1 AS one"
    keys = ", ".join(shape.keys)
    leaves = [leaf for kpi in query.kpis for leaf in registry.every_part(kpi)]
    places = ", ".join(["z.p", *sorted({f"z.{leaf.shift}" for leaf in leaves if leaf.shift in formula.SHIFTS})])
    asked = {leaf.name for leaf in leaves}
    # A kept state may hold more measures than are asked for, and so rows in which all those asked for are empty.
    something = [
        f"SELECT {keys}, p FROM c{number} WHERE {' OR '.join(f'{sql.name(m.name)} IS NOT NULL' for m in state.measures if m.name in asked)}"
        for number, (state, _) in enumerate(parts)
    ]
    found = f"SELECT DISTINCT {keys} FROM ({' UNION '.join(something)}) AS g JOIN spans AS z ON g.p IN ({places}) AND z.asked"
    return f"SELECT {keys} FROM ({found}{_employed(con, query, shape)}) AS present"


def _employed(con: duckdb.DuckDBPyConnection, query: Query, shape: Shape) -> str:
    """A UNION of whoever was employed in the periods: all of them, or those whom the query names itself."""
    item = shape.cuts[0]
    if len(shape.cuts) > 1 or any(narrowed.cut != item for narrowed in shape.where):
        return ""
    start, end = query.periods[0].start, query.periods[-1].end
    during = f"from_on < DATE '{end}' AND to_on > DATE '{start}'"
    if item.dimension.name == "team":
        return f' UNION SELECT team FROM "{shape.seats[item.name]}" WHERE team > 0 AND {during}{_named("team", shape)}'
    if item.dimension.name == "person":
        seats, kept = index.ensure_teams(con, ""), _named("m", shape)
        alone = f'SELECT m FROM members_person WHERE NOT EXISTS (SELECT 1 FROM "{seats}"){kept}'
        return f' UNION SELECT m FROM "{seats}" WHERE {during}{kept} UNION {alone}'
    return ""


def _named(column: str, shape: Shape) -> str:
    """A condition more: the column is one of the members that the filters keep."""
    return "".join(f" AND {column} IN ({', '.join(map(str, narrowed.members)) or 'NULL'})" for narrowed in shape.where)


def _typed(registry: Registry, kpi: str, shared: bool) -> str:
    """A KPI's value: money and quantities as decimals, counts as integers unless people share records, all else as doubles."""
    node = registry.formulas[kpi]
    value = _value(node)
    unit = registry.kpis[kpi].unit
    if not formula.divides(node):
        if unit == "count":
            quantities = any(registry.measures[leaf.name].measure.aggregate == "sum" for leaf in formula.leaves(node))
            return value if quantities or shared else f"CAST({value} AS BIGINT)"
        if unit == "money":
            return value
    return f"CAST({value} AS DOUBLE)"


def _value(node: Node) -> str:
    """The SQL of a formula over `cells AS c` and its shifts. Sums stay exact; products and quotients are doubles."""
    match node:
        case Number(value):
            return f"{value:f}"
        case Name(name, formula.WHOLE):
            return f'c."{formula.WHOLE} {name}"'
        case Name(name, shift):
            return f'{shift or "c"}."{name}"'
        case Calendar(name):
            return f"c.{name}"
        case Root(of):
            return f"sqrt(greatest(CAST({_value(of)} AS DOUBLE), 0))"
    left, right = _value(node.left), _value(node.right)
    if node.operator in "+-":
        return f"({left} {node.operator} {right})"
    if node.operator == "*":
        return f"(CAST({left} AS DOUBLE) * CAST({right} AS DOUBLE))"
    return f"(CAST({left} AS DOUBLE) / NULLIF(CAST({right} AS DOUBLE), 0))"
