"""Measures that need other days than those of their period: six months from a first order on, a quota's own time, all before a stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from scoreline.engine.coverage import Coverage
from scoreline.engine.facts import FactState
from scoreline.kpis import registry
from scoreline.mart.staged import Span
from scoreline.periods import parse
from tests.engine.tables import ALWAYS, Tables, ask, engine

Spans = tuple[Span, ...]


def days(*pairs: str) -> Spans:
    """Spans written as first day .. first day no longer."""
    return tuple(Span(*map(dt.date.fromisoformat, pair.split(" .. "))) for pair in pairs)


GAP = days("2023-01-01 .. 2024-04-01", "2024-05-01 .. 2025-01-01")
"""Two years without April 2024."""


def known(kpi: str, covered: Mapping[str, Spans], labels: Sequence[str], quotas: Sequence[tuple[str, Span]] = ()) -> list[bool]:
    """Whether each period of a KPI is covered, where these tables were loaded."""
    definitions = registry.shipped()
    coverage = Coverage(Tables({table: [] for table in covered}, covered), 90, quotas=lambda: quotas)
    parts = definitions.parts(kpi)
    return [all(coverage.leaf(definitions, leaf, parse(label)) for leaf in parts) for label in labels]


def test_a_half_year_is_whole_or_missing() -> None:
    """Who was won on 1 October still buys on 31 March, who was won on the 2nd until 1 April."""
    asked = ["2023-09", "2023-10-01", "2023-10-02", "2023-10", "2024-03", "2024-04", "2024-05"]
    covered = {"orders": ALWAYS, "order_lines": GAP}
    assert known("margin_rate_6m", covered, asked) == [True, True, False, False, False, False, True]


def test_a_half_year_that_is_not_over_is_still_open() -> None:
    """It stands as it is, and beside it how many are: the data ends in it, and has no gap."""
    assert known("margin_rate_6m", {"orders": ALWAYS, "order_lines": GAP}, ["2024-08", "2024-12"]) == [True, True]


def test_refunds_count_where_their_days_were_stated() -> None:
    covered = {"orders": ALWAYS, "order_lines": ALWAYS, "refunds": GAP}
    assert known("margin_rate_6m", covered, ["2023-09", "2023-12"]) == [True, False]


def quota(first: str, end: str, source: str = "s") -> tuple[str, Span]:
    return source, days(f"{first} .. {end}")[0]


def test_a_quota_needs_all_its_days() -> None:
    """Of those that end in June one began in April; those that end in July began after the gap."""
    quotas = [quota("2024-04-01", "2024-07-01"), quota("2024-05-01", "2024-07-01"), quota("2024-05-01", "2024-08-01")]
    covered = {"levels": (), "order_lines": GAP}
    for kpi in ("quota_attainment", "quota_reach"):
        assert known(kpi, covered, ["2024-06", "2024-07", "2024-08"], quotas) == [False, True, True]
    assert known("quota_attainment", covered, ["2024-03"], [quota("2024-01-01", "2024-04-01")]) == [True]


def test_a_running_quota_needs_its_days_up_to_the_periods_end() -> None:
    covered = {"levels": (), "order_lines": GAP, "deals": ALWAYS, "deal_stages": ALWAYS, "stages": ()}
    running = [quota("2024-01-01", "2025-01-01")]
    assert known("pipeline_coverage", covered, ["2024-03", "2024-05", "2025-01"], running) == [True, False, False]
    assert known("pipeline_coverage", covered, ["2024-05"], [quota("2024-01-01", "2024-05-15")]) == [True], "it does not run any more"


@pytest.mark.parametrize("table", ["deals", "deal_stages"])
def test_what_is_open_needs_every_day_from_the_first(table: str) -> None:
    """A deal that was opened, or moved, in the gap may stand there ever since."""
    covered = {"deals": ALWAYS, "deal_stages": ALWAYS, "stages": (), table: GAP}
    asked = ["2023-01", "2024-03", "2024-04", "2024-05", "2024-12"]
    assert known("weighted_pipeline", covered, asked) == [True, True, False, False, False]
    assert known("opportunities_created", covered, ["2024-05"]) == [True], "a flow needs its own days"


def test_without_history_deals_need_every_day_up_to_the_last() -> None:
    covered = {"deals": GAP, "stages": ()}
    assert known("weighted_pipeline", covered, ["2024-12"]) == [False]
    assert known("weighted_pipeline", covered | {"deals": GAP[1:]}, ["2024-11", "2024-12"]) == [False, True]
    assert known("weighted_pipeline", covered | {"deals": days("2024-01-01 .. 2024-12-20")}, ["2024-12"]) == [True], (
        "it stands as of the 19th"
    )


def test_what_was_invoiced_and_not_paid_needs_every_day_from_the_first() -> None:
    covered = {"invoices": ALWAYS, "payments": ALWAYS, "order_lines": ALWAYS}
    assert known("days_sales_outstanding", covered, ["2024-03", "2024-05"]) == [True, True]
    for table in ("invoices", "payments"):
        assert known("days_sales_outstanding", covered | {table: GAP}, ["2024-03", "2024-05"]) == [True, False]


def test_a_next_step_may_lie_on_any_later_day() -> None:
    """What was done before does not matter; what was done in the gap may have been scheduled long before."""
    covered = {"deals": ALWAYS, "deal_stages": ALWAYS, "stages": (), "activities": GAP}
    assert known("crm_discipline", covered, ["2024-03", "2024-04", "2024-05"]) == [False, False, True]


def test_customers_need_the_days_by_which_they_are_known_only() -> None:
    """90 days before the 1st of July there was the gap, before the 1st of August there was none."""
    assert known("relationship_length", {"orders": GAP}, ["2024-03", "2024-06", "2024-07"]) == [True, False, True]


def rows(source: str, first: str) -> dict[str, list[dict[str, Any]]]:
    """A person with a quota for the first quarter of 2024, who sold 10 on a day."""
    day, own = dt.date.fromisoformat(first), {"_source": source}
    when = {"ordered_on": day, "ordered_at": dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)}
    norm = {"member_kind": "person", "member_id": "p", "kpi": "revenue", "norm": 10, "is_quota": True}
    return {
        "people": [{"id": "p", "name": f"p of {source}", **own}],
        "orders": [{"id": "o", "owner_id": "p", **when, **own}],
        "order_lines": [{"id": "l", "order_id": "o", "owner_id": "p", "amount": 10, "ordered_on": day, **own}],
        "levels": [{**norm, "valid_from": dt.date(2024, 1, 1), "valid_to": dt.date(2024, 4, 1), **own}],
    }


def test_quotas_are_read_from_the_data_and_told_apart_by_source() -> None:
    """The second source begins in February, within its quota; the first has all days of it."""
    one, other = rows("a", "2024-01-10"), rows("b", "2024-02-10")
    own = {"a": days("2023-01-01 .. 2025-01-01"), "b": days("2024-02-01 .. 2025-01-01")}
    sales = {"orders": own, "order_lines": own, "people": dict.fromkeys("ab", ()), "levels": dict.fromkeys("ab", ())}
    both = Tables({name: [*one[name], *other[name]] for name in one}, {"levels": ()}, sales)
    on = engine(both)
    by_person = ask(on, "quota_attainment", by=("person",), per="month", start="2024-03", end="2024-03")
    assert dict(zip(by_person.table["person"].to_pylist(), [fact.state for fact in by_person.facts("quota_attainment")], strict=True)) == {
        "p of a": FactState.VALUE,
        "p of b": FactState.MISSING,
    }
    whole = ask(on, "quota_attainment", per="month", start="2024-03", end="2024-03")
    assert [(fact.value, fact.state) for fact in whole.facts("quota_attainment")] == [(100.0, FactState.VALUE)]
    assert any(note.startswith("order lines of b only from 2024-02-01 to 2024-12-31: ") for note in whole.notes)


def test_a_gap_makes_cells_missing_and_says_why() -> None:
    tables = rows("s", "2024-03-10")
    gap = days("2023-01-01 .. 2024-02-10", "2024-02-20 .. 2025-01-01")
    on = engine(Tables(tables, {"orders": gap, "order_lines": gap}))
    table = ask(on, "quota_attainment", by=("person",), per="month", start="2024-03", end="2024-03")
    assert [fact.state for fact in table.facts("quota_attainment")] == [FactState.MISSING]
    wanted = (
        "All days of a quota must be covered. The data covers order lines from 2023-01-01 to 2024-02-09 and from 2024-02-20 to 2024-12-31."
    )
    assert [note for note in table.notes if "quota" in note] == [f"quota_attainment: {wanted}"]
