"""On which days people were away: before they were hired, after they left, on leave.

Who has no day of hiring begins with the first day in a team; who has neither was always there. That a membership ended says where somebody
does not sit any more, not that the work did. Leaves that count as working are none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoreline.engine.engine import Engine

Away = tuple[dt.date, dt.date]
"""The first day away, and the first day back."""
Spans = dict[tuple[str, str], list[Away]]
_EMPLOYED = """SELECT p._source, p.id, coalesce(p.hired_on, m.first_on, DATE '0001-01-01'), coalesce(p.left_on, DATE '9999-12-31')
               FROM people AS p LEFT JOIN (
                 SELECT _source, person_id, min(valid_from) AS first_on FROM memberships GROUP BY ALL
               ) AS m ON m._source = p._source AND m.person_id = p.id"""
_LEAVES = 'SELECT _source, person_id, "from", "to" FROM absences WHERE counts_as_working IS NOT TRUE'


def absences(engine: Engine) -> dict[tuple[str, str], tuple[Away, ...]]:
    """Everybody's days away as spans that do not touch, by source and id of the person."""
    with engine.lock:
        employed, found = (_spans(engine.con.execute(question).fetchall()) for question in (_EMPLOYED, _LEAVES))
    for person, spans in employed.items():
        found[person] += outside(spans)
    return {person: merged(spans) for person, spans in found.items()}


def _spans(rows: Iterable[tuple[str, str, dt.date, dt.date]]) -> Spans:
    found: Spans = defaultdict(list)
    for source, person, first, back in rows:
        found[source, person].append((first, back))
    return found


def merged(spans: Iterable[Away]) -> tuple[Away, ...]:
    """The same days as spans that do not touch, in order of time."""
    found: list[Away] = []
    for first, back in sorted(span for span in spans if span[0] < span[1]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], back))
        else:
            found.append((first, back))
    return tuple(found)


def outside(spans: Iterable[Away]) -> tuple[Away, ...]:
    """The days that lie in none of the spans, of all days that a date can say."""
    found, day = [], dt.date.min
    for first, back in merged(spans):
        found.append((day, first))
        day = back
    return merged([*found, (day, dt.date.max)])
