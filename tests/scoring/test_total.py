"""domain.md §2: five states of a fact, totals, coverage, scaling; and the laws of totals."""

from decimal import Decimal
from typing import Any

import simplejson
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.planning.matrix import Kind, MatrixRow, Undefined
from scoreline.scoring.scorecard import ScoreRow
from scoreline.scoring.total import score
from tests.scoring.builders import (
    MISSING,
    NOT_APPLICABLE,
    PARTIAL,
    UNDEFINED,
    ZERO,
    between,
    row,
    scored,
    up,
    value,
)

TINY = Decimal("1e-20")
TEN = up(0, 10, 15)
THREE = [row(TEN, "0.5", "a"), row(TEN, "0.25", "b"), row(TEN, "0.25", "c")]


def total(a: Fact, b: Fact, c: Fact, rows: list[MatrixRow] = THREE) -> Any:
    return scored(rows, {"a": a, "b": b, "c": c})


def test_value_and_zero_count() -> None:
    card = total(value(8), ZERO, value(12))
    assert (card.total, card.coverage, card.provisional, card.notes) == (70, 1, False, ())
    assert [(r.state, r.fact, r.index, r.weighted) for r in card.rows] == [
        ("value", 8, 80, 40),
        ("zero", 0, 0, 0),
        ("value", 12, 120, 30),
    ]
    assert card.rows[1].band == "below norm"


def test_missing_makes_the_total_provisional_with_its_coverage() -> None:
    card = total(value(8), PARTIAL, value(10))
    assert card.total == Decimal(40 + 25) / Decimal("0.75")
    assert (card.coverage, card.provisional) == (Decimal("0.75"), True)
    missing = card.rows[1]
    assert (missing.state, missing.fact) == ("missing", 7), "the partial value is kept, as partial"
    assert (missing.index, missing.index_raw, missing.weighted, missing.band, missing.attainment) == (None,) * 5
    assert card.notes[0].text == "86.7 on 75 % of the weight: provisional, because facts are missing for B."


def test_a_fact_that_was_not_handed_over_is_missing() -> None:
    card = scored(THREE, {"a": value(10), "b": value(10)})
    assert (card.rows[2].state, card.coverage) == ("missing", Decimal("0.75"))


def test_not_applicable_scales_the_other_weights_to_1() -> None:
    card = total(value(8), value(10), NOT_APPLICABLE)
    assert card.total == (Decimal(40) + 25) / Decimal("0.75")
    assert (card.coverage, card.provisional) == (1, False)
    assert [r.applied_weight for r in card.rows][2] is None
    assert abs(sum(r.weighted for r in card.rows[:2]) - card.total) < TINY
    assert [note.text for note in card.notes] == ["Not applicable: C. The other weights are scaled to 1."]


def test_missing_and_not_applicable_together() -> None:
    card = total(value(8), MISSING, NOT_APPLICABLE)
    assert card.total == 80
    assert abs(card.coverage - Decimal(2) / 3) < TINY, "of the applicable weight"
    assert [note.id for note in card.notes] == ["total.provisional", "total.scaled"]


def test_undefined_is_not_applicable_unless_agreed() -> None:
    card = total(value(8), UNDEFINED, value(8))
    assert (card.total, card.coverage, card.rows[1].state, card.rows[1].index) == (80, 1, "undefined", None)
    agreed = [THREE[0], row(TEN, "0.25", "b", undefined=Undefined.ZERO), THREE[2]]
    card = total(value(8), UNDEFINED, value(8), agreed)
    assert (card.total, card.coverage, card.provisional) == (60, 1, False)
    assert (card.rows[1].state, card.rows[1].fact, card.rows[1].index, card.rows[1].weighted) == ("undefined", None, 0, 0)
    assert [note.text for note in card.notes] == ["Undefined, which counts as index 0 as agreed: B."]


def test_nothing_known_gives_no_total_and_never_0() -> None:
    card = total(MISSING, MISSING, MISSING)
    assert (card.total, card.coverage, card.provisional) == (None, 0, True)
    assert [note.id for note in card.notes] == ["total.nothing_known"]
    card = total(NOT_APPLICABLE, NOT_APPLICABLE, UNDEFINED)
    assert (card.total, card.coverage, card.provisional) == (None, None, False)
    assert [note.id for note in card.notes] == ["total.nothing_applies"]


def test_an_indicator_is_watched_with_fact_and_band_but_no_index() -> None:
    watched = MatrixRow("w", kind=Kind.INDICATOR, levels=TEN)
    bare = MatrixRow("x", kind=Kind.INDICATOR)
    card = scored([row(TEN, 1, "a"), watched, bare], {"a": value(10), "w": value(11), "x": value(5)})
    assert (card.total, card.coverage) == (100, 1)
    seen = card.rows[1]
    assert (seen.fact, seen.band, seen.attainment) == (11, "on plan", 110)
    assert (seen.weight, seen.applied_weight, seen.index, seen.index_raw, seen.weighted) == (None,) * 5
    assert (card.rows[2].fact, card.rows[2].band, card.rows[2].base) == (5, None, None)
    card = scored([row(TEN, 1, "a"), watched], {"a": value(10), "w": MISSING})
    assert (card.provisional, card.notes) == (False, ())


def test_the_limited_index_counts_and_not_the_raw_one() -> None:
    card = scored([row(up(90, 100, 101), 1, "a")], {"a": value(0)})
    assert (card.rows[0].index_raw, card.total) == (-900, 0)


def test_json_has_the_agreed_names_and_unrounded_numbers() -> None:
    rows = [row(TEN, "0.5", "a"), row(between(0, 10, 20, 40), "0.5", "b")]
    card = scored(rows, {"a": value(0.1 + 0.2), "b": value("30")})
    data = simplejson.loads(simplejson.dumps(card.to_dict(), use_decimal=True), use_decimal=True)
    assert (data["member"], data["period"], data["provisional"], data["coverage"]) == ("Anna", "2017-07", False, 1)
    first, second = data["rows"]
    wanted = {
        "kpi",
        "weight",
        "base",
        "norm",
        "target",
        "fact",
        "state",
        "attainment",
        "index_raw",
        "index",
        "weighted",
        "band",
    }
    assert wanted <= set(first)
    assert first["fact"] == Decimal("0.30000000000000004")
    assert (second["base"], second["norm"], second["target"]) == ([0, 40], [10, 20], None)
    assert (second["index"], second["band"], second["attainment"]) == (50, "below norm", None)
    assert data["total"] == first["weighted"] + second["weighted"]


def test_a_kpi_without_a_definition_keeps_its_id_as_title() -> None:
    card = scored([row(TEN, 1, "a", question="Own words?")], {"a": value(10)})
    assert (card.rows[0].title, card.rows[0].question, card.rows[0].unit) == ("A", "Own words?", "count")
    from scoreline.planning.matrix import Matrix

    bare = score(Matrix(card.member, card.period, (row(TEN, 1, "a"),)), {"a": value(10)}, {})
    assert (bare.rows[0].title, bare.total) == ("a", 100)


facts = st.one_of(
    st.sampled_from([MISSING, PARTIAL, ZERO, UNDEFINED, NOT_APPLICABLE]),
    st.decimals(min_value=-5, max_value=30, places=2).map(value),
    st.floats(min_value=-5, max_value=30).map(value),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[MatrixRow], dict[str, Fact]]:
    parts = draw(st.lists(st.integers(1, 50), min_size=1, max_size=7))
    spare = 1000 - sum(parts)
    weights = [Decimal(part + (spare if i == 0 else 0)) / 1000 for i, part in enumerate(parts)]
    rules = st.sampled_from(list(Undefined))
    rows = [row(TEN, weight, f"k{i}", undefined=draw(rules)) for i, weight in enumerate(weights)]
    return rows, {r.kpi: draw(facts) for r in rows}


def applies(r: ScoreRow) -> bool:
    return r.state is not FactState.NOT_APPLICABLE and not (r.state is FactState.UNDEFINED and r.undefined is Undefined.NOT_APPLICABLE)


@given(case=cases())
def test_laws_of_totals(case: tuple[list[MatrixRow], dict[str, Fact]]) -> None:
    card = scored(*case)
    applicable = [r for r in card.rows if applies(r)]
    known = [r for r in applicable if r.state is not FactState.MISSING]
    assert all(r.index is None and r.weighted is None for r in card.rows if r not in known), "no figure out of nothing"
    if not applicable:
        assert (card.total, card.coverage, card.provisional) == (None, None, False)
        return
    assert abs(sum(r.applied_weight for r in applicable if r.applied_weight) - 1) < TINY, "scaled weights sum to 1"
    assert card.coverage is not None
    assert 0 <= card.coverage <= 1
    assert card.provisional == (card.coverage < 1) == (len(known) < len(applicable))
    parts = sum((r.weighted for r in known if r.weighted is not None), Decimal(0))
    if not known:
        assert card.total is None
        return
    assert card.total is not None
    assert abs(parts - card.total * card.coverage) < TINY, "weighted parts add up to the total on its share of the weight"
    by_hand = sum(r.weight * r.index for r in known) / sum(r.weight for r in known)  # type: ignore[operator,misc]
    assert abs(by_hand - card.total) < TINY
    assert min(r.index for r in known) - TINY <= card.total <= max(r.index for r in known) + TINY  # type: ignore[type-var,operator]
