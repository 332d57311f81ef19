"""What a result pays, and which tables are refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.errors import IncentiveError
from scoreline.periods import parse
from scoreline.planning.matrix import Matrix
from scoreline.scoring.incentives import earn, every_row_pays, payable, total
from scoreline.scoring.rates import Accelerator, On, Rate, Rule, Table
from tests.scoring.builders import ANNA, down, row, up

D = Decimal


def rates(*steps: tuple[str, str | None, str]) -> tuple[Rate, ...]:
    return tuple(Rate(D(low), high and D(high), D(rate)) for low, high, rate in steps)  # type: ignore[arg-type]


STEPS = rates(("0", "100", ".01"), ("100", "120", ".02"), ("120", None, ".03"))


def rule(table: Table = Table.MARGINAL, **more: Any) -> Rule:
    return Rule("revenue", table, more.pop("rates", STEPS), **more)


@pytest.mark.parametrize(
    ("fact", "table", "paid"),
    [
        (50_000, Table.MARGINAL, "500"),
        (100_000, Table.MARGINAL, "1000"),
        (110_000, Table.MARGINAL, "1200"),
        (150_000, Table.MARGINAL, "2300"),
        (99_999, Table.RETROACTIVE, "999.99"),
        (100_000, Table.RETROACTIVE, "2000"),
        (150_000, Table.RETROACTIVE, "4500"),
        (0, Table.MARGINAL, "0"),
        (-500, Table.RETROACTIVE, "0"),
    ],
)
def test_rates_pay_for_their_step_or_for_all(fact: int, table: Table, paid: str) -> None:
    """At a norm of 100,000 the steps end at 100,000 and 120,000."""
    assert total(earn(rule(table), fact, D(100_000))) == D(paid)


def test_the_lines_tell_step_by_step() -> None:
    lines = earn(rule(cap=D(2000), accelerator=Accelerator(D(120), D("1.5"))), 150_000, D(100_000))
    assert [(line.what, line.quantity, line.rate, line.amount) for line in lines] == [
        ("from 0% to 100%", 100_000, D(".01"), 1000),
        ("from 100% to 120%", 20_000, D(".02"), 400),
        ("from 120% on", 30_000, D(".03"), 900),
        ("1.5 times as much from 120%", 30_000, None, 450),
        ("capped at 2000", None, None, -750),
    ]


def test_below_the_threshold_nothing_is_paid_and_from_it_all() -> None:
    assert [line.what for line in earn(rule(threshold=D(60)), 59_999, D(100_000))] == ["below the threshold of 60% of the norm"]
    assert total(earn(rule(threshold=D(60)), 60_000, D(100_000))) == 600


def test_an_accelerator_may_begin_within_a_step() -> None:
    """10,000 beyond 110 %: .02 twice."""
    assert total(earn(rule(accelerator=Accelerator(D(110), D(2))), 120_000, D(100_000))) == 1000 + 400 + 200


def test_a_retroactive_accelerator_adds_to_what_lies_beyond() -> None:
    assert total(earn(rule(Table.RETROACTIVE, accelerator=Accelerator(D(120), D(2))), 130_000, D(100_000))) == 3900 + 300


def test_steps_on_the_fact_need_no_norm() -> None:
    visits = rule(rates=rates(("0", "20", "0"), ("20", None, "12.50")), on=On.FACT)
    assert total(earn(visits, 25)) == D("62.50")


def test_percents_need_a_norm() -> None:
    with pytest.raises(IncentiveError, match="no norm above 0"):
        earn(rule(), 5)


def test_each_line_is_rounded_to_the_cent() -> None:
    assert total(earn(rule(), D("100.55"), D(1_000_000))) == D("1.01")


@pytest.mark.parametrize(
    ("table", "steps", "words"),
    [
        (Table.MARGINAL, (), "is empty"),
        (Table.MARGINAL, rates(("10", None, ".1")), "No rate covers 0 to 10"),
        (Table.MARGINAL, rates(("0", "10", ".1")), "beyond 10"),
        (Table.MARGINAL, rates(("0", "10", ".1"), ("20", None, ".2")), "a gap from 10 to 20"),
        (Table.MARGINAL, rates(("0", "20", ".1"), ("10", None, ".2")), "from 0 up to 20 and the step from 10 overlap"),
        (Table.MARGINAL, rates(("0", None, ".1"), ("10", None, ".2")), "without an end and the step from 10 overlap"),
        (Table.MARGINAL, rates(("0", "10", "-.1"), ("10", None, ".2")), "at -0.1 is none"),
        (Table.MARGINAL, rates(("0", "0", ".1"), ("0", None, ".2")), "from 0 to 0"),
        (Table.RETROACTIVE, rates(("0", "10", ".2"), ("10", None, ".1")), "At 10 the rate falls from 0.2 to 0.1"),
    ],
)
def test_a_table_that_cannot_be_paid_by_is_refused(table: Table, steps: tuple[Rate, ...], words: str) -> None:
    with pytest.raises(IncentiveError, match=words):
        rule(table, rates=steps)


@pytest.mark.parametrize("more", [{"cap": D(-1)}, {"threshold": D(-1)}, {"accelerator": Accelerator(D(100), D(".5"))}])
def test_odd_fields_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(IncentiveError):
        rule(**more)


def matrix(**fields: Any) -> Matrix:
    rows = (row(up(0, 100, 120), ".6", "revenue", **fields), row(up(0, 10, 12), ".4", "calls"))
    return Matrix(ANNA, parse("2025-06"), rows)


def test_only_a_result_pays() -> None:
    assert payable(matrix(result=True), rule()).kpi == "revenue"
    with pytest.raises(IncentiveError, match="not marked as a result") as problem:
        payable(matrix(), rule())
    assert problem.value.where == 'matrix of Anna, 2025-06, row "revenue"'
    with pytest.raises(IncentiveError, match="no such row"):
        payable(matrix(), Rule("visits", Table.MARGINAL, STEPS))


def test_percents_of_a_norm_need_one_where_more_is_better() -> None:
    cycle = Matrix(ANNA, parse("2025-06"), (row(down(50, 30, 20), 1, "revenue", result=True),))
    with pytest.raises(IncentiveError, match="more being better"):
        payable(cycle, rule())


def test_where_every_row_pays_it_is_told() -> None:
    calls = Rule("calls", Table.MARGINAL, STEPS)
    assert not every_row_pays(matrix(), [rule()])
    assert every_row_pays(matrix(), [rule(), calls])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    table = draw(st.sampled_from(list(Table)))
    edges = sorted(draw(st.lists(st.integers(1, 200), max_size=4, unique=True)))
    paying = [D(number) / 100 for number in draw(st.lists(st.integers(0, 50), min_size=len(edges) + 1, max_size=len(edges) + 1))]
    steps = zip([0, *edges], [*edges, None], sorted(paying) if table is Table.RETROACTIVE else paying, strict=True)
    return Rule(
        "k",
        table,
        tuple(Rate(D(low), None if high is None else D(high), rate) for low, high, rate in steps),
        draw(st.sampled_from(list(On))),
        D(draw(st.integers(0, 100))),
        draw(st.none() | st.builds(Accelerator, st.integers(0, 200).map(D), st.integers(10, 30).map(lambda n: D(n) / 10))),
        draw(st.none() | st.integers(0, 500).map(D)),
    )


facts = st.decimals(min_value=-100, max_value=5000, places=2)
norms = st.integers(1, 3000).map(D)


@given(rules(), facts, facts, norms)
def test_more_never_pays_less(rule: Rule, one: D, other: D, norm: D) -> None:
    less, more = sorted((one, other))
    assert total(earn(rule, less, norm)) <= total(earn(rule, more, norm))


@given(rules(), facts, norms)
def test_it_pays_between_nothing_and_the_cap_in_cents(rule: Rule, fact: D, norm: D) -> None:
    paid = total(earn(rule, fact, norm))
    assert paid >= 0 and (rule.cap is None or paid <= rule.cap)
    assert paid == paid.quantize(D("0.01"))


@given(rules(), facts, norms)
def test_marginal_lines_cover_the_fact_once(rule: Rule, fact: D, norm: D) -> None:
    lines = [line for line in earn(rule, fact, norm) if line.rate is not None]
    if lines:
        assert abs(sum(line.quantity or D(0) for line in lines) - fact) < D("1e-20")


@given(facts, norms, st.integers(1, 99))
def test_a_step_cut_in_two_at_one_rate_pays_the_same(fact: D, norm: D, cut: int) -> None:
    whole = rule(rates=rates(("0", "100", "1"), ("100", None, "2")))
    halves = rule(rates=rates(("0", str(cut), "1"), (str(cut), "100", "1"), ("100", None, "2")))
    assert abs(total(earn(whole, fact, norm)) - total(earn(halves, fact, norm))) <= D("0.01")
