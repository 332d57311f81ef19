"""Which version of a closed period is meant."""

from __future__ import annotations

import datetime as dt

import pytest

from scoreline.errors import PeriodError
from scoreline.periods import parse
from scoreline.state.frozen import Basis, Closing
from scoreline.state.versions import chosen, moment

JULY = parse("2017-07")
FIRST, SECOND = (
    Closing(JULY, version, dt.datetime(2017, 8, day, 12, tzinfo=dt.UTC), "Olga", "", Basis(1, ""), ()) for version, day in ((1, 2), (2, 9))
)
BOTH = [FIRST, SECOND]


@pytest.mark.parametrize(
    ("version", "at", "expected"),
    [
        (None, "", SECOND),
        (1, "", FIRST),
        (2, "", SECOND),
        (None, "2017-08-02", FIRST),
        (None, "2017-08-02T12:00+00:00", FIRST),
        (None, "2017-08-09T13:59:59+02:00", FIRST),
        (None, "2017-08-09T14:00+02:00", SECOND),
        (None, "2017-08-09", SECOND),
    ],
)
def test_it_is_the_newest_one_by_number_or_the_one_of_a_time(version: int | None, at: str, expected: Closing) -> None:
    assert chosen(BOTH, JULY, version, moment(at, "UTC") if at else None) is expected


@pytest.mark.parametrize(
    ("held", "version", "at", "match"),
    [
        ([], None, "", "2017-07: It is not closed"),
        (BOTH, 3, "", r"It has no version 3\. It has: 1 of 2017-08-02 12:00 UTC, 2 of 2017-08-09"),
        (BOTH, None, "2017-08-01", r"It was not closed yet at 2017-08-01 23:59 UTC\. It has: 1 of"),
        (BOTH, 1, "2017-08-02", "either a version or a time"),
    ],
)
def test_there_is_no_such_version(held: list[Closing], version: int | None, at: str, match: str) -> None:
    with pytest.raises(PeriodError, match=match):
        chosen(held, JULY, version, moment(at, "UTC") if at else None)


def test_a_time_is_the_workspaces_and_a_date_counts_to_its_end() -> None:
    """In Berlin the 5th of August ends at 22:00 UTC."""
    end = moment("2017-08-05", "Europe/Berlin")
    assert end < dt.datetime(2017, 8, 5, 22, tzinfo=dt.UTC) <= end + dt.timedelta.resolution
    assert moment("2017-08-05 14:30", "Europe/Berlin") == dt.datetime(2017, 8, 5, 12, 30, tzinfo=dt.UTC)
    for odd in ("yesterday", "2017-13-01", "9999-12-31"):
        with pytest.raises(PeriodError, match=f'"{odd}" is no time'):
            moment(odd, "UTC")
