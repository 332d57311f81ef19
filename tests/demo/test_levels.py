"""Levels from history: laws that hold whatever the months were, and what a newcomer gets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.demo.levels import SHAPES, STRETCH, Shape, Usual, levels, usual
from scoreline.planning.levels import Direction, Levels

amounts = st.floats(0, 1e6, allow_nan=False)
percents = st.floats(0, 100, allow_nan=False)
spreads = st.floats(0, 3, allow_nan=False)
seasons = st.floats(0.2, 2)


@pytest.mark.parametrize("kpi", [*SHAPES, "activities"])
@given(data=st.data(), spread=spreads, season=seasons)
def test_levels_are_ones_that_a_matrix_takes(kpi: str, data: st.DataObject, spread: float, season: float) -> None:
    values = percents if SHAPES.get(kpi, Shape()).most else amounts
    months = data.draw(st.lists(values, max_size=12))
    peers = Usual(data.draw(values), spread)
    base, norm, target = levels(kpi, months, peers, season)
    down = SHAPES.get(kpi, Shape()).down
    Levels(Direction.DOWN if down else Direction.UP, base, norm, target)
    step = Decimal(SHAPES.get(kpi, Shape()).step)
    assert base % step == 0 and norm % step == 0 and target % step == 0
    assert min(base, target) >= 0
    if most := SHAPES.get(kpi, Shape()).most:
        assert max(base, target) <= most


@given(value=st.floats(1000, 100_000), count=st.integers(1, 12))
def test_one_who_is_as_good_as_the_peers_is_asked_for_a_little_more(value: float, count: int) -> None:
    _, norm, _ = levels("revenue", [value] * count, Usual(value, 0.3))
    assert abs(float(norm) - STRETCH * value) <= 50


def test_a_newcomer_starts_with_what_is_usual_and_grows_into_an_own_level() -> None:
    peers = Usual(50, 0.2)
    norms = [levels("activities", [100.0] * months, peers)[1] for months in (0, 1, 3, 12)]
    assert norms[0] == 51
    assert norms == sorted(norms) and len(set(norms)) == 4
    assert norms[-1] < 102


def test_the_season_moves_every_level_of_a_sum() -> None:
    quiet, busy = (levels("revenue", [10_000.0] * 12, Usual(10_000, 0.3), season) for season in (0.8, 1.2))
    assert all(low < high for low, high in zip(quiet, busy, strict=True))


def test_who_has_hardly_any_history_does_not_tell_what_is_usual() -> None:
    assert usual([[1.0, 2.0], [0.0] * 6]) is None
    known = usual([[1.0, 1.0, 3.0, 3.0], [9.0]])
    assert known is not None and known.mean == 2 and 0.5 < known.spread < 0.6
