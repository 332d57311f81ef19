"""Verdicts on a quota, and what they rest on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.members import Member
from scoreline.errors import QueryError
from scoreline.insight.calibration import Aim, Band, Held, Verdict, aim_of, calibrate, reached
from scoreline.planning.levels import Levels, RangeLevels
from tests.scoring.builders import between, down, up

UP, DOWN, RANGE = up(50, 100, 120), down(100, 50, 40), between(10, 20, 30, 40)


def people(*facts: int, levels: Levels | RangeLevels = UP, in_ramp: bool = False) -> list[Held]:
    return [Held(Member("person", f"p{n}", str(n)), Decimal(fact), aim_of(levels), in_ramp) for n, fact in enumerate(facts)]


def share_of(reaching: int, of: int) -> list[Held]:
    return people(*[100] * reaching, *[80] * (of - reaching))


@pytest.mark.parametrize(
    ("reaching", "of", "verdict"),
    [
        (0, 5, Verdict.TOO_HIGH),
        (0, 4, Verdict.TOO_FEW),
        (1, 7, Verdict.TOO_HIGH),
        (2, 7, Verdict.TOO_FEW),
        (4, 7, Verdict.TOO_FEW),
        (7, 7, Verdict.TOO_FEW),
        (12, 12, Verdict.TOO_LOW),
        (25, 40, Verdict.RIGHT),
        (7, 11, Verdict.TOO_FEW),
        (300, 1000, Verdict.TOO_HIGH),
        (620, 1000, Verdict.RIGHT),
        (800, 1000, Verdict.TOO_LOW),
        (0, 0, Verdict.TOO_FEW),
    ],
)
def test_the_verdict_is_the_intervals(reaching: int, of: int, verdict: Verdict) -> None:
    assert calibrate("East", share_of(reaching, of)).verdict is verdict


def test_the_evidence_says_what_was_counted() -> None:
    assert calibrate("East", share_of(1, 7)).evidence == (
        "1 of 7 reached the norm, which tells 3 to 51 % (95% interval), all of it below 55 to 70 %."
    )
    assert calibrate("East", share_of(2, 3)).evidence.endswith("; nothing is said of fewer than 5.")
    assert calibrate("East", []).evidence == "Nobody had a level to reach."


def test_joiners_in_ramp_are_left_out_and_counted() -> None:
    found = calibrate("East", [*share_of(1, 7), *people(0, 0, 0, in_ramp=True)])
    assert (found.people, found.in_ramp, found.norm.of) == (7, 3, 7)
    assert found.norm == calibrate("East", share_of(1, 7)).norm


def test_who_is_not_known_is_left_out_and_counted() -> None:
    found = calibrate("East", [*share_of(1, 7), Held(Member("person", "x", "x"), None, aim_of(UP))])
    assert (found.people, found.unknown, found.norm.of) == (7, 1, 7)


def test_a_group_of_which_nobody_counts_says_why() -> None:
    unknown = Held(Member("person", "x", "x"), None, aim_of(UP))
    found = calibrate("East", [unknown, replace(unknown, fits=False), replace(unknown, fits=False), *people(5, in_ramp=True)])
    assert (found.people, found.unknown, found.in_ramp) == (0, 3, 1)
    assert found.evidence == (
        "Of 4 with levels nobody counts: 1 still in ramp, 2 whose levels do not begin and end with a month (where months do not add up: "
        "with the period), 1 whose fact is not known for the days of the levels."
    )


def test_each_level_has_a_share() -> None:
    found = calibrate("East", people(40, 60, 100, 120, 130))
    assert (found.base.count, found.norm.count, found.target.count) == (4, 3, 2)
    assert (found.low, found.median, found.high) == (60, 100, 120)


@pytest.mark.parametrize(
    ("levels", "level", "at", "beyond"),
    [(UP, "norm", 100, 99), (UP, "target", 120, 119), (DOWN, "norm", 50, 51), (DOWN, "base", 100, 101), (RANGE, "norm", 20, 19),
     (RANGE, "base", 40, 41)],
)  # fmt: skip
def test_a_fact_on_the_level_reaches_it(levels: Levels | RangeLevels, level: str, at: int, beyond: int) -> None:
    assert reached(people(at, levels=levels)[0], level)
    assert not reached(people(beyond, levels=levels)[0], level)


def test_a_range_has_no_target() -> None:
    found = calibrate("East", people(25, 25, levels=RANGE))
    assert (found.norm.count, found.target.of, found.median) == (2, 0, None)


def test_what_was_not_agreed_is_reached_by_nobody_and_missed_by_nobody() -> None:
    norm = Aim(UP.direction, Decimal(100))
    found = calibrate("East", [Held(Member("person", "a", "a"), Decimal(100), norm), *people(90)])
    assert (found.base.of, found.norm.of, found.target.of) == (1, 2, 1)
    assert norm.plus(aim_of(UP)) == Aim(UP.direction, Decimal(200))  # type: ignore[arg-type]


def test_another_band_gives_another_verdict() -> None:
    assert calibrate("East", share_of(300, 1000), Band(25, 35)).verdict is Verdict.RIGHT


@pytest.mark.parametrize("band", [(70, 55, 5), (-1, 20, 5), (50, 101, 5), (50, 60, -1)])
def test_an_impossible_band_is_refused(band: tuple[float, float, float]) -> None:
    with pytest.raises(QueryError, match="The band is"):
        Band(*band)


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_who_reach_it_never_make_it_look_higher(reaching: int, others: int) -> None:
    less, more = calibrate("g", share_of(reaching, reaching + others + 1)), calibrate("g", share_of(reaching + 1, reaching + others + 1))
    if Verdict.TOO_HIGH in (less.verdict, more.verdict):
        assert less.verdict is Verdict.TOO_HIGH
    if Verdict.TOO_LOW in (less.verdict, more.verdict):
        assert more.verdict is Verdict.TOO_LOW


@given(st.lists(st.integers(0, 200), max_size=30), st.randoms())
def test_the_order_of_people_does_not_matter(facts: list[int], random: object) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert calibrate("g", people(*facts)) == calibrate("g", people(*shuffled))
