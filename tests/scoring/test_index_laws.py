"""Laws that hold for every row and fact."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from scoreline.planning.levels import Direction, Levels, RangeLevels, Step
from scoreline.planning.matrix import MatrixRow, Method
from scoreline.scoring.exact import decimal, exact
from scoreline.scoring.index import band_of, cap_of, index_of

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=3)
positive = st.decimals(min_value="0.001", max_value=10**6, places=3)


@st.composite
def levels(draw: st.DrawFn, least: Decimal | None = None) -> Levels:
    direction = draw(st.sampled_from([Direction.UP, Direction.DOWN]))
    sign = 1 if direction is Direction.UP else -1
    points = numbers if least is None else positive
    drawn = sorted(draw(st.lists(points, min_size=2, max_size=3, unique=True)))[::sign]
    base, norm, target = drawn if len(drawn) == 3 else (drawn[0], drawn[1], drawn[1])
    return Levels(direction, base, norm, target)


@st.composite
def step_tables(draw: st.DrawFn, direction: Direction) -> tuple[Step, ...]:
    edges: list[Decimal | None] = [None, *sorted(draw(st.lists(numbers, max_size=4, unique=True))), None]
    indexes = sorted(draw(st.lists(st.integers(0, 200), min_size=len(edges) - 1, max_size=len(edges) - 1)))
    if direction is Direction.DOWN:
        indexes.reverse()
    return tuple(Step(edges[i], edges[i + 1], Decimal(index)) for i, index in enumerate(indexes))


@st.composite
def rows(draw: st.DrawFn) -> MatrixRow:
    method = draw(st.sampled_from(list(Method)))
    agreed = draw(levels(Decimal(0) if method is Method.RATIO else None))
    floor = draw(st.sampled_from([Decimal(0), Decimal(-40)]))
    return MatrixRow(
        "k",
        weight=Decimal(1),
        levels=agreed,
        method=method,
        steps=draw(step_tables(agreed.direction)) if method is Method.STEPS else (),
        at_target=draw(st.decimals(min_value=100, max_value=200, places=1)),
        floor=floor,
        cap=draw(st.sampled_from([None, Decimal(90)])),
    )


ranges = st.lists(numbers, min_size=4, max_size=4, unique=True).map(lambda points: RangeLevels(*sorted(points)))


@given(agreed=levels(), method=st.sampled_from([Method.BASE_NORM, Method.PIECEWISE]))
def test_base_gives_0_and_norm_gives_100(agreed: Levels, method: Method) -> None:
    row = MatrixRow("k", weight=Decimal(1), levels=agreed, method=method)
    assert index_of(row, agreed.base).raw == 0
    assert index_of(row, agreed.norm).raw == 100


@given(row=rows(), one=numbers, other=numbers)
def test_a_better_fact_never_has_a_worse_index(row: MatrixRow, one: Decimal, other: Decimal) -> None:
    worse, better = sorted([one, other], reverse=row.direction is Direction.DOWN)
    assert index_of(row, worse).limited <= index_of(row, better).limited


@given(row=rows(), fact=numbers)
def test_the_limited_index_lies_between_floor_and_cap(row: MatrixRow, fact: Decimal) -> None:
    index, cap = index_of(row, fact), decimal(cap_of(row))
    assert row.floor <= index.limited <= cap
    assert (index.capped_from is not None) == (index.raw > cap)
    if index.capped_from is None and index.raw >= row.floor:
        assert index.limited == index.raw


@given(row=rows())
def test_the_cap_is_the_index_at_target_and_150_at_most(row: MatrixRow) -> None:
    assume(row.cap is None)
    assert isinstance(row.levels, Levels)
    at_target = index_of(replace(row, floor=Decimal(-(10**9))), row.levels.target).raw
    expected = min(exact(at_target), 150) if row.levels.strives else 100
    assert abs(cap_of(row) - expected) < exact(Decimal("1e-18"))


def mirrored(row: MatrixRow) -> MatrixRow:
    agreed = row.levels
    assert isinstance(agreed, Levels)
    other = Direction.DOWN if agreed.direction is Direction.UP else Direction.UP
    steps = tuple(Step(None if s.high is None else -s.high, None if s.low is None else -s.low, s.index) for s in reversed(row.steps))
    return replace(row, levels=Levels(other, -agreed.base, -agreed.norm, -agreed.target), steps=steps)


@given(row=rows(), fact=numbers)
def test_direction_down_is_up_with_everything_negated(row: MatrixRow, fact: Decimal) -> None:
    assume(row.method is not Method.RATIO)
    assert index_of(mirrored(row), -fact) == index_of(row, fact)
    assert row.levels is not None and (other := mirrored(row).levels) is not None
    assert band_of(other, -fact) is band_of(row.levels, fact)


@given(agreed=levels(), fact=numbers)
def test_bands_are_those_of_the_base_norm_index(agreed: Levels, fact: Decimal) -> None:
    raw = index_of(MatrixRow("k", weight=Decimal(1), levels=agreed), fact).raw
    assert (band_of(agreed, fact) == "ineffective") == (raw < 0)
    assert (band_of(agreed, fact) in ("on plan", "beyond target")) == (raw >= 100)


@given(agreed=ranges, fact=numbers)
def test_a_range_is_full_between_the_norms_and_falls_on_both_sides(agreed: RangeLevels, fact: Decimal) -> None:
    row = MatrixRow("k", weight=Decimal(1), levels=agreed)
    index = index_of(row, fact)
    assert (index.raw == 100) == (agreed.low_norm <= fact <= agreed.high_norm)
    assert (index.raw < 0) == (fact < agreed.low_base or fact > agreed.high_base)
    assert index.limited == max(Decimal(0), index.raw)
    assert index_of(row, agreed.low_base).raw == index_of(row, agreed.high_base).raw == 0
    flipped = RangeLevels(-agreed.high_base, -agreed.high_norm, -agreed.low_norm, -agreed.low_base)
    assert index_of(replace(row, levels=flipped), -fact) == index


@given(agreed=ranges, one=numbers, other=numbers)
def test_closer_to_the_range_is_never_worse(agreed: RangeLevels, one: Decimal, other: Decimal) -> None:
    row = MatrixRow("k", weight=Decimal(1), levels=agreed)
    low, high = sorted([one, other])
    if high <= agreed.low_norm:
        assert index_of(row, low).limited <= index_of(row, high).limited
    if low >= agreed.high_norm:
        assert index_of(row, high).limited <= index_of(row, low).limited
