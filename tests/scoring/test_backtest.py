"""A proposed matrix over the past: totals that equal the scorecards', gains, and what rows tell."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.periods import parse
from scoreline.planning.matrix import Matrix
from scoreline.scoring.backtest import Trial, backtest, weigh
from scoreline.scoring.exact import rounded
from scoreline.scoring.total import score
from tests.scoring.builders import ANNA, MISSING, NOT_APPLICABLE, UNDEFINED, ZERO, down, row, up, value

MONTH = parse("2025-06")


def matrix(*weights: str, who: Member = ANNA) -> Matrix:
    """Rows a, b, c: 0 at 0, 100 at 100, capped at 150."""
    return Matrix(who, MONTH, tuple(row(up(0, 100, 150), weight, kpi) for weight, kpi in zip(weights, "abc", strict=False)))


def trial(facts: str, *weights: str, ran: Matrix | None = None, who: Member = ANNA) -> Trial:
    return Trial(matrix(*weights, who=who), {kpi: value(fact) for kpi, fact in zip("abc", facts.split(), strict=False)}, ran)


def people(count: int) -> list[Member]:
    return [Member("person", f"p{number:04}", str(number), "crm") for number in range(count)]


def test_the_spread_of_totals() -> None:
    found = backtest([trial(f"{total} {total}", "0.5", "0.5") for total in (20, 40, 60, 80, 145)])
    assert found.spread is not None
    assert (found.spread.least, found.spread.low, found.spread.median, found.spread.high, found.spread.most) == (20, 40, 60, 80, 145)
    assert found.spread.mean == 69 and found.spread.bands == {2: 1, 4: 1, 6: 1, 8: 1, 14: 1}
    assert found.before is None and found.gains == () and found.pay is None


def test_who_gains_and_who_loses() -> None:
    """Facts 100 and 50: by halves 75. With .8 and .2 they give 90, with .2 and .8 they give 60."""
    ann, bob = people(2)
    found = backtest(
        [
            trial("100 50", "0.8", "0.2", ran=matrix("0.5", "0.5", who=ann), who=ann),
            trial("50 100", "0.8", "0.2", ran=matrix("0.5", "0.5", who=bob), who=bob),
            trial("50 100", "0.8", "0.2", who=bob),
        ]
    )
    assert [(gain.member, gain.periods, gain.proposed, gain.ran, gain.change) for gain in found.gains] == [
        (ann, 1, 90, 75, 15),
        (bob, 1, 60, 75, -15),
    ]


def test_what_hangs_on_a_weight() -> None:
    """.5 to .6: 10 points of index are a move of one point."""
    (first, second) = backtest([trial("90 80", "0.5", "0.5")]).sensitivities
    assert (first.kpi, second.kpi) == ("a", "b")
    assert (first.mean, first.most, second.mean) == (pytest.approx(1), pytest.approx(1), pytest.approx(-1))
    assert backtest([trial("90", "1")]).sensitivities == ()


def test_rows_that_measure_the_same() -> None:
    trials = [trial(f"{fact} {fact + fact % 2} {fact * 37 % 101}", "0.4", "0.3", "0.3") for fact in range(10, 40)]
    (pair,) = backtest(trials).alike
    assert (pair.one, pair.other, pair.pairs) == ("a", "b", 30) and pair.correlation > 0.99
    assert backtest(trials[:9]).alike == ()


def test_levels_that_tell_nobody_apart() -> None:
    found = {(use.kpi, use.level): use for use in backtest([trial(f"{fact} 200", "0.5", "0.5") for fact in range(95, 107)]).levels}
    assert {key for key, use in found.items() if use.idle} == {
        ("a", "base"), ("a", "target"), ("b", "base"), ("b", "norm"), ("b", "target"),
    }  # fmt: skip
    assert (found["a", "norm"].reached, found["a", "norm"].facts) == (7, 12)


def test_a_level_where_less_is_better() -> None:
    slow = Matrix(ANNA, MONTH, (row(down(50, 30, 20), 1, "a"),))
    uses = backtest([Trial(slow, {"a": value(fact)}) for fact in (25, 35, 60)]).levels
    assert [(use.level, use.reached) for use in uses] == [("base", 2), ("norm", 1), ("target", 0)]


def test_what_has_no_total_is_counted_apart() -> None:
    found = backtest([Trial(matrix("0.5", "0.5"), facts) for facts in ({}, {"a": value(50)}, {"a": value(50), "b": NOT_APPLICABLE})])
    assert (found.trials, found.without, found.provisional) == (3, 1, 1)
    assert found.spread and found.spread.count == 2


def test_pay_is_summed() -> None:
    one = replace(trial("90", "1"), pay=Decimal("10.50"), ran_pay=Decimal(8))
    found = backtest([one, one, trial("90", "1")])
    assert (found.pay, found.ran_pay) == (21, 16)


facts = st.one_of(
    st.decimals(min_value=-200, max_value=400, places=2).map(value), st.sampled_from([MISSING, UNDEFINED, NOT_APPLICABLE, ZERO])
)


@given(st.lists(facts, min_size=3, max_size=3), st.integers(0, 100), st.integers(0, 100))
def test_a_total_is_that_of_the_scorecard(drawn: list[object], one: int, other: int) -> None:
    low, high = sorted((one, other))
    made = matrix(*(str(Decimal(weight) / 100) for weight in (low, high - low, 100 - high)))
    held = dict(zip("abc", drawn, strict=True))
    card, found = score(made, held, {}), weigh(made, held)  # type: ignore[arg-type]
    assert card.total == (None if found.total is None else rounded(found.total))
    assert card.provisional == found.provisional


@given(st.lists(st.integers(0, 150), min_size=2, max_size=2), st.integers(0, 90))
def test_sensitivity_is_what_the_raised_weight_does(drawn: list[int], percent: int) -> None:
    held = {kpi: value(fact) for kpi, fact in zip("ab", drawn, strict=True)}
    weights = [Decimal(percent) / 100, 1 - Decimal(percent) / 100]
    raised = [weights[0] + Decimal("0.1"), weights[1] - Decimal("0.1")]
    before, after = (weigh(matrix(*map(str, pair)), held).total for pair in (weights, raised))
    found = {item.kpi: item.mean for item in backtest([Trial(matrix(*map(str, weights)), held)]).sensitivities}
    assert before is not None and after is not None
    assert found["a"] == pytest.approx(float(after - before))


@given(st.permutations(range(12)))
def test_the_order_of_trials_does_not_matter(order: list[int]) -> None:
    whos = people(3)
    trials = [
        trial(f"{7 * n % 130} {11 * n % 140}", "0.5", "0.5", ran=matrix("0.3", "0.7", who=whos[n % 3]), who=whos[n % 3]) for n in range(12)
    ]
    one, other = backtest(trials), backtest([trials[place] for place in order])
    assert (one.spread, one.gains) == (other.spread, other.gains)


def test_a_thousand_members_over_a_year_take_less_than_five_seconds() -> None:
    chance = Random(7)
    whos, months = people(1000), [parse(f"2025-{month:02}") for month in range(1, 13)]
    rows = tuple(row(up(0, 100 + place, 150), "0.2", f"k{place}") for place in range(5))
    others = tuple(replace(item, weight=Decimal(weight)) for item, weight in zip(rows, (".4", ".3", ".1", ".1", ".1"), strict=True))
    trials = []
    for who in whos:
        for month in months:
            facts = {item.kpi: value(Decimal(chance.randrange(20_000)) / 100) for item in rows}
            agreed = tuple(replace(item, levels=up(0, 80 + chance.randrange(40), 150)) for item in others)
            trials.append(Trial(Matrix(who, month, rows), facts, Matrix(who, month, agreed)))
    begun = time.process_time()
    found = backtest(trials)
    took = time.process_time() - begun
    assert took < 5
    assert found.trials == 12_000 and len(found.gains) == 1000
    assert found.gains[0].change > 0 > found.gains[-1].change and isinstance(found.gains[0].proposed, Decimal)
