"""Wilson's interval: a published figure, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.insight.shares import share


def test_a_published_interval() -> None:
    """81 of 263: .2553 to .3662 (Newcombe, Statistics in Medicine 17 (1998), 857-872)."""
    found = share(81, 263)
    assert (found.low, found.high) == (pytest.approx(25.53, abs=0.005), pytest.approx(36.62, abs=0.005))


def test_no_case_is_no_share() -> None:
    assert (share(0, 0).percent, share(0, 0).low, share(0, 0).high) == (None, None, None)


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(count, of)


cases = st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(cases)
def test_the_interval_holds_its_share_and_mirrors(case: tuple[int, int]) -> None:
    count, of = case
    found, other = share(count, of), share(of - count, of)
    assert found.percent is not None and found.low is not None and found.high is not None and other.high is not None
    assert 0 <= found.low <= found.percent <= found.high <= 100
    assert found.low == pytest.approx(100 - other.high, abs=1e-9)


@given(cases, st.integers(2, 9))
def test_more_cases_of_the_same_share_tell_more(case: tuple[int, int], times: int) -> None:
    few, many = share(*case), share(case[0] * times, case[1] * times)
    assert None not in (few.low, few.high, many.low, many.high)
    assert many.high - many.low < few.high - few.low  # type: ignore[operator]
