"""Where members stand: their own past periods and those of their peers, gathered for many members and KPIs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.members import Member
from scoreline.engine.query import Cut
from scoreline.errors import QueryError
from scoreline.insight.standing import Group, Standing
from scoreline.kpis.registry import Registry
from scoreline.periods import Grain, Period
from scoreline.planning.matrix import Matrix
from scoreline.workspace import answers
from scoreline.workspace.ground import Ground
from scoreline.workspace.pasts import RAMP, crowds, past_run


@dataclass(frozen=True)
class Question:
    """Whose standing in which KPIs, over `months` months up to `until`, included, or the last that the data covers.

    Without KPIs it is about those of each member's newest matrix; where there is none, about all of which the member has anything.
    """

    members: tuple[Member, ...]
    kpis: tuple[str, ...] = ()
    until: Period | None = None
    months: int = 12
    ramp: int = RAMP


def standings(ground: Ground, asked: Question) -> list[Standing]:
    """A standing for each member and KPI, in their order. QueryError for an unknown KPI, or one that they cannot be told apart by."""
    if asked.until is not None and asked.until.grain is not Grain.MONTH:
        raise QueryError(f"{asked.until.label} is a {asked.until.grain}.", do="Name the last month: --until 2017-07.")
    run = past_run(ground, asked.until.next() if asked.until else None, Grain.MONTH.value, asked.months)
    held = {} if asked.kpis else newest(ground, run[-1])
    wanted = kpis_of(ground, asked.members, asked.kpis, held)
    around = crowds(ground, wanted, run, asked.ramp)
    groups: dict[tuple[str, tuple[str, ...], str], Group] = {}
    found = []
    for member in asked.members:
        crowd = around[member.key]
        for kpi in wanted[member]:
            role, peers = crowd.peers(member, run)
            key = (kpi, crowd.by, role)
            if key not in groups:
                pasts = [crowd.past(kpi, peer, role, run) for peer in peers]
                groups[key] = Group(kpi, pasts, ground.registry.kpi(kpi).direction)
            past = crowd.past(kpi, member, role, run)
            if asked.kpis or member.key in held or any(past.known):
                found.append(groups[key].standing(past))
    return found


def kpis_of(
    ground: Ground, members: Sequence[Member], kpis: Sequence[str], held: Mapping[tuple[str, str, str], Matrix]
) -> Mapping[Member, tuple[str, ...]]:
    """By member the KPIs asked for, those of the matrix held, or all that the data allows."""
    registry = ground.registry
    cuts = {member: reasons.cuts_of(ground.engine, member) for member in members}
    if kpis:
        named = tuple(dict.fromkeys(registry.kpi(kpi).id for kpi in kpis))
        for by in dict.fromkeys(cuts.values()):
            for kpi in named:
                query.check_cuts(registry, kpi, by)
        return dict.fromkeys(members, named)
    ready = [item.kpi for item in answers.offered(ground) if item.ok]
    usable = {by: tuple(kpi for kpi in ready if _may(registry, kpi, by)) for by in set(cuts.values())}
    return {
        member: tuple(row.kpi for row in held[member.key].rows if row.kpi in registry.kpis) if member.key in held else usable[by]
        for member, by in cuts.items()
    }


def newest(ground: Ground, last: Period) -> dict[tuple[str, str, str], Matrix]:
    """By member the newest matrix that begins by the period's end, the newest of all first."""
    from scoreline.state import services

    begun = [matrix for matrix in services.matrices(ground.path) if matrix.period.start < last.end]
    found: dict[tuple[str, str, str], Matrix] = {}
    for matrix in sorted(begun, key=lambda matrix: matrix.period.start, reverse=True):
        found.setdefault(matrix.member.key, matrix)
    return found


def _may(registry: Registry, kpi: str, by: tuple[Cut, ...]) -> bool:
    try:
        query.check_cuts(registry, kpi, by)
    except QueryError:
        return False
    return True
