"""How the cells of a query are laid out, and what every SELECT over a state shares: places of periods, seats in teams, filters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scoreline.engine.plan import State
from scoreline.engine.query import Cut


@dataclass(frozen=True)
class Narrowed:
    """A filter by the numbers of its members; of a team, the table of its seats."""

    cut: Cut
    members: tuple[int, ...]
    seats: str = ""


@dataclass(frozen=True)
class Shape:
    """How the cells of a query are laid out: its cuts, its bases, the seats table of each team cut, and what narrows it.

    `today` is the day whose teams count where the query asks for today's owners. Of states of bits: `one_word`, all months of
    the state lie in one word; `whole_words`, each period does.
    """

    cuts: tuple[Cut, ...]
    bases: tuple[str, ...]
    seats: dict[str, str]
    where: tuple[Narrowed, ...] = ()
    today: dt.date | None = None
    one_word: bool = False
    whole_words: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """m1, m2 … of the cells."""
        return tuple(f"m{place}" for place in range(1, len(self.cuts) + 1))

    @property
    def teams(self) -> bool:
        """Whether anything is looked up in the team tree."""
        return bool(self.seats) or any(item.seats for item in self.where)

    @property
    def several(self) -> bool:
        """Whether several of a state's members may meet in one cell: those of a team, or those that a filter keeps."""
        cut = {item.base for item in self.cuts}
        return self.teams or any(item.cut.base not in cut and len(item.members) > 1 for item in self.where)

    def base(self, item: Cut) -> str:
        """The state's column that a cut is made from."""
        return f"s.m{self.bases.index(item.base) + 1}"


@dataclass(frozen=True)
class Source:
    """What every SELECT over a state shares: joins to seats, members of the cells, conditions."""

    joins: str
    members: tuple[str, ...]
    conditions: tuple[str, ...]

    @property
    def listed(self) -> str:
        """The members, each followed by a comma."""
        return "".join(f"{member}, " for member in self.members)

    def where(self, *more: str) -> str:
        """All conditions as a WHERE, or nothing."""
        found = (*self.conditions, *(item for item in more if item))
        return f" WHERE {' AND '.join(found)}" if found else ""

    @property
    def group(self) -> str:
        """The places of the members and of the period."""
        return ", ".join(str(place) for place in range(1, len(self.members) + 2))


def known(state: State, until: dt.date | None, within: int | None) -> str:
    """The condition that a row was known by the period's end, or is one of the last days that the data covers."""
    tests = []
    if state.known_by:
        end = "year(z.end_on) * 12 + month(z.end_on) - 1" if state.grain == "month" else "z.end_on - DATE '1970-01-01'"
        tests.append(f"s.u < {end}")
    if within is not None:
        last = (until - dt.date(1970, 1, 1)).days if until else -(10**6)
        tests.append(f"s.t > {last - within}")
    return " AND ".join(tests)


def timed(state: State) -> str:
    """FROM: the state with the places of its periods, and the periods themselves where rows must be known by their end."""
    if state.by_period:
        joined = f"{state.table} AS s JOIN (SELECT p, start_on, end_on FROM spans) AS d ON d.p = s.p"
    else:
        joined = f"{state.table} AS s JOIN {'months_of' if state.grain == 'month' else 'days_of'} AS d ON d.t = s.t"
    return f"{joined} JOIN spans AS z ON z.p = d.p" if state.known_by else joined


def day_of(state: State) -> str:
    """The day whose teams count, of a row of the state. A month's teams last the whole month where month states are used."""
    return "d.first_on" if state.grain == "month" else "DATE '1970-01-01' + s.t"


def source(state: State, shape: Shape, day: str) -> Source:
    """Joins, members and conditions over a state `s`; teams are looked up on `day`."""
    on = f"DATE '{shape.today}'" if shape.today else day
    joins, members, conditions, teams = [], [], [], False

    def seat(alias: str, table: str, item: Cut) -> None:
        joins.append(
            f'LEFT JOIN "{table}" AS {alias} ON {alias}.m = {shape.base(item)} AND {alias}.from_on <= {on} AND {alias}.to_on > {on}'
        )

    for place, item in enumerate(shape.cuts, 1):
        if table := shape.seats.get(item.name):
            seat(f"q{place}", table, item)
            members.append(f"coalesce(q{place}.team, 0) AS m{place}")
            teams = True
        else:
            members.append(f"{shape.base(item)} AS m{place}")
    for place, narrowed in enumerate(shape.where, 1):
        listed = ", ".join(str(int(number)) for number in narrowed.members) or "NULL"
        if narrowed.seats:
            seat(f"w{place}", narrowed.seats, narrowed.cut)
            conditions.append(f"w{place}.team IN ({listed})")
            teams = True
        else:
            conditions.append(f"{shape.base(narrowed.cut)} IN ({listed})")
    if state.whose == "credits" and (teams or not any(item.base == "person" for item in shape.cuts)):
        conditions.append("NOT s.overlay")  # overlay credit does not roll up
    return Source(" ".join(joins), tuple(members), tuple(conditions))
