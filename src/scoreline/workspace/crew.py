"""Who a goal is split over: the people and teams of its first day, those who join in its time, and what they did a year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine import why as reasons
from scoreline.engine.absence import Away, absences, merged, outside
from scoreline.engine.members import COMPANY, Member
from scoreline.engine.query import Query, cut
from scoreline.errors import PlanError, nearest
from scoreline.periods import Period
from scoreline.planning.decompose.plan_file import PlanAsked
from scoreline.planning.decompose.sharing import known
from scoreline.planning.decompose.tree import Tree, tree
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import member, members

PERSON = "person"


@dataclass(frozen=True)
class Crew:
    """The tree of names, who each name is, on which day those begin who join while the goal runs, and when single members are away."""

    tree: Tree
    who: Mapping[str, Member]
    joining: Mapping[str, dt.date]
    away: Mapping[str, Sequence[Away]]


def crew(ground: Ground, asked: PlanAsked) -> Crew:
    """The members of a plan. PlanError for an unknown level, role, name or top, and where there is nobody."""
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute("SELECT _source, id, parent_id, coalesce(kind, 'team') FROM teams").fetchall()
        roles = [role for (role,) in engine.con.execute("SELECT DISTINCT role FROM memberships WHERE role IS NOT NULL").fetchall()]
        seats = engine.con.execute(
            """SELECT s._source, s.person_id, arg_min(s.team_id, (s.valid_from, s.team_id)), min(s.valid_from),
                      list((s.valid_from, coalesce(s.valid_to, DATE '9999-12-31'), s.team_id) ORDER BY s.valid_from, s.team_id)
               FROM memberships AS s
               WHERE s.valid_from < $end AND coalesce(s.valid_to, DATE '9999-12-31') > $start AND (len($roles) = 0 OR s.role IN $roles)
               GROUP BY ALL ORDER BY ALL""",
            {"start": asked.period.start, "end": asked.period.end, "roles": list(asked.members.roles)},
        ).fetchall()
    above = {(source, id): (source, parent) for source, id, parent, _ in rows}
    kinds = {(source, id): kind for source, id, _, kind in rows}
    levels = _levels(asked, kinds.values())
    for role in asked.members.roles:
        _one_of("role", role, sorted(roles))
    top = member(ground, asked.member) if asked.member else COMPANY
    if top.kind not in ("team", "company"):
        raise PlanError(f"{top.name} is a {top.kind}.", do="Name a team in goal: member:, or leave it out for the company.")
    lines: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    begins: dict[tuple[str, str, str], dt.date] = {}
    away: dict[tuple[str, str, str], Sequence[Away]] = {}
    known_away = absences(engine) if asked.members.absences else {}
    for source, person, team, day, held in seats:
        line, place = list[tuple[str, str, str]](), (source, team)
        inside = top.kind == "company"
        while place in kinds:
            if place == (top.source, top.id):
                inside = True
                break
            if kinds[place] in levels:
                line.append(("team", *place))
            place = above.get(place, ("", ""))
        if inside:
            key = (PERSON, source, person)
            begins[key] = day
            _refuse_overlap(ground, key, held)
            away[key] = merged([*known_away.get((source, person), ()), *outside((first, back) for first, back, _ in held)])
            whole = [key, *line] if PERSON in levels else line
            for number, node in enumerate(whole):
                lines[node] = whole[number + 1 :]
    return _named(ground, asked, top, lines, begins, away)


def last_year(ground: Ground, kpi: str, people: Crew, when: Period) -> dict[str, Decimal]:
    """What everyone without anyone below did in a period; who has no rows there did nothing. Whose fact is not known is left out."""
    found = dict[str, Decimal]()
    names = [people.tree.keys[leaf] for leaf in people.tree.leaves]
    cuts = {name: reasons.cuts_of(ground.engine, people.who[name]) if people.who[name].kind == "team" else (cut(PERSON),) for name in names}
    tables = {by: ground.run(Query((kpi,), by, (when,))) for by in set(cuts.values())}
    for name in names:
        fact = tables[cuts[name]].series(kpi, people.who[name])[0]
        if fact.known and fact.value is not None:
            found[name] = Decimal(str(fact.value))
    return found


def _refuse_overlap(ground: Ground, key: tuple[str, str, str], seats: Sequence[tuple[dt.date, dt.date, str]]) -> None:
    """PlanError where a person belongs to two teams at once: both would count on the same work."""
    ends: dict[str, tuple[dt.date, dt.date]] = {}  # of each team the seat that lasts longest so far
    for later, back, other in sorted(seats):
        for team, (first, end) in ends.items():
            if team == other or end <= later:
                continue
            names = {item.key: item.name for kind in (PERSON, "team") for item in members(ground, kind)}
            teams = [names.get(("team", key[1], id), id) for id in (team, other)]
            raise PlanError(
                f"The memberships overlap: in {teams[0]} from {first}, in {teams[1]} from {later}.",
                where=names.get(key, key[2]),
                do="End the first in the data where the second begins, or name the roles that the plan is for.",
            )
        if other not in ends or ends[other][1] < back:
            ends[other] = (later, back)


def _levels(asked: PlanAsked, kinds: Iterable[str]) -> tuple[str, ...]:
    have = sorted({*kinds, PERSON} - {"company"})
    for level in asked.members.levels:
        _one_of("level", level, have)
    return asked.members.levels or tuple(have)


def _one_of(what: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise PlanError(f'There is no {what} "{name}". {nearest(name, known)}'.strip(), do=f"Known: {', '.join(known) or 'none'}.")


def _named(
    ground: Ground,
    asked: PlanAsked,
    top: Member,
    lines: Mapping[tuple[str, str, str], list[tuple[str, str, str]]],
    begins: Mapping[tuple[str, str, str], dt.date],
    away: Mapping[tuple[str, str, str], Sequence[Away]],
) -> Crew:
    """The tree by names. Where a team bears a person's name, or the top's, its kind is put behind it."""
    if not lines:
        raise PlanError(f"Nobody belongs to {top.name} in {asked.period.label}.", do="Look at the roles, and at the mart's memberships.")
    found = {item.key: item for kind in (PERSON, "team") for item in members(ground, kind)}
    taken = {top.name}
    names: dict[tuple[str, str, str], str] = {}
    for key in sorted(lines):
        name = found[key].name
        names[key] = name if name not in taken else f"{name} ({key[0]})"
        taken.add(names[key])
    above: dict[str, str | None] = {top.name: None}
    above |= {names[key]: names[line[0]] if line else top.name for key, line in lines.items()}
    made = tree(above)
    joining = {names[key]: day for key, day in begins.items() if key in names and day > asked.period.start}
    known(made, asked.members.joiners)
    for name, day in asked.members.joiners.items():
        if made.children[made.numbers[name]]:
            raise PlanError(f"{name} has others below.", do="Name single members under joiners.")
        if day >= asked.period.end:
            raise PlanError(f"{day} lies after the plan of {asked.period.label}.", where=name, do="Take the joiner out.")
        joining[name] = day
    absent = {names[key]: spans for key, spans in away.items() if key in names}
    return Crew(made, {name: found[key] for key, name in names.items()} | {top.name: top}, joining, absent)
