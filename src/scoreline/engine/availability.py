"""Which KPIs a mart allows, and what to add to unlock the others."""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.engine.coverage import Covered
from scoreline.kpis.registry import Registry
from scoreline.mart.staged import Span


@dataclass(frozen=True)
class Availability:
    """One KPI: whether it can be computed, the tables to add where it cannot, and the days that its data covers where it can."""

    kpi: str
    title: str
    ok: bool
    missing: tuple[str, ...]
    span: Span | None


def availability(registry: Registry, mart: Covered) -> list[Availability]:
    """Every active KPI, in the order of the catalogue."""
    found = []
    for kpi in registry.kpis.values():
        if kpi.status == "retired":
            continue
        needed: list[str] = []
        watched: list[str] = []
        for leaf in registry.parts(kpi.id):
            measure = registry.measures[leaf.name]
            parents = {part[0] for item in (measure.argument, measure.where) if item for part in item.tables}
            tables = [*measure.relation.needs, *(measure.relation.parents[parent][1] for parent in sorted(parents))]
            if not measure.measure.optional:
                needed += tables
                watched += measure.relation.watched
        missing = tuple(dict.fromkeys(table for table in needed if not mart.has(table)))
        found.append(
            Availability(kpi.id, kpi.title, not missing, missing, None if missing else _common(mart, tuple(dict.fromkeys(watched))))
        )
    return found


def _common(mart: Covered, tables: tuple[str, ...]) -> Span | None:
    spans = [spans for table in tables if (spans := mart.spans(table))]
    if not spans:
        return None
    start, end = max(min(s.start for s in own) for own in spans), min(max(s.end for s in own) for own in spans)
    return Span(start, end) if start < end else None
