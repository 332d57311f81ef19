"""Customers by day against a plain loop, by activity and by contract: at end = at start + new - lost + won back, in every cell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreline.kpis import registry
from tests.engine.tables import Tables, ask, cells, engine

MEASURES = ("customers_at_start", "customers_new", "customers_lost", "customers_won_back", "customers_at_end")
OWN = "kpis:\n" + "".join(
    f"  k_{name}: {{title: T, dimension: customer, question: Q?, formula: {name}, unit: count, direction: up}}\n" for name in MEASURES
)
DAY = dt.timedelta(days=1)
START, END = dt.date(2024, 1, 1), dt.date(2024, 7, 1)
SPANS = {"month": ("2024-01", "2024-06"), "week": ("2024-W05", "2024-W12"), "quarter": ("2024-Q1", "2024-Q2")}
_days = st.integers(-60, 180).map(lambda days: START + dt.timedelta(days=days))
_PEOPLE, _CUSTOMERS = ("ann", "bob"), ("c1", "c2", "c3")
Rows = dict[str, list[dict[str, Any]]]


def _ranges(draw: Any, most: int) -> list[tuple[dt.date, dt.date | None]]:
    """Up to so many ranges of days one after another, some without a gap, the last one perhaps without an end."""
    days = sorted(set(draw(st.lists(_days, min_size=2, max_size=2 * most))))
    found: list[tuple[dt.date, dt.date | None]] = [(days[i], days[i + 1]) for i in range(len(days) - 1) if draw(st.booleans())]
    return [*found[:-1], (found[-1][0], None)] if found and draw(st.booleans()) else found


@st.composite
def _companies(draw: Any) -> Rows:
    teams = [{"id": "all", "name": "All", "kind": "company"}]
    teams += [{"id": team, "name": team, "kind": "team", "parent_id": "all"} for team in ("north", "south")]
    rows: Rows = {
        "people": [{"id": name, "name": name} for name in _PEOPLE],
        "teams": teams,
        "memberships": [
            {"person_id": person, "team_id": draw(st.sampled_from(["north", "south"])), "valid_from": begun, "valid_to": ended}
            for person in _PEOPLE
            for begun, ended in _ranges(draw, 2)
        ],
        "customers": [{"id": id, "name": id, "segment": draw(st.sampled_from(["large", "small", None]))} for id in _CUSTOMERS],
        "contracts": [
            {"id": f"{id}-{place}", "customer_id": id, "valid_from": begun, "valid_to": ended}
            for id in _CUSTOMERS
            for place, (begun, ended) in enumerate(_ranges(draw, 2))
        ],
        "ownerships": [
            {"kind": "customer", "record_id": id, "person_id": draw(st.sampled_from(_PEOPLE)), "valid_from": begun, "valid_to": ended}
            for id in _CUSTOMERS
            for begun, ended in _ranges(draw, 2)
        ],
        "orders": [],
    }
    for place in range(draw(st.integers(0, 14))):
        day = draw(_days)
        order = {
            "id": f"o{place:02}",
            "customer_id": draw(st.sampled_from([*_CUSTOMERS, None])),
            "owner_id": draw(st.sampled_from([*_PEOPLE, None])),
            "ordered_at": dt.datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=dt.UTC),
            "ordered_on": day,
            "status": draw(st.sampled_from(["complete", None, "cancelled"])),
        }
        rows["orders"].append(order)
    return rows


@dataclass
class _Loop:
    """The same told day by day."""

    rows: Rows
    days: int
    meaning: str

    def __post_init__(self) -> None:
        kept = [row for row in self.rows["orders"] if row["customer_id"] and row["status"] != "cancelled"]
        self.orders = sorted(kept, key=lambda row: (row["ordered_at"], row["id"]))

    def is_one(self, customer: str, day: dt.date) -> bool:
        """Whether somebody is a customer at the start of a day."""
        if self.meaning == "contract":
            mine = [row for row in self.rows["contracts"] if row["customer_id"] == customer]
            return any(_within(row, day - DAY) for row in mine)
        first = day - dt.timedelta(days=self.days)
        return any(row["customer_id"] == customer and first <= row["ordered_on"] < day for row in self.orders)

    def owner(self, customer: str, day: dt.date, before: dt.date) -> str | None:
        """Who looks after a customer on a day, or else owns the last order before the other day."""
        for row in self.rows["ownerships"]:
            if row["record_id"] == customer and _within(row, day):
                return str(row["person_id"])
        owners = [row["owner_id"] for row in self.orders if row["customer_id"] == customer and row["ordered_on"] < before]
        return owners[-1] if owners else None

    def team(self, person: str | None, day: dt.date) -> str | None:
        """The team of a person on a day."""
        return next((str(row["team_id"]) for row in self.rows["memberships"] if row["person_id"] == person and _within(row, day)), None)

    def cell(self, by: str, customer: str, team_day: dt.date, day: dt.date, before: dt.date) -> str | None:
        """The member that a customer counts for."""
        if by == "segment":
            found: str | None = next(row["segment"] for row in self.rows["customers"] if row["id"] == customer)
            return found
        person = self.owner(customer, day, before)
        return self.team(person, team_day) if by == "team" else person if by == "person" else "all"

    def stays(self, customer: str) -> list[tuple[dt.date, dt.date]]:
        """First and last day at whose start somebody was a customer, stay by stay."""
        found: list[tuple[dt.date, dt.date]] = []
        day = START - dt.timedelta(days=200)
        while day < END + dt.timedelta(days=200):
            if self.is_one(customer, day):
                found = [*found[:-1], (found[-1][0], day)] if found and found[-1][1] == day - DAY else [*found, (day, day)]
            day += DAY
        return found

    def counted(self, by: str, start: dt.date, end: dt.date) -> tuple[dict[str, Counter[str | None]], Counter[str | None]]:
        """The five measures by member; and those at the end by the member that their stay counts for in this period."""
        found = {name: Counter[str | None]() for name in MEASURES}
        stayed = Counter[str | None]()
        for customer in _CUSTOMERS:
            for place, (first, last) in enumerate(self.stays(customer)):
                begun = first - DAY
                at_start, at_event = self.cell(by, customer, start, start, start), self.cell(by, customer, begun, first, first)
                mine = at_start if begun < start else at_event
                if first <= start <= last:
                    found["customers_at_start"][at_start] += 1
                if start <= begun < end:
                    found["customers_new" if place == 0 else "customers_won_back"][at_event] += 1
                if start <= last < end:
                    found["customers_lost"][mine] += 1
                if first <= end <= last:
                    found["customers_at_end"][self.cell(by, customer, end - DAY, end - DAY, end)] += 1
                    stayed[mine] += 1
        return found, stayed


def _within(row: dict[str, Any], day: dt.date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]))


@pytest.mark.parametrize("meaning", ["activity", "contract"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_companies(), days=st.sampled_from([1, 7, 45, 90]), per=st.sampled_from(list(SPANS)))
def test_customers_add_up_in_every_cell(tmp_path: Path, meaning: str, rows: Rows, days: int, per: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    on = engine(Tables(rows), registry.with_own([path]), customer_days=days, customer_meaning=meaning)
    loop = _Loop(rows, days, meaning)
    for by in ("company", "segment", "person", "team"):
        cut = [] if by == "company" else [by]
        table = ask(on, *(f"k_{name}" for name in MEASURES), by=cut, per=per, start=SPANS[per][0], end=SPANS[per][1])
        given = {name: cells(table, f"k_{name}") for name in MEASURES}
        for period in table.query.periods:
            wanted, stayed = loop.counted(by, period.start, period.end)
            for member in {
                None,
                *stayed,
                *(member for count in wanted.values() for member in count),
                *(key[0] for key in given[MEASURES[0]] if cut),
            }:
                key = (member, period.label) if cut else (period.label,)
                if not cut and member is None:
                    continue
                got = {name: given[name].get(key, 0) or 0 for name in MEASURES}
                assert got == {name: wanted[name][member] for name in MEASURES}, (by, member, period.label)
                start, new, lost, back, _ = (got[name] for name in MEASURES)
                assert start + new - lost + back == stayed[member], (by, member, period.label)
                if by in ("company", "segment"):
                    assert got["customers_at_end"] == start + new - lost + back
