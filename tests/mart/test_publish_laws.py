"""Any sequence of loads leaves the mart as a plain Python model of it, in every version."""

from __future__ import annotations

import datetime as dt
import tempfile
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.staged import Mode, Span
from scoreline.mart.store import Mart
from scoreline.mart.versions import TableCounts
from tests.mart.staging import rows, stage

ZONE = "Asia/Ho_Chi_Minh"
ORDER = ("orders", "order_lines", "invoices", "payments", "refunds")
ids = st.sampled_from("abc")
maybe_ids = st.none() | ids
moments = st.sampled_from([dt.datetime(2020, month, day, 20, tzinfo=dt.UTC) for month in (1, 2) for day in (5, 29)])
amounts = st.sampled_from([Decimal("1.0000"), Decimal("2.5000")])
owners = st.sampled_from([None, "ann", "bob"])
own = {"owner_id": owners, "customer_id": owners, "location_id": owners}

RECORDS = {
    "orders": st.fixed_dictionaries({"id": ids, "ordered_at": moments, "status": st.sampled_from(["open", "complete"]), **own}),
    "order_lines": st.fixed_dictionaries(
        {
            "id": ids,
            "order_id": ids,
            "product_id": maybe_ids,
            "amount": amounts,
            "ordered_on": st.none() | st.just(dt.date(2020, 3, 1)),
            **own,
        }
    ),
    "invoices": st.fixed_dictionaries({"id": ids, "order_id": maybe_ids, "issued_at": moments, "amount": amounts, **own}),
    "payments": st.fixed_dictionaries({"id": ids, "invoice_id": ids, "paid_at": moments, "amount": amounts, **own}),
    "refunds": st.fixed_dictionaries(
        {"id": ids, "order_id": ids, "order_line_id": maybe_ids, "refunded_at": moments, "amount": amounts, "product_id": maybe_ids, **own}
    ),
}


@dataclass(frozen=True)
class Load:
    source: str
    mode: Mode
    covers: Span | None
    tables: dict[str, list[dict[str, Any]]]


@st.composite
def loads(draw: st.DrawFn) -> Load:
    names = draw(st.sets(st.sampled_from(ORDER), min_size=1))
    tables = {name: draw(st.lists(RECORDS[name], max_size=3, unique_by=lambda row: row["id"])) for name in sorted(names)}
    span = st.sampled_from([None, Span(dt.date(2020, 1, 1), dt.date(2020, 1, 30)), Span(dt.date(2020, 1, 30), dt.date(2020, 3, 1))])
    return Load(draw(st.sampled_from(["crm", "shop"])), draw(st.sampled_from(["upsert", "snapshot"])), draw(span), tables)


Rows = dict[tuple[str, str], dict[str, Any]]


@dataclass
class Model:
    """What the mart must hold: table -> (source, id) -> row."""

    tables: dict[str, Rows] = field(default_factory=lambda: {name: {} for name in ORDER})

    def load(self, load: Load) -> dict[str, TableCounts]:
        counts = {}
        for name in ORDER:
            if name in load.tables:
                counts[name] = self._table(name, load)
            else:  # a table that does not come is filled anew all the same, before those that take columns from it
                self._refill(name)
        return counts

    def settle(self) -> None:
        for name in ORDER:
            self._refill(name)

    def _refill(self, name: str) -> None:
        for (source, _), row in self.tables[name].items():
            self._carry(name, source, row)

    def _table(self, name: str, load: Load) -> TableCounts:
        before = {key: dict(row) for key, row in self.tables[name].items()}
        now, coming = self.tables[name], {(load.source, row["id"]): row for row in load.tables[name]}
        event = TABLES[name].event
        assert event is not None
        if load.mode == "snapshot":
            for key, row in before.items():
                day = row[event]
                inside = load.covers is None or day is None or load.covers.start <= day < load.covers.end
                if key[0] == load.source and key not in coming and inside:
                    del now[key]
        for key, row in coming.items():
            now[key] = {column.name: row.get(column.name) for column in TABLES[name].columns}
            for column in TABLES[name].columns:
                if column.day_of and now[key][column.day_of]:
                    now[key][column.name] = now[key][column.day_of].astimezone(zoneinfo.ZoneInfo(ZONE)).date()
        for (source, _), row in now.items():
            self._carry(name, source, row)
        new = sum(key not in before for key in coming)
        changed = sum(key in before and before[key] != row for key, row in now.items())
        unchanged = sum(key in before and before[key] == now[key] for key in coming)
        return TableCounts(len(coming), new, changed, unchanged, sum(key not in now for key in before))

    def _carry(self, name: str, source: str, row: dict[str, Any]) -> None:
        table = TABLES[name]
        for column in table.columns:
            if column.carried:
                ref, wanted = column.carried
                parent = self.tables[table.parents[ref]].get((source, row[ref]))
                if parent:
                    row[column.name] = parent[wanted]


def stored(mart: Mart, number: int, name: str) -> list[tuple[Any, ...]]:
    return rows(mart.snapshot(number), name, "_source", *TABLES[name].names)


def modelled(model: Model, name: str) -> list[tuple[Any, ...]]:
    return sorted(((source, *row.values()) for (source, _), row in model.tables[name].items()), key=repr)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(loads(), min_size=1, max_size=5))
def test_loads_equal_the_model_in_every_version(sequence: Sequence[Load]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mart, model = Mart.create(Path(folder) / "mart"), Model()
        kept: dict[int, dict[str, list[tuple[Any, ...]]]] = {}
        for load in sequence:
            counts = model.load(load)
            model.settle()
            staged = stage(Path(folder), load.tables, source=load.source, mode=load.mode, covers=load.covers)
            version = publish(mart, staged, time_zone=ZONE)
            assert {name: version.counts[name] for name in load.tables} == counts
            kept[version.number] = {name: modelled(model, name) for name in ORDER}
            again = publish(mart, staged, time_zone=ZONE)
            if load.mode == "upsert":
                assert again.number == version.number and not any(count.touched for count in again.counts.values())
            else:  # a row that this load moved into its span is deleted the second time
                model.load(load)
                model.settle()
                kept[again.number] = {name: modelled(model, name) for name in ORDER}
        for number, tables in kept.items():
            for name, expected in tables.items():
                assert stored(mart, number, name) == expected
        check_months(mart)


def check_months(mart: Mart) -> None:
    """Every row lies in the month of its event day."""
    for name in ORDER:
        event = TABLES[name].event
        if TABLES[name].partitioned and event is not None:
            for day, month in rows(mart.snapshot(), name, event, "_month"):
                assert month == (f"{day:%Y-%m}" if day else "none")
