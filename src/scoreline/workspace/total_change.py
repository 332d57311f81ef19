"""What the change of a matrix's total is explained from: two periods as they were frozen, or as they are told today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scoreline.engine import query
from scoreline.engine.facts import Fact
from scoreline.engine.index import ensure_teams
from scoreline.engine.members import Member
from scoreline.engine.query import Filter, Query
from scoreline.errors import QueryError
from scoreline.insight.index_change import Facts, IndexChange, Situation, index_change
from scoreline.periods import Period
from scoreline.scoring.scorecard import Scorecard
from scoreline.workspace import scores
from scoreline.workspace.changes import comparable, cuts_of
from scoreline.workspace.ground import Ground
from scoreline.workspace.told import Told, telling, versions


def total_change(
    ground: Ground, who: Member, before: Period, after: Period, *, first: Ground | None = None, version: int | None = None
) -> IndexChange:
    """The change of a member's total, closed periods as they were frozen.

    The earlier total may have been told otherwise: by the data that `first` stands on, or by a `version` of its closed period, the first
    one unless told. What was restated since is then a part of its own. Both periods may be the same one, of which only that is told.
    """
    tellings = versions(ground, before)
    if before != after or len(tellings) < 2:
        comparable(before, after)
    then, now = (_told(ground, who, period) for period in (before, after))
    kpis = sorted({row.kpi for told in (then, now) for row in told.matrix.rows if row.kpi in ground.registry.kpis})
    people = [_people(ground, who, period) for period in (before, after)]
    moved = who.kind == "team" and people[0] != people[1]
    situations = [
        Situation(told.matrix, _facts(ground, told, kpis), _of_people(ground, others, kpis, told.matrix.period) if moved else None)
        for told, others in zip((then, now), reversed(people), strict=True)
    ]
    told_by, number = None, 0
    if first is not None:
        told_by = _facts(first, _told(first, who, before), kpis)
    elif version is not None or len(tellings) > 1:
        number = version or 1
        told_by = _of_card(_version(ground, who, before, number))
    found = index_change(situations[0], situations[1], ground.registry.kpis, told_by)
    return replace(found, versions=(number, then.version)) if number else found


def _told(ground: Ground, who: Member, period: Period) -> Told:
    """What a period tells of a member. MatrixError where there is no matrix."""
    by = telling(ground, None)
    if found := by.of([who], period).get(who.key):
        return found
    held = scores.held_of(ground, who, period)  # which says what lacks
    return Told(held.matrix, scores.cards(ground, [held], period)[0])


def _version(ground: Ground, who: Member, period: Period, number: int) -> Scorecard:
    """A member's card in one version of a closed period. QueryError where there is none."""
    found = versions(ground, period)
    card = next((one.card(who.key) for one in found if one.version == number), None)
    if card is None:
        known = ", ".join(str(one.version) for one in found) or "none"
        raise QueryError(f"It has no version {number}.", where=f"{who.name}, {period.label}", do=f"Closed versions: {known}.")
    return card


def _facts(ground: Ground, told: Told, kpis: Sequence[str]) -> dict[str, Fact]:
    """The facts of a period's card, and today's of the KPIs that it has no row of."""
    own = _of_card(told.card)
    others = [kpi for kpi in kpis if kpi not in own]
    if not others:
        return own
    table = ground.run(Query(tuple(others), cuts_of(ground, told.matrix.member), (told.matrix.period,)))
    return {kpi: table.series(kpi, told.matrix.member)[0] for kpi in others} | own


def _of_card(card: Scorecard) -> dict[str, Fact]:
    return {row.kpi: Fact(row.fact, row.state) for row in card.rows}


def _people(ground: Ground, who: Member, period: Period) -> tuple[tuple[str, str], ...]:
    """The people who were in a team on any day of a period."""
    if who.kind != "team":
        return ()
    (team,) = cuts_of(ground, who)
    engine = ground.engine
    with engine.lock:
        seats = ensure_teams(engine.con, team.name.partition(":")[2])
        rows = engine.con.execute(
            f'SELECT p.source, p.id FROM "{seats}" AS s JOIN members_person AS p ON p.m = s.m JOIN members_team AS t ON t.m = s.team '
            "WHERE t.source = ? AND t.id = ? AND s.from_on < ? AND s.to_on > ? GROUP BY ALL ORDER BY ALL",
            [who.source, who.id, period.end, period.start],
        ).fetchall()
    return tuple((source, id) for source, id in rows)


def _of_people(ground: Ground, people: tuple[tuple[str, str], ...], kpis: Sequence[str], period: Period) -> Facts:
    """What these people achieved in a period, whichever team they were in; nothing applies to nobody."""
    if not people:
        return {}
    table = ground.run(Query(tuple(kpis), (), (period,), (Filter(query.cut("person"), people),)))
    return {kpi: table.series(kpi, None)[0] for kpi in kpis}
