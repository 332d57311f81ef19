"""Who was away for a whole period: nothing that is counted then says anything about their work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scoreline.engine.engine import Engine
from scoreline.engine.members import Member
from scoreline.periods import Period

Leave = tuple[dt.date, dt.date]
"""The first day away, and the first day back."""
_LEAVES = 'SELECT _source, person_id, "from", "to" FROM absences WHERE counts_as_working IS NOT TRUE'


def away(engine: Engine, member: Member, period: Period) -> bool:
    """Whether a person's leaves, those that count as working aside, cover every day of the period."""
    if member.kind != "person":
        return False
    with engine.lock:
        rows = engine.con.execute(f"{_LEAVES} AND _source = ? AND person_id = ? ORDER BY 3", [member.source, member.id]).fetchall()
    return gone([(first, back) for _, _, first, back in rows], period)


def leaves(engine: Engine) -> dict[tuple[str, str], list[Leave]]:
    """Everybody's leaves, those that count as working aside, in order of their first days."""
    with engine.lock:
        rows = engine.con.execute(f"{_LEAVES} ORDER BY 3").fetchall()
    found: dict[tuple[str, str], list[Leave]] = {}
    for source, person, first, back in rows:
        found.setdefault((source, person), []).append((first, back))
    return found


def gone(leaves: Sequence[Leave], period: Period) -> bool:
    """Whether leaves, in order of their first days, cover every day of a period."""
    day = period.start
    for first, back in leaves:
        if first > day:
            break
        day = max(day, back)
    return day >= period.end
