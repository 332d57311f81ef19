"""Members by their names, as users write them."""

from __future__ import annotations

from scoreline.engine import index, query
from scoreline.engine.members import COMPANY, Member
from scoreline.errors import MatrixError, QueryError, nearest
from scoreline.planning.people import Directory, Seat
from scoreline.workspace.ground import Ground

_LISTED = 12
_OF_MATRICES = ("person", "team", "location", "company")


def members(ground: Ground, kind: str) -> list[Member]:
    """The members of a dimension by name."""
    engine = ground.engine
    with engine.lock:
        return index.members(engine.con, "company" if kind == "company" else query.cut(kind).name)


def directory(ground: Ground) -> Directory:
    """The people, teams and locations that matrices may be written for."""
    standing = ground.standing
    if standing.directory is None:
        standing.directory = _directory(ground)
    return standing.directory


def _directory(ground: Ground) -> Directory:
    found = [*members(ground, "person"), *members(ground, "team"), *members(ground, "location"), COMPANY]
    by_id = {(member.source, member.id): member for member in found if member.kind == "person"}
    roles: dict[str, dict[Member, None]] = {}
    seats: dict[tuple[str, str, str], list[Seat]] = {}
    engine = ground.engine
    with engine.lock:
        held = engine.con.execute(
            """SELECT role, _source, person_id, valid_from, coalesce(valid_to, DATE '9999-12-31') FROM memberships
               WHERE role IS NOT NULL ORDER BY ALL"""
        ).fetchall()
    for role, source, person, start, end in held:
        if who := by_id.get((source, person)):
            roles.setdefault(role, {})[who] = None
            seats.setdefault(who.key, []).append(Seat(role, start, end))
    return Directory(found, {role: tuple(who) for role, who in roles.items()}, seats)


def member(ground: Ground, name: str, kind: str | None = None) -> Member:
    """The member of that name or id. QueryError with the nearest name where there is none or more than one."""
    if kind is None or kind in _OF_MATRICES:
        try:
            return directory(ground).find(name, kind)
        except MatrixError as problem:
            raise QueryError(problem.what, do=problem.do) from None
    known = members(ground, kind)
    found = [item for item in known if name in (item.name, item.id)]
    if not found:
        names = [item.name for item in known]
        listed = f" It has: {', '.join(names)}." if 0 < len(names) <= _LISTED else ""
        raise QueryError(f'There is no {kind} "{name}". {nearest(name, names)}'.strip(), do=f"Write it as it stands in the data.{listed}")
    if len(found) > 1:
        shown = ", ".join(f"{item.name} ({item.id} of {item.source})" for item in found[:5])
        raise QueryError(f'"{name}" names several of {kind}: {shown}.', do="Write the id of the one that you mean.")
    return found[0]


def whose(ground: Ground, who: Member | str | None) -> Member | None:
    """Whose number is asked for: None is the company's."""
    found = member(ground, who) if isinstance(who, str) else who
    return None if found is None or found.kind == "company" else found
