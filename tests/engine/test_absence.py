"""On which days people were away: not hired yet, gone, on leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreline.engine.absence import absences, merged, outside
from tests.engine.tables import Tables, engine

EVER = (dt.date.min, dt.date.max)


def march(day: int) -> dt.date:
    """A day counted from March 2025: 32 is 1 April."""
    return dt.date(2025, 2, 28) + dt.timedelta(day)


def leave(id: str, first: int, back: int, **more: Any) -> dict[str, Any]:
    return {"id": id, "person_id": "ann", "from": march(first), "to": march(back), **more}


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [
        ([leave("a", 1, 32)], [(1, 32)]),
        ([leave("a", -10, 15), leave("b", 15, 40)], [(-10, 40)]),
        ([leave("a", -10, 20), leave("b", 12, 40)], [(-10, 40)]),
        ([leave("b", 16, 40), leave("a", 1, 15)], [(1, 15), (16, 40)]),
        ([leave("a", 1, 32, counts_as_working=True)], []),
        ([leave("a", 1, 32, person_id="bob")], []),
        ([leave("a", 1, 32, _source="other")], []),
        ([], []),
    ],
)
def test_leaves_are_days_away(leaves: list[dict[str, Any]], expected: list[tuple[int, int]]) -> None:
    on = engine(Tables({"people": [{"id": "ann", "name": "Ann"}], "absences": leaves}))
    assert list(absences(on).get(("s", "ann"), ())) == [(march(first), march(back)) for first, back in expected]


def test_who_is_not_hired_or_has_left_is_away() -> None:
    """Without a day of hiring, the first team counts as one; that it ended, or that there is a gap, is no leave."""
    people = [
        {"id": "ann", "name": "Ann", "hired_on": march(10), "left_on": march(60)},
        {"id": "bob", "name": "Bob"},
        {"id": "cy", "name": "Cy"},
    ]
    seats = [("ann", 15, 20), ("ann", 25, None), ("bob", 5, 9), ("bob", 12, 31)]
    rows = [
        {"person_id": who, "team_id": f"t{number}", "valid_from": march(first), "valid_to": None if end is None else march(end)}
        for number, (who, first, end) in enumerate(seats)
    ]
    teams = [{"id": f"t{number}", "name": f"T{number}"} for number in range(4)]
    found = absences(engine(Tables({"people": people, "teams": teams, "memberships": rows})))
    assert found["s", "ann"] == ((dt.date.min, march(10)), (march(60), dt.date.max))
    assert found["s", "bob"] == ((dt.date.min, march(5)),)
    assert found["s", "cy"] == ()


SPANS = st.lists(st.tuples(st.integers(-9, 60), st.integers(-9, 60)).map(lambda ends: (march(min(ends)), march(max(ends)))), max_size=6)


@given(SPANS, st.integers(-10, 61))
def test_every_day_is_within_or_outside(spans: list[tuple[dt.date, dt.date]], day: int) -> None:
    within = any(first <= march(day) < back for first, back in spans)
    assert within == any(first <= march(day) < back for first, back in merged(spans))
    assert within != any(first <= march(day) < back for first, back in outside(spans))
    assert merged([*spans, *outside(spans)]) == (EVER,)
