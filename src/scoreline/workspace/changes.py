"""What a KPI's change is explained from: its segments in two periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.members import Member
from scoreline.engine.notes import OVERLAY
from scoreline.engine.notes import notes as told
from scoreline.engine.query import Filter, Query
from scoreline.engine.result import KpiTable
from scoreline.errors import QueryError
from scoreline.insight.kpi_change import Amount, Change, change
from scoreline.insight.quotient import Quotient, quotient
from scoreline.kpis.registry import Registry
from scoreline.periods import Period
from scoreline.scoring.exact import exact
from scoreline.workspace.ground import Ground

NOWHERE = "not assigned"
SHARED = "in no segment, or in several"


@dataclass(frozen=True)
class Question:
    """Why a KPI of a member (None: the company) changed between two periods, by the segments of a cut.

    `volume` is the KPI that a total's amounts come from (the quantity behind a revenue); a ratio has its own.
    """

    kpi: str
    before: Period
    after: Period
    by: str
    member: Member | None = None
    volume: str = ""
    order: tuple[str, ...] = ()


def kpi_change(ground: Ground, asked: Question) -> tuple[Change, tuple[str, ...]]:
    """The change of a KPI by segment, and what is to be said of it. QueryError where its segments do not add up."""
    comparable(asked.before, asked.after)
    registry = ground.registry
    found, ratio = quotient(registry, asked.kpi), True
    if found.under is None:
        ratio = False
        if asked.volume:
            other = quotient(registry, registry.kpi(asked.volume).id)
            if other.under is not None:
                raise QueryError(f"{asked.volume} is a ratio, not a volume.", do="Name a sum or a count: --volume sales_volume.")
            found = replace(found, under=other.over)
    elif asked.volume:
        raise QueryError(f"{asked.kpi} has a volume of its own, what it divides by.", do="Leave --volume out.")
    by_segment, whole, notes = _amounts(ground, asked, found)
    for amounts, total in zip(by_segment, whole, strict=True):
        rest = _less(total, list(amounts.values()))
        if rest.over or rest.under:
            amounts[SHARED] = rest
    return change(*by_segment, ratio=ratio, scale=found.scale, order=asked.order), notes


def comparable(before: Period, after: Period) -> None:
    """QueryError unless both periods are as long and one comes after the other."""
    if before.grain is not after.grain:
        raise QueryError(
            f"{before.label} is a {before.grain} and {after.label} a {after.grain}.", do="Compare periods of one length with each other."
        )
    if before.start >= after.start:
        raise QueryError(f"{before.label} does not come before {after.label}.", do="Name the earlier period in --from.")


def _amounts(ground: Ground, asked: Question, found: Quotient) -> tuple[tuple[dict[str, Amount], ...], tuple[Amount, ...], tuple[str, ...]]:
    """Each segment's amounts in both periods; those of all together; and the notes."""
    engine = replace(ground.engine, registry=_with_parts(ground.registry, asked.kpi, found))
    kpis = ("over",) if found.under is None else ("over", "under")
    where = tuple(Filter(cut, ((asked.member.source, asked.member.id),)) for cut in cuts_of(ground, asked.member)) if asked.member else ()
    segments, when = query.cut(asked.by), (asked.before, asked.after)
    query.check_cuts(ground.registry, asked.kpi, (segments,), where)
    if asked.volume:
        query.check_cuts(ground.registry, asked.volume, (segments,), where)
    table = engine.run(Query(kpis, (segments,), when, where))
    whole = engine.run(Query(kpis, (), when, where))
    names = table.table.column(segments.name).to_pylist()
    found_ = tuple(
        {name or NOWHERE: amount for name, amount in zip(names[place::2], _column(table, kpis)[place::2], strict=True)} for place in (0, 1)
    )
    partial = [period.label for period in when if any((kpi, period.label) in whole.uncovered for kpi in kpis)]
    notes = [f"The data does not cover all of {' and '.join(partial)}: what is told is provisional."] if partial else []
    for kpi in filter(None, (asked.kpi, asked.volume)):  # by their own names: the query has those of their parts
        notes += told(ground.registry, engine.coverage, kpi, when)
    notes += [OVERLAY] if OVERLAY in table.notes else []
    return found_, tuple(_column(whole, kpis)), tuple(dict.fromkeys(notes))


def _column(table: KpiTable, kpis: Sequence[str]) -> list[Amount]:
    columns = [table.table.column(kpi).to_pylist() for kpi in kpis]
    return [Amount(*(exact(value or 0) for value in row)) for row in zip(*columns, strict=True)]


def _with_parts(registry: Registry, kpi: str, found: Quotient) -> Registry:
    """The definitions with two more: what stands over and under the line of a KPI. Called money, they stay exact."""
    kept = registry.kpis[kpi].model_copy(update={"unit": "money"})
    parts = {"over": found.over} | ({"under": found.under} if found.under is not None else {})
    kpis = {name: kept.model_copy(update={"id": name}) for name in parts}
    return replace(registry, kpis=registry.kpis | kpis, formulas=registry.formulas | parts)


def _less(total: Amount, parts: Sequence[Amount]) -> Amount:
    under = None if total.under is None else total.under - sum(part.under or 0 for part in parts)
    return Amount(total.over - sum(part.over for part in parts), under)


def cuts_of(ground: Ground, member: Member) -> tuple[query.Cut, ...]:
    """The cuts that a member is one of."""
    return reasons.cuts_of(ground.engine, member)
