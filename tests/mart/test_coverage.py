"""Coverage: what loads cover, and what a gap is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from scoreline.mart.coverage import QUIET, Coverage, assumed, declared, merge, within, without
from scoreline.mart.staged import Span

DAY = dt.timedelta(days=1)
START = dt.date(2020, 1, 1)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = START + dt.timedelta(days=draw(st.integers(0, 120)))
    return Span(start, start + dt.timedelta(days=draw(st.integers(1, 40))))


def days(coverage: Coverage | None) -> set[dt.date]:
    return each(coverage.spans) if coverage else set()


def each(spans: Iterable[Span]) -> set[dt.date]:
    return {span.start + dt.timedelta(days=i) for span in spans for i in range((span.end - span.start).days)}


@given(st.lists(spans(), min_size=1, max_size=6))
def test_declared_spans_cover_exactly_their_days(loads: list[Span]) -> None:
    merged: Coverage | None = None
    for span in loads:
        merged = merge(merged, declared(span))
    assert merged is not None and not merged.assumed
    assert days(merged) == set().union(*(days(declared(span)) for span in loads))
    for one, other in zip(merged.spans, merged.spans[1:], strict=False):
        assert one.end < other.start


@given(st.lists(st.tuples(spans(), st.booleans()), min_size=1, max_size=6))
def test_assumed_spans_bridge_quiet_days_alone(loads: list[tuple[Span, bool]]) -> None:
    merged: Coverage | None = None
    for span, stated in loads:
        merged = merge(merged, declared(span) if stated else assumed(span.start, span.end - DAY))
    own = set().union(*(days(declared(span)) for span, _ in loads))
    assert own <= days(merged)
    for day in days(merged) - own:
        assert any(day < other <= day + QUIET for other in own) and any(day - QUIET <= other < day for other in own)


def test_a_gap_of_a_year_is_not_covered() -> None:
    merged = merge(assumed(dt.date(2015, 1, 2), dt.date(2015, 12, 30)), assumed(dt.date(2017, 1, 1), dt.date(2017, 12, 31)))
    assert merged is not None
    assert merged.covers(Span(dt.date(2015, 2, 1), dt.date(2015, 3, 1)))
    assert not merged.covers(Span(dt.date(2016, 2, 1), dt.date(2016, 3, 1)))
    assert merged.span == Span(dt.date(2015, 1, 2), dt.date(2018, 1, 1))


def test_a_declared_span_takes_the_place_of_what_was_assumed_in_it() -> None:
    stated = declared(Span(dt.date(2020, 1, 1), dt.date(2021, 1, 1)))
    guess = assumed(dt.date(2020, 1, 3), dt.date(2020, 12, 29))
    assert merge(guess, stated) == merge(stated, guess) == stated


def test_no_event_day_covers_nothing() -> None:
    assert assumed(None, None) is None
    assert merge(None, None) is None
    one = declared(Span(START, START + DAY))
    assert merge(one, None) == merge(None, one) == one


@given(st.lists(spans(), max_size=4), st.lists(spans(), max_size=4))
def test_what_no_other_span_holds(some: list[Span], others: list[Span]) -> None:
    assert each(without(some, others)) == each(some) - each(others)


@given(st.lists(spans(), max_size=4), spans())
def test_what_lies_within_some_days(some: list[Span], cut: Span) -> None:
    assert each(within(some, cut)) == each(some) & each([cut])
