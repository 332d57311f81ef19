"""Small companies with rows in every table of the mart, and what may happen to them: the histories of tests/engine/test_refresh_laws.py.

Rows are drawn from few ids, days and values, so that late rows, updates, deletions and records that point at nothing meet often.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from scoreline import settings
from scoreline.engine.engine import Engine
from scoreline.engine.opening import open_engine
from scoreline.engine.query import Owner, resolve
from scoreline.errors import QueryError
from scoreline.kpis.registry import Registry, shipped
from scoreline.mart.columns import Column, Type
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.staged import Mode, Span
from scoreline.mart.store import Mart
from scoreline.periods import GREGORIAN, Grain
from tests.mart.staging import stage

FROM, UNTIL = dt.date(2024, 11, 1), dt.date(2025, 4, 1)
DAYS = [FROM + dt.timedelta(days=number) for number in (0, 9, 20, 29, 30, 41, 52, 61, 61, 72, 91, 91, 92, 103, 120, 133, 150)]
SPAN = Span(FROM - dt.timedelta(days=500), UNTIL)
IDS = 6
"""Ids to a table; rows point at one more than there may be."""
Row = dict[str, Any]
_FREE = {
    "status": ("complete", "cancelled", "open"),
    "kind": ("won", "open", "share", "csat", "nps", "store", "online", "customer"),
    "channel": ("referral", "web", None),
    "device": ("phone", "desk", None),
    "contact_method": ("call", "visit", None),
    "page_kind": ("product", "registration", "home"),
    "page": ("/a", "/b"),
    "kpi": ("revenue", "training_done", "training_assigned", "skill"),
    "metric": ("revenue", "visits"),
    "member_kind": ("person",),
    "period": ("2024-12", "2025-01", "2025-Q1", "2025"),
    "role": ("seller",),
}
_KINDS = {"stages": ("open", "open", "won", "lost"), "surveys": ("csat", "nps"), "deals": ("upsell", "cross-sell", "new")}
_DENSE = ("orders", "order_lines", "activities", "deals", "visits", "shop_events", "page_views", "leads")


def make(table: str, chance: random.Random, id: int) -> Row:
    """A row of a table, with that id where it has one."""
    row = {column.name: _value(table, column, chance, id) for column in TABLES[table].mapped}
    for start, end in (("valid_from", "valid_to"), ("from", "to")):
        if row.get(start) and row.get(end) and row[end] <= row[start]:
            row[end] = row[start] + dt.timedelta(days=31)
    return row


def _value(table: str, column: Column, chance: random.Random, id: int) -> Any:
    name, type = column.name, column.type
    if name == "id" or (table in ("memberships",) and name == "person_id"):
        return str(id)
    if name == "currency":
        return "EUR" if column.required or chance.random() < 0.01 else None
    if column.parent:
        return str(chance.randrange(IDS + 1)) if column.required or chance.random() < 0.85 else None
    if name in ("member_id", "record_id"):
        return str(chance.randrange(IDS))
    choices = column.values or (_KINDS.get(table) if name == "kind" else None) or _FREE.get(name)
    if choices and type in (Type.TEXT, Type.ID, Type.PERIOD):
        return chance.choice([choice for choice in choices if choice is not None or not column.required])
    if not column.required and chance.random() < 0.15:
        return None
    match type:
        case Type.DATE:
            return chance.choice(DAYS)
        case Type.TIME:
            return dt.datetime.combine(chance.choice(DAYS), dt.time(chance.randrange(24)), dt.UTC)
        case Type.MONEY | Type.QUANTITY | Type.RATE:
            return Decimal(chance.randrange(1, 9))
        case Type.FRACTION:
            return Decimal(chance.randrange(0, 5)) / 4
        case Type.INTEGER:
            return chance.randrange(1, 11)
        case Type.BOOLEAN:
            return chance.random() < 0.7
    return f"{name}{chance.randrange(3)}"


def rows(table: str, chance: random.Random, ids: list[int]) -> list[Row]:
    """Rows with these ids, each key once."""
    found = [make(table, chance, id) for id in ids]
    return list({tuple(row[key] for key in TABLES[table].key): row for row in found}.values())


def company(seed: int) -> dict[str, list[Row]]:
    """A whole company."""
    chance = random.Random(seed)
    made = {name: rows(name, chance, list(range(IDS * (3 if name in _DENSE else 1)))) for name in TABLES}
    made["teams"] = [
        {"id": str(id), "name": f"T{id}", "kind": "team" if id else "company", "parent_id": "0" if id else None} for id in range(3)
    ]
    made["exchange_rates"] = [{"currency": "EUR", "date": day, "rate": Decimal(2)} for day in sorted(set(DAYS))]
    return made


def load(
    mart: Mart, folder: Path, tables: dict[str, list[Row]], *, source: str = "crm", mode: Mode = "upsert", ends: dt.date = UNTIL
) -> None:
    """Publish rows as a load that covers everything up to a day."""
    staged = stage(folder, tables, source=source, mode=mode, covers=Span(SPAN.start, ends))
    publish(mart, staged, time_zone="UTC")
    staged.database.unlink()


def found(folder: Path) -> Path:
    """A workspace's settings and mart in a folder."""
    Mart.create(folder / "mart")
    settings.write(folder, settings.Settings(customer_days=30))
    return folder


def engine(folder: Path, definitions: Registry, *, keeping: bool) -> Engine:
    """An engine over a workspace's newest version; one that keeps nothing also finds nothing kept."""
    made = open_engine(folder, Mart(folder / "mart").snapshot(), definitions, settings.read(folder))
    if not keeping:
        made.kept.folder = None
    return made


@cache
def allowed(kpis: tuple[str, ...], by: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the shipped KPIs that can be cut so."""
    good = []
    for kpi in kpis:
        try:
            resolve(shipped(), (kpi,), by, (FROM, UNTIL), Grain.MONTH, GREGORIAN)
        except QueryError:
            continue
        good.append(kpi)
    return tuple(good)


def kpis_of(by: tuple[str, ...]) -> tuple[str, ...]:
    """All KPIs that can be cut so."""
    return allowed(tuple(kpi.id for kpi in shipped().offered), by)


def cells(on: Engine, kpis: tuple[str, ...], by: tuple[str, ...], per: str, owner: Owner = "then") -> list[Row] | str:
    """Every cell of KPIs, or the error that says why there are none."""
    query = resolve(on.registry, kpis, by, (FROM, UNTIL), Grain(per), GREGORIAN, (), owner)
    try:
        table = on.run(query)
    except QueryError as error:
        return str(error)
    finally:
        on.kept.settle()
    return sorted(table.to_pylist(), key=repr)


def different(one: list[Row] | str, other: list[Row] | str) -> str:
    """The first cell in which two answers differ, in words; nothing where they are equal."""
    if one == other:
        return ""
    if isinstance(one, str) or isinstance(other, str) or len(one) != len(other):
        return f"{one if isinstance(one, str) else len(one)} against {other if isinstance(other, str) else len(other)}"
    first = next((a, b) for a, b in zip(one, other, strict=True) if a != b)
    named = [value for value in first[0].values() if isinstance(value, str)]
    return f"{named}: {[(name, first[0][name], first[1].get(name)) for name in first[0] if first[0][name] != first[1].get(name)]}"
