"""Who was away for a whole period: nothing that is counted then says anything about their work."""

from __future__ import annotations

from scoreline.engine.engine import Engine
from scoreline.engine.members import Member
from scoreline.periods import Period


def away(engine: Engine, member: Member, period: Period) -> bool:
    """Whether a person's leaves, those that count as working aside, cover every day of the period."""
    if member.kind != "person":
        return False
    with engine.lock:
        leaves = engine.con.execute(
            """SELECT "from", "to" FROM absences
               WHERE _source = ? AND person_id = ? AND counts_as_working IS NOT TRUE AND "from" < ? AND "to" > ? ORDER BY 1""",
            [member.source, member.id, period.end, period.start],
        ).fetchall()
    day = period.start
    for first, back in leaves:
        if first > day:
            return False
        day = max(day, back)
    return day >= period.end
