"""A KPI's change by segment: the published example, Simpson's paradox, and laws."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoreline.errors import QueryError
from scoreline.insight.kpi_change import Amount, Change, change

HUNDRED = Fraction(100)


def priced(**segments: tuple[int, str]) -> dict[str, Amount]:
    """Segments as (quantity, price)."""
    return {name: Amount(quantity * Fraction(price), Fraction(quantity)) for name, (quantity, price) in segments.items()}


def won(**segments: tuple[int, int]) -> dict[str, Amount]:
    """Segments as (won, decided)."""
    return {name: Amount(Fraction(over), Fraction(under)) for name, (over, under) in segments.items()}


BEFORE, AFTER = priced(a=(50, "1.20"), b=(40, ".80")), priced(a=(60, "1.10"), b=(50, "1.00"))


def test_the_published_price_volume_mix() -> None:
    """50 at 1.20 to 60 at 1.10, 40 at .80 to 50 at 1.00: price 4.00, volume 20.44, mix -.44, total 24."""
    found = change(BEFORE, AFTER, ratio=False, order=("volume", "mix", "rate"))
    assert (found.before, found.after) == (92, 116)
    assert (found.sum("rate"), found.sum("volume"), found.sum("mix")) == (4, Fraction(184, 9), Fraction(-4, 9))
    assert [round(float(found.sum(factor)), 2) for factor in ("rate", "volume", "mix")] == [4.00, 20.44, -0.44]


def test_without_an_order_the_parts_sum_as_well_and_differ_a_little() -> None:
    """By hand: the average price of each mixture at each price list, 1.0222, 1.0182, 1.0556 and 1.0545, weighted 1/3, 1/6, 1/6, 1/3,
    times 20 more pieces, is the volume.
    """
    found = change(BEFORE, AFTER, ratio=False)
    assert found.sum("volume") == 20 * (Fraction(92, 90) / 3 + Fraction(112, 110) / 6 + Fraction(95, 90) / 6 + Fraction(116, 110) / 3)
    assert found.sum("rate") + found.sum("volume") + found.sum("mix") == 24
    assert [round(float(found.sum(factor)), 2) for factor in ("rate", "volume", "mix")] == [3.49, 20.76, -0.25]


def test_simpsons_paradox_is_mix() -> None:
    """Both segments win more often, and yet less is won of all: there is more of the hard segment."""
    found = change(won(easy=(80, 100), hard=(10, 50)), won(easy=(45, 50), hard=(30, 100)), ratio=True, scale=HUNDRED)
    assert (found.before, found.after, found.reversal) == (60, 50, True)
    assert found.sum("rate") == 10 and found.sum("mix") == -20
    assert all(part.mix < 0 and part.rate > 0 for part in found.parts)


def test_a_share_that_grew_adds_where_its_rate_lies_above_the_average() -> None:
    """Shares of a half become 1/4 and 3/4 at rates of 20 and 60; the average of the shares of both times is at 45.

    So -1/4 x (20 - 45) and 1/4 x (60 - 45).
    """
    found = change(won(good=(60, 100), bad=(20, 100)), won(good=(90, 150), bad=(10, 50)), ratio=True, scale=HUNDRED)
    assert [(part.segment, part.mix) for part in found.parts] == [("bad", Fraction(25, 4)), ("good", Fraction(15, 4))]


def test_the_paradox_the_other_way_round() -> None:
    found = change(won(easy=(45, 50), hard=(30, 100)), won(easy=(80, 100), hard=(10, 50)), ratio=True, scale=HUNDRED)
    assert (found.sum("rate"), found.sum("mix"), found.reversal) == (-10, 20, True)


def test_where_segments_move_as_the_whole_does_there_is_no_paradox() -> None:
    assert not change(won(a=(1, 10), b=(2, 10)), won(a=(2, 10), b=(3, 10)), ratio=True).reversal
    assert not change(won(a=(1, 10)), won(a=(2, 10)), ratio=True).reversal


def test_a_new_segment_has_no_part_in_the_rate() -> None:
    found = change(won(a=(5, 10)), won(a=(5, 10), b=(9, 10)), ratio=True, scale=HUNDRED)
    assert (found.sum("rate"), found.sum("mix")) == (0, 20)
    part = found.parts[1]
    assert (part.segment, part.before, part.after) == ("b", None, 90)


def test_what_has_no_volume_stands_apart() -> None:
    refund = {"a": Amount(Fraction(-30), Fraction(0)), **priced(b=(10, "5"))}
    found = change(priced(a=(10, "5"), b=(10, "5")), refund, ratio=False)
    assert [part.other for part in found.parts] == [-30, 0]
    assert found.after - found.before == -80


def test_a_total_without_a_volume_is_told_by_segment_only() -> None:
    found = change({"a": Amount(Fraction(5))}, {"a": Amount(Fraction(7)), "b": Amount(Fraction(1))}, ratio=False)
    assert [(part.segment, part.volume) for part in found.parts] == [("a", 2), ("b", 1)]


def test_from_nothing_all_is_volume() -> None:
    found = change({}, priced(a=(2, "5"), b=(1, "3")), ratio=False)
    assert (found.sum("volume"), found.sum("mix"), found.sum("rate")) == (13, 0, 0)


def test_a_ratio_without_a_denominator_is_refused() -> None:
    with pytest.raises(QueryError, match="nothing to divide by"):
        change({}, won(a=(1, 2)), ratio=True)


def test_volumes_that_cancel_out_are_refused() -> None:
    with pytest.raises(QueryError, match="nothing to divide by"):
        change(priced(a=(5, "1"), b=(-5, "2")), priced(a=(1, "1")), ratio=False)


@pytest.mark.parametrize("order", [("mix",), ("volume", "mix", "price"), ("mix", "mix", "rate")])
def test_an_order_that_is_none_is_refused(order: tuple[str, ...]) -> None:
    with pytest.raises(QueryError, match="The order names"):
        change(BEFORE, AFTER, ratio=False, order=order)


amounts = st.builds(Amount, st.integers(-50, 100).map(Fraction), st.integers(0, 20).map(Fraction))
sides = st.dictionaries(st.sampled_from("abcd"), amounts, min_size=1)
orders = st.one_of(st.just(()), st.permutations(("volume", "mix", "rate")).map(tuple))


def total(side: dict[str, Amount]) -> Fraction:
    return sum((amount.over for amount in side.values()), Fraction(0))


def volume(side: dict[str, Amount]) -> Fraction:
    return sum((amount.under or Fraction(0) for amount in side.values()), Fraction(0))


def whole(found: Change) -> Fraction:
    return sum((part.sum for part in found.parts), Fraction(0))


@given(sides, sides, orders)
def test_parts_sum_to_the_change_of_a_total(one: dict[str, Amount], other: dict[str, Amount], order: tuple[str, ...]) -> None:
    found = change(one, other, ratio=False, order=order)
    assert (found.before, found.after) == (total(one), total(other))
    assert whole(found) == found.after - found.before
    nothing = Amount(Fraction(0))
    for part in found.parts:
        assert part.sum == other.get(part.segment, nothing).over - one.get(part.segment, nothing).over
    assert sum(found.sum(factor) for factor in ("volume", "mix", "rate", "other")) == whole(found)


@given(sides, sides, st.sampled_from([(), ("mix", "rate"), ("rate", "mix")]))
def test_parts_sum_to_the_change_of_a_ratio(one: dict[str, Amount], other: dict[str, Amount], order: tuple[str, ...]) -> None:
    assume(volume(one) and volume(other))
    found = change(one, other, ratio=True, scale=HUNDRED, order=order)
    assert (found.before, found.after) == (100 * total(one) / volume(one), 100 * total(other) / volume(other))
    assert whole(found) == found.after - found.before
    assert found.sum("volume") == 0


@given(sides, sides)
def test_told_backwards_each_part_is_the_opposite(one: dict[str, Amount], other: dict[str, Amount]) -> None:
    there, back = change(one, other, ratio=False), change(other, one, ratio=False)
    for part, opposite in zip(there.parts, back.parts, strict=True):
        assert (part.volume, part.mix, part.rate, part.other) == (-opposite.volume, -opposite.mix, -opposite.rate, -opposite.other)


@given(sides, st.fractions(min_value="1/4", max_value=4))
def test_more_of_everything_is_volume_alone(one: dict[str, Amount], times: Fraction) -> None:
    assume(all(amount.under or not amount.over for amount in one.values()))
    found = change(one, {s: Amount(times * a.over, times * (a.under or 0)) for s, a in one.items()}, ratio=False)
    assert (found.sum("mix"), found.sum("rate"), found.sum("other")) == (0, 0, 0)


@given(sides, sides)
def test_a_segment_split_in_two_alike_changes_no_factor(one: dict[str, Amount], other: dict[str, Amount]) -> None:
    assume("a" in one and "a" in other and volume(one) and volume(other))

    def split(side: dict[str, Amount]) -> dict[str, Amount]:
        half = Amount(side["a"].over / 2, (side["a"].under or Fraction(0)) / 2)
        return {**side, "a": half, "a2": half}

    whole_, halves = (change(x, y, ratio=False) for x, y in ((one, other), (split(one), split(other))))
    assert [whole_.sum(f) for f in ("volume", "mix", "rate")] == [halves.sum(f) for f in ("volume", "mix", "rate")]
