"""The change of a total, by row and by factor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact
from scoreline.errors import QueryError
from scoreline.insight.index_change import FACTORS, IndexChange, Situation, index_change
from scoreline.periods import parse
from scoreline.planning.matrix import Kind, Matrix, MatrixRow
from scoreline.scoring.exact import exact
from scoreline.scoring.total import score
from tests.scoring.builders import ANNA, MISSING, NOT_APPLICABLE, UNDEFINED, Kpi, row, up, value

KPIS = {kpi: Kpi(kpi.capitalize()) for kpi in ("revenue", "calls", "visits")}


def situation(rows: list[MatrixRow], with_people: dict[str, Fact] | None = None, **facts: Fact) -> Situation:
    return Situation(Matrix(ANNA, parse("2025-06"), tuple(rows)), facts, with_people)


def points(change: IndexChange) -> dict[str, Fraction]:
    return {factor: found for factor in FACTORS if (found := change.sum(factor))}


PLAIN = [row(up(0, 100, 150), "0.6", "revenue"), row(up(0, 50, 75), "0.4", "calls")]


def test_a_fact_alone() -> None:
    """92 to 81: revenue fell from 100 to 90 and calls from 40 to 33.75; .6 x 10 + .4 x 12.5 = 11 points."""
    before, after = situation(PLAIN, revenue=value(100), calls=value(40)), situation(PLAIN, revenue=value(90), calls=value("33.75"))
    found = index_change(before, after, KPIS)
    assert (found.before, found.after) == (92, 81)
    assert points(found) == {"fact": -11}
    assert [(part.kpi, part.factors["fact"]) for part in found.rows] == [("revenue", -6), ("calls", -5)]


def test_levels_alone_and_weights_alone() -> None:
    facts = {"revenue": value(100), "calls": value(40)}
    higher = [row(up(0, 125, 150), "0.6", "revenue"), PLAIN[1]]
    assert points(index_change(situation(PLAIN, **facts), situation(higher, **facts), KPIS)) == {"levels": -12}
    heavier = [row(up(0, 100, 150), "0.1", "revenue"), row(up(0, 50, 75), "0.9", "calls")]
    assert points(index_change(situation(PLAIN, **facts), situation(heavier, **facts), KPIS)) == {"weights": -10}


def test_a_row_that_is_new_or_gone_is_a_change_of_weights() -> None:
    facts = {"revenue": value(100), "calls": value(40)}
    only = [row(up(0, 100, 150), 1, "revenue")]
    assert points(index_change(situation(only, **facts), situation(PLAIN, **facts), KPIS)) == {"weights": -8}
    watched = [*only, MatrixRow("calls", kind=Kind.INDICATOR, levels=up(0, 1, 2))]
    assert points(index_change(situation(PLAIN, **facts), situation(watched, **facts), KPIS)) == {"weights": 8}


def test_restated_data_comes_first() -> None:
    before, after = situation(PLAIN, revenue=value(90), calls=value(40)), situation(PLAIN, revenue=value(100), calls=value(40))
    found = index_change(before, after, KPIS, first_told={"revenue": value(100), "calls": value(40)})
    assert (found.before, found.after) == (92, 92)
    assert points(found) == {"restatement": -6, "fact": 6}


def test_other_people_are_told_apart_from_what_the_same_people_did() -> None:
    """The team sold 100, then 130. The same people would have sold 90; the new ones, in the first month, 140."""
    rows = [row(up(0, 100, 200), 1, "revenue")]
    before = situation(rows, {"revenue": value(140)}, revenue=value(100))
    after = situation(rows, {"revenue": value(90)}, revenue=value(130))
    assert points(index_change(before, after, KPIS)) == {"fact": -10, "people": 40}


def test_a_missing_fact_makes_it_provisional() -> None:
    before, after = situation(PLAIN, revenue=value(100), calls=value(40)), situation(PLAIN, revenue=value(100), calls=MISSING)
    found = index_change(before, after, KPIS)
    assert found.provisional and found.after == 100


def test_without_a_total_there_is_nothing_to_explain() -> None:
    known, unknown = situation(PLAIN, revenue=value(1), calls=value(1)), situation(PLAIN, revenue=MISSING, calls=MISSING)
    with pytest.raises(QueryError, match="There is no total"):
        index_change(known, unknown, KPIS)


facts = st.one_of(st.integers(0, 200).map(value), st.sampled_from([MISSING, UNDEFINED, NOT_APPLICABLE]))
held = st.fixed_dictionaries(dict.fromkeys(KPIS, facts))


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    names = draw(st.lists(st.sampled_from(sorted(KPIS)), min_size=1, max_size=3, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(names) - 1, max_size=len(names) - 1)))
    weights = [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    rows = [
        row(up(0, norm := draw(st.integers(1, 150)), norm + draw(st.integers(0, 50))), weight, name)
        for name, weight in zip(names, weights, strict=True)
    ]
    return Matrix(ANNA, parse("2025-06"), tuple(rows))


situations = st.builds(Situation, matrices(), held, held)


def has_total(situation: Situation) -> bool:
    return any((card_row.weight or 0) > 0 for card_row in score(situation.matrix, situation.facts, KPIS).rows if card_row.index is not None)


@given(situations.filter(has_total), situations.filter(has_total), st.none() | st.just({kpi: value(77) for kpi in KPIS}))
def test_the_parts_sum_to_the_change_by_row_and_by_factor(before: Situation, after: Situation, told: dict[str, Fact] | None) -> None:
    found = index_change(before, after, KPIS, told)
    assert sum(found.sum(factor) for factor in FACTORS) == found.after - found.before
    assert all(sum(part.factors.values(), Fraction(0)) == part.after - part.before for part in found.rows)
    total = score(after.matrix, after.facts, KPIS).total
    assert total is not None and abs(exact(total) - found.after) < Fraction(1, 10**20)


@given(situations.filter(has_total), situations.filter(has_total))
def test_told_backwards_each_part_is_the_opposite(before: Situation, after: Situation) -> None:
    there, back = index_change(before, after, KPIS), index_change(after, before, KPIS)
    assert {factor: -there.sum(factor) for factor in FACTORS} == {factor: back.sum(factor) for factor in FACTORS}


@given(situations.filter(has_total))
def test_where_nothing_changed_there_are_no_parts(same: Situation) -> None:
    alone = Situation(same.matrix, same.facts)
    assert points(index_change(alone, alone, KPIS)) == {}
