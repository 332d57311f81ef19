"""The five checks of a proposed row, one at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.insight.past import Past, Pool
from scoreline.insight.smart import Answer, Check, Letter, Often, Proposed, smart
from scoreline.periods import parse
from scoreline.planning.levels import AnyLevels
from scoreline.planning.matrix import Kind, MatrixRow
from tests.scoring.builders import ANNA, MISSING, NOT_APPLICABLE, UNDEFINED, between, down, row, up, value


@dataclass(frozen=True)
class Kpi:
    formula: str = "sold - refunded"
    strategic_priority: str = "Growth"
    status: str = "active"


def past(*numbers: int | Fact, who: Member = ANNA) -> Past:
    return Past(who, tuple(value(number) if isinstance(number, int) else number for number in numbers))


OWN = past(5, 15, 20, 25, 30, 35)


def role(own: Past, *values: Sequence[int]) -> Pool:
    """All of a role: the one that is asked about, and others."""
    return Pool([own, *(past(*numbers, who=Member("person", f"p{place}", str(place))) for place, numbers in enumerate(values))])


GOOD = Proposed(
    row(up(10, 20, 30)),
    parse("2017-07"),
    Kpi(),
    "Anna (account_executive)",
    "",
    True,
    (),
    OWN,
    role(OWN, *[[10, 20, 30]] * 4),
    dt.date(2017, 8, 10),
)


def with_past(own: Past, *others: Sequence[int]) -> Proposed:
    """The good row of one with another past, and other peers."""
    return replace(GOOD, past=own, role=role(own, *others))


def check(letter: Letter, asked: Proposed) -> Check:
    found = smart(asked)
    assert [one.letter for one in found.checks] == list(Letter)
    return next(one for one in found.checks if one.letter is letter)


def said(letter: Letter, asked: Proposed) -> tuple[Answer, str]:
    found = check(letter, asked)
    return found.answer, found.evidence


def test_a_good_row() -> None:
    norm = "Norm sometimes: 4 of 6 own periods (30 to 90 %), 8 of 12 periods of 4 peers."
    target = "Target sometimes: 2 of 6 own periods (10 to 70 %), 4 of 12 periods of 4 peers."
    found = smart(GOOD)
    assert found.whole
    assert [(one.answer, one.evidence) for one in found.checks] == [
        (Answer.YES, "revenue of Anna (account_executive)."),
        (Answer.YES, "It is sold - refunded; 6 of 6 periods have a value."),
        (Answer.YES, f"{norm} {target}"),
        (Answer.YES, "It serves Growth."),
        (Answer.YES, "2017-07, reviewed on 2017-08-10."),
    ]


def test_specific() -> None:
    cut = "nps cannot be cut by person."
    assert said(Letter.SPECIFIC, replace(GOOD, refused=cut)) == (Answer.NO, cut)
    counted = "It is sold - refunded, but it cannot be counted for Anna (account_executive)."
    assert said(Letter.MEASURABLE, replace(GOOD, refused=cut, past=replace(GOOD.past, facts=()))) == (Answer.NO, counted)
    gone = "Anna (account_executive) is not there on any day of 2017-07."
    assert said(Letter.SPECIFIC, replace(GOOD, there=False)) == (Answer.NO, gone)
    assert not smart(replace(GOOD, there=False)).whole


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kpi": Kpi(status="draft")}, "The definition is still a draft."),
        ({"kpi": Kpi(status="retired")}, "The definition is retired."),
        ({"missing": ("orders", "refunds")}, "It cannot be computed: load orders, refunds."),
        (
            {"past": past(UNDEFINED, MISSING), "role": Pool([])},
            "It is sold - refunded, but 0 of 2 periods have a value (1 undefined, 1 not covered).",
        ),
    ],
)
def test_not_measurable(change: dict[str, object], words: str) -> None:
    assert said(Letter.MEASURABLE, replace(GOOD, **change)) == (Answer.NO, words)  # type: ignore[arg-type]


def test_who_is_new_is_measurable_by_what_the_data_has_of_others() -> None:
    answer, evidence = said(Letter.MEASURABLE, with_past(past(NOT_APPLICABLE, NOT_APPLICABLE)))
    assert answer is Answer.YES and "(2 outside of the role, in ramp or on leave)" in evidence


@pytest.mark.parametrize(
    ("own", "often", "answer"),
    [
        ([19] * 6, Often.NEVER, Answer.NO),
        ([19] * 5 + [20], Often.RARELY, Answer.NO),
        ([19] * 6 + [20] * 2, Often.SOMETIMES, Answer.YES),
        ([20] * 6, Often.ALWAYS, Answer.YES),
    ],
)
def test_achievable_goes_by_own_periods(own: list[int], often: Often, answer: Answer) -> None:
    asked = with_past(past(*own))
    assert smart(asked).reached[0].often is often
    assert check(Letter.ACHIEVABLE, asked).answer is answer


def test_achievable_goes_by_the_peers_where_own_periods_are_few() -> None:
    few = past(30, 30, 30, 30, 30)
    assert smart(with_past(few, *[[10, 11]] * 4)).reached[0].often is Often.NEVER
    alone = with_past(few, *[[30, 30]] * 3)
    assert smart(alone).reached[0].often is Often.TOO_FEW
    assert check(Letter.ACHIEVABLE, alone).answer is Answer.TOO_FEW
    assert smart(alone).whole
    assert "5 of 5 own periods (57 to 100 %), no peers' periods." in check(Letter.ACHIEVABLE, with_past(few)).evidence


@pytest.mark.parametrize(
    ("levels", "reached"),
    [(up(0, 10, 30), {"norm": 2, "target": 1}), (down(40, 20, 5), {"norm": 2, "target": 1}), (between(0, 5, 20, 40), {"norm": 2})],
)
def test_a_level_is_reached_on_its_side(levels: AnyLevels, reached: dict[str, int]) -> None:
    found = smart(replace(with_past(past(5, 20, 30)), row=row(levels)))
    assert {item.level: item.own.count for item in found.reached} == reached


def test_an_indicator_needs_nothing_to_reach() -> None:
    found = smart(replace(GOOD, row=MatrixRow("revenue", kind=Kind.INDICATOR)))
    assert found.reached == () and found.checks[2].answer is Answer.NOT_NEEDED and found.whole


def test_relevant() -> None:
    why = row(up(10, 20, 30), why="The region lives on it.")
    assert said(Letter.RELEVANT, replace(GOOD, row=why)) == (Answer.YES, "It serves Growth. Here: The region lives on it.")
    unnamed = Kpi(strategic_priority="")
    assert check(Letter.RELEVANT, replace(GOOD, kpi=unnamed)).answer is Answer.NO
    assert check(Letter.RELEVANT, replace(GOOD, kpi=unnamed, row=why)).answer is Answer.YES


def test_time_bound() -> None:
    assert said(Letter.TIME_BOUND, replace(GOOD, reviewed=None)) == (
        Answer.NO,
        "2017-07, but no review is set: put review_days into scoreline.toml.",
    )


@given(st.lists(st.integers(0, 50), min_size=6, max_size=14), st.integers(1, 50), st.integers(0, 20))
def test_a_higher_norm_is_never_reached_more_often(own: list[int], norm: int, more: int) -> None:
    def share_of(level: int) -> int:
        levels = up(-1, level, level + 5)
        norm, target = smart(replace(with_past(past(*own)), row=row(levels))).reached
        assert target.own.count <= norm.own.count
        return norm.own.count

    assert share_of(norm + more) <= share_of(norm)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=14), st.integers(1, 50))
def test_less_is_better_is_more_is_better_turned_round(own: list[int], norm: int) -> None:
    more = smart(replace(with_past(past(*own), own), row=row(up(-1, norm, norm))))
    turned = [-one for one in own]
    less = smart(replace(with_past(past(*turned), turned), row=row(down(1, -norm, Decimal(-norm)))))
    assert more.reached == less.reached
