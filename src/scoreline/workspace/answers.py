"""KPIs as users ask for them: values per period and member, what they are held against, and what the data allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from scoreline import periods
from scoreline.engine import availability, compare
from scoreline.engine import why as reasons
from scoreline.engine.availability import Availability
from scoreline.engine.facts import Fact
from scoreline.engine.members import Member
from scoreline.engine.query import Filter, Query
from scoreline.engine.request import Reader, Request
from scoreline.engine.result import KpiTable
from scoreline.engine.source_days import short_sources
from scoreline.periods import Period
from scoreline.planning.targets import Agreed, Targets, of_matrices
from scoreline.workspace.attendance import proration
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import member


def allowed(ground: Ground) -> list[Availability]:
    """What the data allows of each KPI."""
    standing = ground.standing
    engine = standing.engine
    with engine.lock:
        if not standing.allowed:
            sources = short_sources(engine.con, engine.coverage.mart)
            standing.allowed[:] = availability.detailed(ground.registry, engine.coverage, ground.settings.business_calendar, sources)
    return list(standing.allowed)


def offered(ground: Ground, kpis: Sequence[str] = ()) -> list[Availability]:
    """What the data allows of these KPIs, or of all on offer, without months and sources."""
    engine = ground.engine
    with engine.lock:  # some of it is read from the rows
        return availability.availability(ground.registry, engine.coverage, kpis or None)


def last_period(ground: Ground, per: str) -> Period | None:
    """The last whole period that the data covers; None without data."""
    days = [item.span.end for item in offered(ground) if item.span]
    if not days:
        return None
    return periods.at(max(days), periods.grain(per), ground.settings.business_calendar).previous()


def additive(ground: Ground) -> frozenset[str]:
    """The KPIs whose values over time add up."""
    return ground.additive


def ask(ground: Ground, request: Request) -> KpiTable:
    """The answer to a request."""
    known = offered(ground, request.kpis)
    asked = Reader(ground.registry, ground.settings.business_calendar, known, partial(member, ground)).read(request)
    if asked.against in ("previous", "last-year"):
        table = compare.split(ground.run(compare.widened(asked.query, asked.against)), asked.query, asked.against)
    else:
        table = ground.run(asked.query)
    if asked.against == "target":
        table = _against_targets(ground, table)
    return replace(table, notes=(*asked.notes, *table.notes)) if asked.notes else table


def _against_targets(ground: Ground, table: KpiTable) -> KpiTable:
    """The table with the targets of saved matrices, for the days that members are there, and of the mart's levels."""
    from scoreline.state import services

    engine = ground.engine
    with engine.lock:
        levels = engine.con.execute(
            "SELECT member_kind, _source, member_id, kpi, valid_from, valid_to, coalesce(target, norm) FROM levels"
        ).fetchall()
    loaded = (Agreed((kind, source, id), *rest) for kind, source, id, *rest in levels)
    agreed = of_matrices(services.matrices(ground.path), partial(proration, ground))
    targets = Targets([*agreed, *loaded])
    return compare.held_against(table, "target", targets.beside(table, additive(ground)))


def trends(ground: Ground, who: Member, kpis: Sequence[str], period: Period, count: int) -> dict[str, list[Fact]]:
    """One member's facts of each KPI in the `count` periods that end with this one, oldest first."""
    wanted = [period]
    while len(wanted) < count:
        wanted.insert(0, wanted[0].previous())
    cuts = reasons.cuts_of(ground.engine, who)
    only = tuple(Filter(cut, ((who.source, who.id),)) for cut in cuts)
    table = ground.run(Query(tuple(sorted({ground.registry.kpi(kpi).id for kpi in kpis})), cuts, tuple(wanted), only))
    return {kpi: table.series(kpi, who) for kpi in kpis}
