"""Draws, what is owed, and corrections of what was paid."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import FactState
from scoreline.scoring.basis import Basis
from scoreline.scoring.incentives import earn, total
from scoreline.scoring.rates import Rate, Rule, Table
from scoreline.scoring.settlement import Draw, correction, settle, sum_of

D = Decimal
RULE = Rule("revenue", Table.MARGINAL, (Rate(D(0), None, D(".01")),))


def test_a_draw_is_paid_and_kept_back_later() -> None:
    first = settle(D(400), Draw(D(1000)))
    assert (first.paid, first.owed, [line.what for line in first.lines]) == (1000, 600, ["draw, owed from later earnings"])
    second = settle(D(1400), Draw(D(1000)), first.owed)
    assert (second.paid, second.owed, second.lines[0].amount) == (1000, 200, -400)
    third = settle(D(2000), Draw(D(1000)), second.owed)
    assert (third.paid, third.owed) == (1800, 0)


def test_a_draw_that_is_not_recoverable_is_a_guarantee() -> None:
    found = settle(D(400), Draw(D(1000), recoverable=False))
    assert (found.paid, found.owed) == (1000, 0)
    clawed = settle(D(-300), Draw(D(1000), recoverable=False))
    assert (clawed.paid, clawed.owed) == (1000, 300)


def test_what_cannot_be_taken_back_now_is_carried_over() -> None:
    found = settle(D(-300), None)
    assert (found.paid, found.owed) == (0, 300)
    assert settle(D(500), None, found.owed).paid == 200


def basis(fact: str | None, state: FactState = FactState.VALUE) -> Basis:
    return Basis("revenue", "Revenue", "money", None if fact is None else D(fact), state, D(100_000))


def test_a_clawback_is_a_negative_entry_with_its_cause() -> None:
    found = correction(RULE, "2025-Q1", (1, basis("100000.000000000000")), (2, basis("80000.2500")))
    assert found and found.line.amount == -200 and found.cause.period == "2025-Q1"
    assert found.line.what == "clawback of 2025-Q1: revenue was 100000 by closing version 1 and is 80000.25 by version 2"
    late = correction(RULE, "2025-Q1", (4, basis("80000")), (7, basis("100000")), "data")
    assert late and late.line.amount == 200
    assert late.line.what.startswith("correction of 2025-Q1: revenue was 80000 by data version 4")


def test_what_pays_the_same_needs_no_entry() -> None:
    assert correction(RULE, "2025-Q1", (1, basis("100")), (2, basis("100.001"))) is None


def test_a_fact_that_was_not_there_paid_nothing() -> None:
    found = correction(RULE, "2025-Q1", (1, basis(None, FactState.NOT_APPLICABLE)), (2, basis("80000")))
    assert found and found.line.amount == 800 and "was without a fact by" in found.line.what


amounts = st.decimals(min_value=-2000, max_value=5000, places=2)


@given(st.lists(amounts, max_size=8), st.none() | st.integers(0, 1500).map(lambda n: Draw(D(n))))
def test_over_all_periods_what_was_paid_is_what_was_earned_and_what_is_owed(earned: list[D], draw: Draw | None) -> None:
    owed, paid = D(0), D(0)
    for amount in earned:
        done = settle(amount, draw, owed)
        assert done.paid == amount + total(done.lines) and done.paid >= (draw.amount if draw else 0) and done.owed >= 0
        owed, paid = done.owed, paid + done.paid
    assert paid == sum(earned, D(0)) + owed


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_corrections_put_the_sum_right(told: int, now: int) -> None:
    entry = correction(RULE, "2025-Q1", (1, basis(str(told))), (2, basis(str(now))))
    paid = total(earn(RULE, D(told), D(1000))) + sum_of([entry] if entry else [])
    assert paid == total(earn(RULE, D(now), D(1000)))
