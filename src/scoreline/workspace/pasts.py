"""What members and their peers did in past periods: one query for all members of a kind and all periods.

Peers are the people who held the same role, or the teams of the same level. A period counts for a person who held the role from its
first day to its last, was there on three of four working days at least, and was not in ramp any more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from scoreline.engine import why as reasons
from scoreline.engine.absence import merged
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.query import Cut, Query
from scoreline.engine.result import KpiTable
from scoreline.errors import MatrixError, QueryError
from scoreline.insight.past import Past
from scoreline.periods import Period
from scoreline.planning.attendance import Attendance
from scoreline.workspace import answers
from scoreline.workspace.attendance import attendance
from scoreline.workspace.ground import Ground
from scoreline.workspace.homes import hired
from scoreline.workspace.naming import directory, members

RAMP = 90
"""Days after being hired whose periods tell nothing yet."""
THERE = Fraction(3, 4)
"""The least part of a period's working days on which a person must be there for it to count."""
_EVER = dt.date.max
Key = tuple[str, str]


@dataclass(frozen=True)
class Seat:
    """A person in a role from `start` up to, not including, `end`; a team at its level always."""

    role: str
    start: dt.date = dt.date.min
    end: dt.date = _EVER


@dataclass
class Crowd:
    """All members of a kind (`by`), what they held when, and their facts of some KPIs in some periods; no table where of none."""

    by: tuple[str, ...]
    periods: tuple[Period, ...]
    table: KpiTable | None
    seats: Mapping[Key, Sequence[Seat]]
    names: Mapping[Key, Member]
    ready: Mapping[Key, dt.date]
    days: Attendance
    _told: dict[tuple[Key, str], frozenset[Period]] = field(default_factory=dict)

    def role(self, member: Member, day: dt.date) -> str:
        """The role held on a day, else the last one before it; empty where none is known."""
        held = [seat for seat in self.seats.get(_key(member), ()) if seat.start <= day]
        now = [seat for seat in held if day < seat.end]
        return (now or held)[-1].role if held else ""

    def peers(self, member: Member, run: Sequence[Period]) -> tuple[str, tuple[Member, ...]]:
        """The member's role at the end of the periods, and all who held it in any of them, the member first.

        Who has no role has no peers.
        """
        role = self.role(member, run[-1].last_day)
        holders = self._roles.get(role, ()) if role else ()
        others = [self.names[key] for key in holders if key != _key(member) and key in self.names]
        return role, (member, *(other for other in others if not self._tell(other, role).isdisjoint(run)))

    def past(self, kpi: str, member: Member, role: str, run: Sequence[Period]) -> Past:
        """A member's facts of these periods, as one who holds that role."""
        assert self.table is not None  # noqa: S101  (the KPI is one of it)
        facts, telling = self.table.series(kpi, member), self._tell(member, role)
        return Past(member, tuple(facts[self._places[period]] if period in telling else _OUTSIDE for period in run))

    @cached_property
    def _roles(self) -> Mapping[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for key, seats in self.seats.items():
            for role in dict.fromkeys(seat.role for seat in seats):
                found[role].append(key)
        return found

    @cached_property
    def _places(self) -> Mapping[Period, int]:
        return {period: place for place, period in enumerate(self.periods)}

    def _tell(self, member: Member, role: str) -> frozenset[Period]:
        """The periods that tell of the member in that role."""
        key = _key(member)
        if (key, role) not in self._told:
            self._told[key, role] = frozenset(period for period in self.periods if self._tells(member, role, period))
        return self._told[key, role]

    def _tells(self, member: Member, role: str, period: Period) -> bool:
        key = _key(member)
        if key not in self.seats:
            return True
        if period.start < self.ready.get(key, dt.date.min) or self.days.days(member, period).share < THERE:
            return False
        held = merged((seat.start, seat.end) for seat in self.seats[key] if seat.role == role)
        return any(start <= period.start and period.end <= end for start, end in held)


_OUTSIDE = Fact(None, FactState.NOT_APPLICABLE)


def crowds(
    ground: Ground, wanted: Mapping[Member, Collection[str]], run: Iterable[Period], ramp: int = RAMP
) -> dict[tuple[str, str, str], Crowd]:
    """By member, the crowd that it is one of, with all KPIs that are wanted of members of that kind."""
    cuts = {member: reasons.cuts_of(ground.engine, member) for member in wanted}
    kinds: dict[tuple[Cut, ...], set[str]] = defaultdict(set)
    for member, kpis in wanted.items():
        kinds[cuts[member]] |= set(kpis)
    periods = tuple(sorted(set(run)))
    made = {by: _crowd(ground, by, tuple(sorted(kpis)), periods, ramp) for by, kpis in kinds.items()}
    return {member.key: made[cuts[member]] for member in wanted}


def holders(ground: Ground, role: str, day: dt.date) -> list[Member]:
    """Who holds a role on a day, by name. QueryError where nobody ever did, or nobody does then."""
    try:
        ever = directory(ground).in_role(role)
    except MatrixError as problem:
        raise QueryError(problem.what, do=problem.do) from None
    roles = roles_on(ground, day)
    found = [one for one in ever if roles.get(_key(one)) == role]
    if not found:
        raise QueryError(f'Nobody is in the role "{role}" on {day}.', do="Name another day or role.")
    return sorted(found, key=lambda one: (one.name, one.key))


def roles_on(ground: Ground, day: dt.date) -> dict[Key, str]:
    """The role that each person holds on a day, by source and id."""
    return {key: seat.role for key, seats in _seats(ground).items() for seat in seats if seat.start <= day < seat.end}


def past_run(ground: Ground, before: Period | None, grain: str, count: int) -> list[Period]:
    """The last `count` periods that the data covers whole, oldest first; those before `before` where it is given.

    QueryError where there is no data, or so many periods are not asked for.
    """
    if not 1 <= count <= 120:
        raise QueryError(f"{count} periods are none to look back on.", do="Name a number from 1 to 120.")
    last = answers.last_period(ground, grain)
    if last is None:
        raise QueryError("There is no data yet.", do="Load some: scoreline load DIR --mapping NAME.")
    if before is not None and before.previous().end <= last.end:
        last = before.previous()
    run = [last]
    while len(run) < count:
        run.append(run[-1].previous())
    return run[::-1]


def _crowd(ground: Ground, by: tuple[Cut, ...], kpis: tuple[str, ...], run: tuple[Period, ...], ramp: int) -> Crowd:
    table = ground.run(Query(kpis, by, run)) if kpis else None
    columns = tuple(cut.name for cut in by)
    kind = by[0].dimension.name if by else "company"
    names = {_key(member): member for member in members(ground, by[0].name)} if by else {}
    if kind != "person":
        seats = {key: (Seat(by[0].name),) for key in _level(ground, by[0].level)} if kind == "team" else {}
        return Crowd(columns, run, table, seats, names, {}, attendance(ground))
    ready = {key: day + dt.timedelta(days=ramp) for key, day in hired(ground).items()}
    return Crowd(columns, run, table, _seats(ground), names, ready, attendance(ground))


def _level(ground: Ground, level: str) -> list[Key]:
    """The teams of a level; without one, those of which none is known."""
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute("SELECT _source, id FROM teams WHERE coalesce(kind, '') = ? ORDER BY ALL", [level]).fetchall()
    return [(source, id) for source, id in rows]


def _seats(ground: Ground) -> dict[Key, list[Seat]]:
    """Who held which role when, in order of first days; who is in no team has no role as long as employed."""
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute(
            """SELECT _source, person_id, coalesce(role, ''), valid_from, coalesce(valid_to, $ever) FROM memberships
               UNION ALL
               SELECT _source, id, '', coalesce(hired_on, $first), coalesce(left_on, $ever) FROM people AS p
               WHERE NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m._source = p._source AND m.person_id = p.id)
               ORDER BY 4, 5, 1, 2, 3""",
            {"first": dt.date.min, "ever": _EVER},
        ).fetchall()
    found: dict[Key, list[Seat]] = defaultdict(list)
    for source, person, role, start, end in rows:
        found[source, person].append(Seat(role, start, end))
    return found


def _key(member: Member) -> Key:
    return member.source, member.id
