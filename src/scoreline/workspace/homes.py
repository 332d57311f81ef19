"""Who belonged to which group when, and since when people are here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from scoreline.engine import index
from scoreline.errors import QueryError
from scoreline.workspace.ground import Ground

EVERYBODY = "Everybody"
NOWHERE = "not assigned"
EVER = dt.date.max


def hired(ground: Ground) -> dict[tuple[str, str], dt.date]:
    """The first days of all people of whom they are known."""
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute("SELECT _source, id, hired_on FROM people WHERE hired_on IS NOT NULL").fetchall()
    return {(source, id): day for source, id, day in rows}


Homes = dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]]


def homes_of(ground: Ground, by: str) -> Homes | None:
    """In which group each person was from when to when; None where all are one group."""
    if not by:
        return None
    engine = ground.engine
    kind, _, level = by.partition(":")
    with engine.lock:
        if kind == "team":
            seats = index.ensure_teams(engine.con, level)
            rows = engine.con.execute(
                f'SELECT p.source, p.id, s.from_on, s.to_on, t.name FROM "{seats}" AS s '
                "JOIN members_person AS p ON p.m = s.m JOIN members_team AS t ON t.m = s.team ORDER BY ALL"
            ).fetchall()
        elif by == "role":
            rows = engine.con.execute(
                "SELECT _source, person_id, valid_from, coalesce(valid_to, $ever), role FROM memberships "
                "WHERE role IS NOT NULL ORDER BY ALL",
                {"ever": EVER},
            ).fetchall()
        else:
            raise QueryError(f'People cannot be grouped by "{by}" here.', do="Use team, team:LEVEL (such as team:region) or role.")
    found: Homes = defaultdict(list)
    for source, id, start, end, name in rows:
        found[source, id].append((start, end, name))
    return found


def home(homes: Homes | None, person: tuple[str, str], last_day: dt.date) -> str:
    """A person's group on a day, the last one of the levels."""
    if homes is None:
        return EVERYBODY
    return next((name for start, end, name in homes.get(person, []) if start <= last_day < end), NOWHERE)
