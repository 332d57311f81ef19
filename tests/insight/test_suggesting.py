"""Levels that are suggested are always valid, and follow from the past in the way that is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.insight.past import Past
from scoreline.insight.suggesting import Scale, Suggester, Suggestion, fitted, scale_of
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels
from tests.scoring.builders import MISSING, between, down, up

PASTS = st.lists(st.lists(st.none() | st.integers(1000, 9000), min_size=12, max_size=12), min_size=1, max_size=9)
UNITS = ("count", "money", "percent", "ratio", "days", "score")


def past(name: str, values: Sequence[int | None], factor: int = 1) -> Past:
    facts = (MISSING if value is None else Fact(Decimal(value * factor), FactState.VALUE) for value in values)
    return Past(Member("person", name, name), tuple(facts))


def suggested(
    all_: Sequence[Sequence[int | None]], direction: Direction = Direction.UP, unit: str = "money", factor: int = 1, ahead: int = 1
) -> Suggestion:
    """The suggestion to the first of a role's members."""
    pasts = [past(str(place), values, factor) for place, values in enumerate(all_)]
    return Suggester("revenue", pasts, direction, unit).suggest(pasts[0], ahead)


def times(levels: AnyLevels | None, factor: int) -> AnyLevels | None:
    match levels:
        case Levels():
            order = (levels.base, levels.norm, levels.target)
            direction = levels.direction if factor > 0 else Direction.DOWN if levels.direction is Direction.UP else Direction.UP
            return Levels(direction, *(level * factor for level in order))
        case RangeLevels():
            ends = [levels.low_base * factor, levels.low_norm * factor, levels.high_norm * factor, levels.high_base * factor]
            return RangeLevels(*(ends if factor > 0 else ends[::-1]))
    return None


@given(PASTS, st.sampled_from(Direction), st.sampled_from(UNITS), st.integers(1, 30))
def test_levels_are_always_in_order_and_never_from_too_little(
    all_: list[list[int | None]], direction: Direction, unit: str, ahead: int
) -> None:
    """Levels and RangeLevels refuse any wrong order themselves."""
    found = suggested(all_, direction, unit, ahead=ahead)
    able = [sum(value is not None for value in values) >= 6 for values in all_]
    assert (found.levels is None) == (not able[0] and sum(able[1:]) < 4)
    assert found.peers == sum(able[1:])


@given(PASTS, st.sampled_from(Direction), st.randoms(use_true_random=False))
def test_the_order_of_the_peers_does_not_matter(all_: list[list[int | None]], direction: Direction, random: Random) -> None:
    others = all_[1:]
    random.shuffle(others)
    assert suggested([all_[0], *others], direction) == suggested(all_, direction)


@given(PASTS, st.sampled_from(Direction), st.sampled_from([10, 100, 100_000]))
def test_ten_times_as_much_gives_ten_times_the_levels(all_: list[list[int | None]], direction: Direction, factor: int) -> None:
    assert suggested(all_, direction, factor=factor).levels == times(suggested(all_, direction).levels, factor)


@given(st.lists(st.fractions(-200, 200), min_size=4, max_size=4).map(sorted), st.sampled_from(Direction), st.data())
def test_turned_round_they_are_the_same_the_other_way(points: list[Fraction], direction: Direction, data: st.DataObject) -> None:
    low, high = (data.draw(st.none() | st.just(Decimal(end))) for end in (-100, 100))
    scale = Scale(Decimal(data.draw(st.sampled_from(["0.01", "1", "10"]))), low, high)
    given_ = points if direction is Direction.RANGE else points[:3] if direction is Direction.UP else points[2::-1]
    turned = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}.get(direction, direction)
    mirror = [-point for point in (given_[::-1] if direction is Direction.RANGE else given_)]
    found = fitted(direction, given_, scale)
    assert fitted(turned, mirror, scale.mirrored) == times(found, -1)
    ends = vars(found).values()
    assert all((low is None or low <= end) and (high is None or end <= high) for end in ends if isinstance(end, Decimal))


EVEN = [1000, 1100] * 6


@pytest.mark.parametrize(
    ("direction", "levels"),
    [
        (Direction.UP, up(10, 40, 80)),
        (Direction.DOWN, down(90, 60, 20)),
        (Direction.RANGE, between(5, 25, 75, 95)),
    ],
)
def test_they_are_quantiles_of_the_past(direction: Direction, levels: AnyLevels) -> None:
    """0, 10 ... 100 in an order without a trend."""
    values = [50, 0, 100, 10, 90, 60, 40, 80, 20, 30, 70]
    found = suggested([values], direction, "count")
    assert (found.levels, found.weight, found.moved) == (levels, 1, 0)
    assert found.how.startswith("11 of 11 periods alone; ")


def test_peers_count_as_six_periods() -> None:
    found = suggested([[1000] * 6 + [None] * 6, *[[2000] * 12] * 4])
    assert (found.own, found.peers, found.weight) == (6, 4, Fraction(1, 2))
    assert found.levels == up(1490, 1500, 1500)
    assert found.how.startswith("6 of 12 periods count for 50 %, 4 peers for 50 %; base, norm and target are what 9, 6 and 2 of 10")


def test_who_is_new_has_what_is_usual_in_the_role() -> None:
    found = suggested([[None] * 12, *[[2000] * 12] * 4])
    assert (found.levels, found.weight) == (up(1990, 2000, 2000), 0)
    alone = suggested([[1000] * 5 + [None] * 7, *[[2000] * 12] * 3])
    assert alone.levels is None
    assert alone.how == "5 of 12 periods have a value, and 3 peers have 6: too few to tell."


def test_half_of_a_clear_trend_goes_on() -> None:
    """From the middle of twelve months to the next are 6.5, to that after 7.5, and never more than 12."""
    rising = [[1000 + 100 * month for month in range(12)]]
    assert [suggested(rising, ahead=ahead).moved for ahead in (1, 2, 24)] == [325, 375, 600]
    assert "half of a clear trend moves one's own by +330." in suggested(rising).how
    falling = [rising[0][::-1]]
    assert suggested(falling).moved == -325
    assert suggested([EVEN]).moved == 0


@pytest.mark.parametrize(
    ("unit", "values", "step", "low", "high"),
    [
        ("money", (28_347, 30_000), "100", 0, None),
        ("money", (0.5, 3), "0.01", 0, None),
        ("count", (3, 12), "1", 0, None),
        ("percent", (20, 80), "0.1", 0, 100),
        ("percent", (-20, 180), "1", None, None),
        ("days", (0, 0), "0.1", 0, None),
    ],
)
def test_levels_are_written_as_people_write_them(
    unit: str, values: tuple[float, ...], step: str, low: int | None, high: int | None
) -> None:
    seen = [Fraction(str(value)) for value in values]
    assert scale_of(unit, seen, seen) == Scale(Decimal(step), low, high)  # type: ignore[arg-type]


def test_a_norm_that_asks_for_nothing_is_not_suggested() -> None:
    seldom = [[0, 0, 0, 50, 0, 0, 0, 100, 0, 0, 0, 0]]
    found = suggested(seldom, unit="percent")
    assert found.levels is None
    assert found.how == "12 of 12 periods have a value, but too many of them nothing at all to tell a norm; longer ones may."
    assert suggested([[100] * 12], Direction.DOWN, unit="percent").levels is None


def test_the_best_that_there_is_can_be_a_norm() -> None:
    assert suggested([[0] * 12], Direction.DOWN, unit="count").levels == down(1, 0, 0)
    assert suggested([[100] * 12], unit="percent").levels == up(99, 100, 100)
