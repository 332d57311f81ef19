"""Worked examples in the product: their rows staged, published and asked for.

An example names only what matters. What is left out is filled in: ids, names, the people, customers, products and other members
that rows point at, the stages `open`, `won` and `lost`, and tables without a row that the KPI reads. The data covers the five
years before the period's year, and that year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

import scoreline
from scoreline import periods, settings
from scoreline.kpis.examples import Example
from scoreline.kpis.registry import Registry
from scoreline.mart import sql
from scoreline.mart.columns import Table, Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.staged import Span, Staged, StagedTable
from scoreline.workspace import Workspace

Row = dict[str, Any]
SOURCE = "example"
MEMBERS = ("people", "teams", "locations", "products", "customers", "campaigns")
STAGES = {"open": "0.5", "won": "1", "lost": "0"}
BEFORE = 5


def workspace(folder: Path, example: Example, registry: Registry) -> Workspace:
    """A new workspace that holds the example's rows."""
    made = scoreline.init(folder / "ws", time_zone=example.workspace.time_zone, currency=example.workspace.currency)
    settings.write(made.path, example.workspace)
    publish(made.mart, stage(folder / "rows.duckdb", example, registry), time_zone=example.workspace.time_zone)
    return scoreline.open(made.path)


def stage(database: Path, example: Example, registry: Registry) -> Staged:
    """The example's rows as a load."""
    rows = filled(example, registry)
    with duckdb.connect(str(database)) as con:
        con.execute("SET TimeZone = ?", [example.workspace.time_zone])
        for name, found in rows.items():
            _write(con, TABLES[name], found)
    year = periods.parse(example.period, example.workspace.business_calendar).end.year
    covers = Span(dt.date(year - BEFORE, 1, 1), dt.date(year + 1, 1, 1))
    staged = (StagedTable(name, covers=covers if TABLES[name].event else None, read=len(found)) for name, found in rows.items())
    return Staged(database, SOURCE, tuple(staged), example.story)


def _write(con: duckdb.DuckDBPyConnection, table: Table, rows: list[Row]) -> None:
    columns = table.mapped
    types = ", ".join(f"{sql.name(column.name)} {column.type.sql}" for column in columns)
    con.execute(f"CREATE TABLE {sql.name(table.name)} ({types}, _file VARCHAR, _row BIGINT)")
    values = [[*(row.get(column.name) for column in columns), f"{table.name}.csv", place] for place, row in enumerate(rows, 2)]
    if values:
        con.executemany(f"INSERT INTO {sql.name(table.name)} VALUES ({', '.join('?' * (len(columns) + 2))})", values)


def filled(example: Example, registry: Registry) -> dict[str, list[Row]]:
    """The rows of every table that the KPI needs or the example names, with what it left out."""
    found: dict[str, list[Row]] = {name: [] for name in read_by(example, registry)}
    found |= {name: [_whole(TABLES[name], row, place) for place, row in enumerate(rows, 1)] for name, rows in example.rows.items()}
    for name in list(found):
        for column, parent in TABLES[name].parents.items():
            if parent in MEMBERS:
                _add(found, parent, {str(row[column]) for row in found[name] if row.get(column) is not None}, {})
    used = {str(row["stage_id"]) for name in ("deals", "deal_stages") for row in found.get(name, []) if row.get("stage_id") in STAGES}
    for kind in sorted(used):
        _add(found, "stages", {kind}, {"kind": kind, "probability": STAGES[kind]})
    return found


def read_by(example: Example, registry: Registry) -> set[str]:
    """The tables that a KPI's measures cannot do without."""
    names = [leaf.name for leaf in registry.parts(example.kpi)]
    measures = [registry.measures[name] for name in names if not registry.measures[name].measure.optional]
    return {table for measure in measures for table in measure.relation.needs}


def _add(found: dict[str, list[Row]], table: str, ids: set[str], given: Mapping[str, str]) -> None:
    rows = found.setdefault(table, [])
    known = {row["id"] for row in rows}
    rows += [{"id": id, "name": id, **given} for id in sorted(ids - known)]


def _whole(table: Table, row: Mapping[str, Any], place: int) -> Row:
    whole = {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}
    if "id" in table.names:
        whole.setdefault("id", f"{table.name}-{place}")
        for column in table.columns:
            if column.required and column.type is Type.TEXT and column.name == "name":
                whole.setdefault("name", whole["id"])
    return whole


@dataclass(frozen=True)
class Cell:
    """What the product says of an example's cell: its value, what stands beside it, and the periods that the data does not cover."""

    value: Any
    beside: dict[str, Any]
    lacking: list[str]


def cell(ws: Workspace, example: Example) -> Cell:
    """The product's answer; where it has no row for the member, there was nothing."""
    period = periods.parse(example.period, example.workspace.business_calendar)
    table = ws.kpi(example.kpi, by=list(example.by), per=period.grain.value, start=example.period, end=example.period)
    lacking = [label for _, label in table.partial()]
    for place, ids in enumerate(table.ids.to_pylist() if example.by else [{}]):
        if all(str(ids[f"{cut} id"]) == member for cut, member in example.by.items()):
            beside = {label: table.beside.column(f"{example.kpi}: {label}")[place].as_py() for label in example.beside}
            return Cell(table.table.column(example.kpi)[place].as_py(), beside, lacking)
    return Cell(None if example.kpi in table.ratios else 0, {}, lacking)
