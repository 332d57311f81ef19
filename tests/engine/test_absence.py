"""Leaves that cover a whole period, and those that do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scoreline.engine.absence import away
from scoreline.engine.members import Member
from scoreline.periods import parse
from tests.engine.tables import Tables, engine

ANN = Member("person", "Ann", "ann", "s")


def leave(id: str, first: int, back: int, **more: Any) -> dict[str, Any]:
    """March 2025, by days; 32 is 1 April."""
    day = dt.date(2025, 2, 28)
    return {"id": id, "person_id": "ann", "from": day + dt.timedelta(first), "to": day + dt.timedelta(back), **more}


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [
        ([leave("a", 1, 32)], True),
        ([leave("a", -10, 15), leave("b", 15, 40)], True),
        ([leave("a", -10, 20), leave("b", 12, 40)], True),
        ([leave("a", 1, 31)], False),
        ([leave("a", 2, 40)], False),
        ([leave("a", 1, 15), leave("b", 16, 40)], False),
        ([leave("a", 1, 32, counts_as_working=True)], False),
        ([leave("a", 1, 32, person_id="bob")], False),
        ([leave("a", 1, 32, _source="other")], False),
        ([], False),
    ],
)
def test_away_means_every_day(leaves: list[dict[str, Any]], expected: bool) -> None:
    on = engine(Tables({"people": [{"id": "ann", "name": "Ann"}], "absences": leaves}))
    assert away(on, ANN, parse("2025-03")) is expected
    assert not away(on, Member("team", "Ann", "ann", "s"), parse("2025-03"))
