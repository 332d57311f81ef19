"""Where a member stands among peers: who is called strong, and when nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.insight.past import Past
from scoreline.insight.standing import Group, Rank, Standing, Verdict
from tests.scoring.builders import MISSING, NOT_APPLICABLE, UNDEFINED, value

MONTHS = st.lists(st.none() | st.integers(-99, 99), min_size=8, max_size=8)
ROLE = st.lists(MONTHS, min_size=1, max_size=9)
SEASON = [10, 40, 20, 90, 30, 60, 50, 80]


def past(place: int, values: Sequence[int | None]) -> Past:
    return Past(Member("person", f"p{place}", str(place)), tuple(MISSING if one is None else value(one) for one in values))


def standings(all_: Sequence[Sequence[int | None]], direction: str = "up") -> list[Standing]:
    pasts = [past(place, values) for place, values in enumerate(all_)]
    group = Group("revenue", pasts, direction)
    return [group.standing(one) for one in pasts]


def first(all_: Sequence[Sequence[int | None]], direction: str = "up") -> Standing:
    return standings(all_, direction)[0]


def role_with(own: Sequence[int | None]) -> list[Sequence[int | None]]:
    """One and four others, who all go with the season."""
    return [own, *([month + step for month in SEASON] for step in (-2, -1, 1, 2))]


def test_a_strength_is_better_in_more_months_than_chance_gives() -> None:
    found = first(role_with([month + 3 for month in SEASON]))
    assert found.verdict is Verdict.STRENGTH and found.rank == Rank(1, 5, 0)
    assert found.against is not None and (found.against.better, found.against.worse) == (8, 0)
    assert found.evidence == (
        "8 of 8 periods have a value. Better than the peers' median in 8 of 8 periods that differ from it, by chance in 0.8 % of cases. "
        "Rank 1 of 5."
    )


def test_a_weakness_is_the_same_the_other_way() -> None:
    assert first(role_with([month - 3 for month in SEASON])).verdict is Verdict.WEAKNESS
    assert first(role_with([month - 3 for month in SEASON]), "down").verdict is Verdict.STRENGTH


def test_who_is_first_by_little_is_not_called_strong() -> None:
    """Rank 1 by level, but better than the peers' median in 4 months and worse in 4."""
    found = first(role_with([month + (9 if place % 2 else -9) for place, month in enumerate(SEASON)]))
    assert found.rank is not None and found.verdict is Verdict.LIKE_PEERS
    assert "in 4 of 8 periods that differ from it, which may be chance" in found.evidence


def test_level_and_spread_are_those_of_the_months_with_a_value() -> None:
    found = first([[None, 4, 1, 3, 2, 5, 9, None]])
    assert (found.known, found.periods) == (6, 8)
    assert (found.low, found.level, found.high) == (Decimal("2.25"), Decimal("3.5"), Decimal("4.75"))
    assert found.evidence.startswith("6 of 8 periods have a value (2 not covered).")


def test_too_few_months_say_nothing() -> None:
    found = first(role_with([1, 2, 3, 4, 5, None, None, None]))
    assert found.verdict is Verdict.TOO_FEW and found.level is None and found.rank is None
    assert found.evidence == "5 of 8 periods have a value (3 not covered); nothing is said of fewer than 6."


def test_reasons_for_no_value_are_told_apart() -> None:
    facts: tuple[Fact, ...] = (UNDEFINED, MISSING, NOT_APPLICABLE, NOT_APPLICABLE)
    found = Group("win_rate", (), "up").standing(Past(Member("person", "Ann"), facts))
    assert "(1 undefined, 1 not covered, 2 outside of the role, in ramp or on leave)" in found.evidence


def test_too_few_peers_say_nothing_of_rank_but_of_trend() -> None:
    found = first([[1, 2, 3, 4, 5, 6, 7, 8], *[SEASON] * 3])
    assert found.verdict is Verdict.TOO_FEW and found.rank is None
    assert found.trend is not None and found.trend.way == "rising"
    assert "3 peers: too few, or in too few periods" in found.evidence
    assert "It is rising, getting better (Kendall's tau 1.00, by chance in fewer than 0.1 % of cases)." in found.evidence


def test_without_a_direction_nothing_is_better() -> None:
    found = first(role_with([1, 2, 3, 4, 5, 6, 7, 8]), "none")
    assert (found.verdict, found.rank, found.against) == (Verdict.NOT_JUDGED, None, None)
    assert "It is rising (Kendall's" in found.evidence


def test_equals_share_a_place() -> None:
    ranks = [one.rank for one in standings([[level] * 8 for level in (5, 3, 3, 3, 1)])]
    assert ranks == [Rank(1, 5, 0), *[Rank(2, 5, 2)] * 3, Rank(5, 5, 0)]
    assert "Always equal to the peers' median. Rank 1 of 5, shared with 4." in first([[3] * 8] * 5).evidence


@given(ROLE, st.randoms(use_true_random=False))
def test_the_order_of_the_peers_does_not_matter(all_: list[list[int | None]], random: Random) -> None:
    others = all_[1:]
    random.shuffle(others)
    assert first([all_[0], *others]) == first(all_)


@given(ROLE, st.integers(1, 9), st.integers(-50, 50))
def test_the_unit_does_not_matter(all_: list[list[int | None]], factor: int, more: int) -> None:
    other = first([[None if one is None else one * factor + more for one in values] for values in all_])
    found = first(all_)
    assert (other.verdict, other.rank, other.against, other.evidence) == (found.verdict, found.rank, found.against, found.evidence)
    if found.level is not None:
        assert other.level == found.level * factor + more


@given(ROLE)
def test_less_is_better_is_more_is_better_turned_round(all_: list[list[int | None]]) -> None:
    turned = first([[None if one is None else -one for one in values] for values in all_], "down")
    found = first(all_)
    assert (turned.verdict, turned.rank, turned.against) == (found.verdict, found.rank, found.against)


@given(ROLE)
def test_ranks_are_places_of_all_who_have_a_level(all_: list[list[int | None]]) -> None:
    found = [one for one in standings(all_) if one.rank]
    assert len(found) in (0, sum(len([one for one in values if one is not None]) >= 6 for values in all_))
    for one in found:
        assert one.rank and one.level is not None
        better = [other for other in found if other.level is not None and other.level > one.level]
        assert (one.rank.place, one.rank.of) == (len(better) + 1, len(found))


@pytest.mark.parametrize("direction", ["up", "down"])
def test_among_equals_nobody_is_strong_or_weak(direction: str) -> None:
    """Two hundred people whose months are drawn alike: at most one in twenty is called either, and somebody is always first."""
    random = Random(4)
    found = standings([[random.randrange(1000) for _ in range(12)] for _ in range(200)], direction)
    called = sum(one.verdict in (Verdict.STRENGTH, Verdict.WEAKNESS) for one in found)
    assert called <= 10
    assert any(one.rank == Rank(1, 200, 0) for one in found)
