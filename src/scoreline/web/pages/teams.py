"""Which people belong to a team in a period, for the overview's filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoreline.engine.members import Member
from scoreline.errors import QueryError
from scoreline.periods import Period
from scoreline.scoring.scorecard import Scorecard
from scoreline.web.pages.choices import Option
from scoreline.web.pages.reading import Reading

if TYPE_CHECKING:
    from scoreline.workspace import Workspace

Key = tuple[str, str, str]


def key(member: Member) -> str:
    """How an address names a member."""
    return f"{member.source}:{member.id}"


def team_options(reading: Reading, period: Period, chosen: str) -> tuple[Option, ...]:
    """The teams that had people in the period."""
    teams = _teams(reading, period)
    return tuple(Option(key(team), team.name, key(team) == chosen) for team, people in teams if people)


def within(reading: Reading, cards: Sequence[Scorecard], team: str, period: Period) -> tuple[Scorecard, ...]:
    """The scorecards of one team's people; all where no team is named. QueryError for an unknown team."""
    if not team:
        return tuple(cards)
    for found, people in _teams(reading, period):
        if key(found) == team:
            return tuple(card for card in cards if card.member.key in people)
    raise QueryError(f'There is no team "{team}".', do="Choose one from the list.")


def _teams(reading: Reading, period: Period) -> tuple[tuple[Member, frozenset[Key]], ...]:
    return reading.remember(("teams", period.label), lambda: teams_of(reading.workspace, period))


def teams_of(workspace: Workspace, period: Period) -> tuple[tuple[Member, frozenset[Key]], ...]:
    """Every team with the keys of the people who were in it, or in a team below it, at any time of the period."""
    teams = {(team.source, team.id): team for team in workspace.members("team")}
    people = {(person.source, person.id): person.key for person in workspace.members("person")}
    engine = workspace.engine
    with engine.lock:
        parents = engine.con.execute("SELECT _source, id, parent_id FROM teams").fetchall()
        seats = engine.con.execute(
            """SELECT _source, team_id, person_id FROM memberships
               WHERE valid_from < $end AND coalesce(valid_to, DATE '9999-12-31') > $start""",
            {"start": period.start, "end": period.end},
        ).fetchall()
    above = {(source, id): (source, parent) for source, id, parent in parents if parent is not None}
    found: dict[tuple[str, str], set[Key]] = {}
    for source, team, person in seats:
        at: tuple[str, str] | None = (source, team)
        seen: set[tuple[str, str]] = set()
        while at is not None and at not in seen and (source, person) in people:
            seen.add(at)
            found.setdefault(at, set()).add(people[source, person])
            at = above.get(at)
    return tuple((team, frozenset(found.get(place, ()))) for place, team in teams.items())
