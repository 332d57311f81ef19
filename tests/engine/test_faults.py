"""What once went wrong, or could: threads, interrupted queries, states kept for other questions, reversed ranges, odd coverage."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoreline.engine import assemble, why
from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.kpis import registry
from scoreline.mart.staged import Span
from scoreline.periods import parse
from tests.engine.tables import Tables, ask, cells, engine

ANN = Member("person", "Ann", "ann", "s")
DAY = dt.date(2025, 3, 10)
PEOPLE: dict[str, list[dict[str, Any]]] = {
    "people": [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}],
    "teams": [{"id": "all", "name": "All", "kind": "company"}, {"id": "n", "name": "North", "kind": "team", "parent_id": "all"}],
    "memberships": [{"person_id": name, "team_id": "n", "valid_from": dt.date(2024, 1, 1)} for name in ("ann", "bob")],
}


def deal(id: str, owner: str = "ann", stage: str = "won", **more: Any) -> dict[str, Any]:
    return {"id": id, "owner_id": owner, "stage_id": stage, "opened_on": DAY, "closed_on": DAY, "amount": Decimal(10)} | more


STAGES = [{"id": "won", "name": "Won", "kind": "won"}, {"id": "open", "name": "Open", "kind": "open", "probability": Decimal("0.5")}]


def test_threads_do_not_take_each_others_answers() -> None:
    orders = [{"id": f"o{n}", "owner_id": "ann", "ordered_on": DAY, "status": "complete"} for n in range(7)]
    on = engine(Tables({**PEOPLE, "orders": orders}))
    team = Member("team", "North", "n", "s")

    def one(number: int) -> Any:
        if number % 2:
            return why.cuts_of(on, team)[0].name
        return cells(ask(on, "order_count", by=("person",), per="month", start="2025-03", end="2025-03"), "order_count")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(one, range(80)))
    assert set(found[1::2]) == {"team:team"}
    assert all(answer == {("Ann", "2025-03"): 7, ("Bob", "2025-03"): 0} for answer in found[::2])


def test_an_interrupted_query_leaves_nothing_that_a_later_one_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [{"id": "o", "customer_id": "c", "ordered_on": DAY, "ordered_at": DAY, "status": "complete"}]
    on = engine(Tables({"orders": orders}), customer_days=30)
    with monkeypatch.context() as patch:
        patch.setattr(assemble, "answer", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ask(on, "retention_rate", per="month", start="2025-01", end="2025-01")
    table = ask(on, "retention_rate", per="month", start="2025-04", end="2025-04")
    assert cells(table, "retention_rate") == {("2025-04",): 0.0}


def test_members_shown_do_not_depend_on_the_states_kept(tmp_path: Path) -> None:
    rows = {**PEOPLE, "memberships": [], "stages": STAGES, "deals": [deal("a"), deal("b", "bob", "lost")]}
    rows["stages"] = [*STAGES, {"id": "lost", "name": "Lost", "kind": "lost"}]
    question: dict[str, Any] = {"by": ("customer",), "per": "month", "start": "2025-03", "end": "2025-03"}
    rows["customers"] = [{"id": name, "name": name.upper()} for name in ("x", "y")]
    rows["deals"] = [deal("a", customer_id="x"), deal("b", customer_id="y", stage_id="lost")]
    fresh = ask(engine(Tables(rows)), "sales_cycle_mean", **question).to_pylist()
    ask(engine(Tables(rows), kept=tmp_path), "win_rate", "sales_cycle_mean", **question)
    assert ask(engine(Tables(rows), kept=tmp_path), "sales_cycle_mean", **question).to_pylist() == fresh
    assert [row["customer"] for row in fresh] == ["X"]


def test_a_median_of_nothing_is_undefined_never_zero() -> None:
    on = engine(Tables({**PEOPLE, "stages": STAGES, "deals": [deal("a", "bob")]}))
    shown = ask(on, "sales_cycle", "win_rate", "order_count", by=("person",), per="month", start="2025-03", end="2025-03")
    assert shown.series("sales_cycle", ANN)[0].state is FactState.UNDEFINED
    absent = Member("person", "Nobody", "nobody", "s")
    assert shown.series("sales_cycle", absent)[0].state is FactState.UNDEFINED
    assert shown.series("sales_cycle", absent)[0].value is None


def test_a_pipeline_before_the_stage_history_is_missing() -> None:
    rows = {
        "stages": STAGES,
        "deals": [deal("a", stage="open", opened_on=dt.date(2025, 1, 5), closed_on=None)],
        "deal_stages": [{"deal_id": "a", "stage_id": "open", "entered_on": dt.date(2025, 3, 1), "entered_at": dt.date(2025, 3, 1)}],
    }
    on = engine(Tables(rows, {"deal_stages": (Span(dt.date(2025, 3, 1), dt.date(2025, 5, 1)),)}))
    table = ask(on, "weighted_pipeline", per="month", start="2025-01", end="2025-04")
    states = [table.fact(row, "weighted_pipeline").state for row in range(4)]
    assert states == [FactState.MISSING, FactState.MISSING, FactState.VALUE, FactState.VALUE]
    assert table.fact(3, "weighted_pipeline").value == 5


def test_a_range_that_ends_before_it_begins_counts_nowhere(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "measures:\n  open: {from: deals, count: id, during: [opened_on, closed_on]}\n"
        "kpis:\n  k: {title: T, dimension: process, question: Q?, formula: open, unit: count, direction: up}\n"
    )
    deals = [
        deal("reversed", opened_on=dt.date(2025, 3, 1), closed_on=dt.date(2025, 1, 5)),
        deal("unknown", opened_on=None, closed_on=dt.date(2025, 1, 5)),
        deal("open", opened_on=dt.date(2025, 1, 5), closed_on=dt.date(2025, 2, 10)),
    ]
    on = engine(Tables({"deals": deals}), registry.with_own([own]))
    assert cells(ask(on, "k", per="month", start="2025-01", end="2025-03"), "k") == {("2025-01",): 1, ("2025-02",): 0, ("2025-03",): 0}
    for label, rows in (("2025-01", 1), ("2025-02", 0), ("2025-03", 0)):
        assert why.rows(on, "k", None, parse(label), "open", 10, 0).total == rows


def test_a_rate_is_that_of_the_day_that_the_amount_counts_by() -> None:
    won = deal("a", currency="EUR", opened_on=dt.date(2025, 1, 5), closed_on=DAY)
    undated = deal("b", currency="EUR", opened_on=None, closed_on=None, stage_id="open")
    rates = [{"currency": "EUR", "date": day, "rate": rate} for day, rate in ((dt.date(2025, 1, 5), 1), (DAY, 2))]
    on = engine(Tables({"stages": STAGES, "deals": [won, undated], "exchange_rates": rates}))
    why_value = why.explain(on, "win_rate_value", None, parse("2025-03"))
    assert [part.value for part in why_value.parts] == [Decimal(20), Decimal(20)]
    assert cells(ask(on, "opportunity_value", per="month", start="2025-01", end="2025-01"), "opportunity_value") == {("2025-01",): 10}
