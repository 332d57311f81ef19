"""What a reader of a KPI's numbers should know about the data behind them: why some are missing, what does not enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoreline.engine.coverage import Coverage, shifted
from scoreline.engine.lack import dates, lack
from scoreline.kpis.registry import Registry
from scoreline.mart.coverage import within, without
from scoreline.periods import Period

OVERLAY = "People also have what they are credited beside others. Teams and the company count it once, so that people add up to more."
"""Told where people stand side by side and any of what is counted is shared like that."""


def notes(registry: Registry, coverage: Coverage, kpi: str, periods: Sequence[Period], source: str | None = None) -> tuple[str, ...]:
    """The notes on a KPI's numbers in some periods: on totals, or on those of one source's members."""
    found = []
    parts = registry.parts(kpi)
    lacking = [leaf for leaf in parts if not all(coverage.leaf(registry, leaf, period, source) for period in periods)]
    for leaf in lacking[:1]:
        compared = {"previous": " and the period before", "year_ago": " and the period a year before"}.get(leaf.shift, "")
        found.append(f"{kpi}{compared}: {lack(coverage, registry.measures[leaf.name], source)}")
    for leaf in parts:
        measure = registry.measures[leaf.name]
        table = measure.relation.needs[0]
        if measure.measure.optional and not coverage.mart.has(table):
            found.append(f"No {table.replace('_', ' ')} were loaded, so none enter into {kpi}.")
    if source is None:
        found += [
            f"{table.replace('_', ' ')} of {short} only {dates(coverage.mart.spans(table, short))}: "
            "outside of these days its own numbers are missing, and totals hold nothing of it."
            for table, short in _short(registry, coverage, kpi, periods)
        ]
    return tuple(dict.fromkeys(found))


def _short(registry: Registry, coverage: Coverage, kpi: str, periods: Iterable[Period]) -> list[tuple[str, str]]:
    """The tables and sources whose own days lack some that the KPI needs, and that others cover."""
    mart, found = coverage.mart, set[tuple[str, str]]()
    for leaf in registry.parts(kpi) if coverage.sources else ():
        measure = registry.measures[leaf.name]
        for at in filter(None, (shifted(leaf, period) for period in periods)):
            for source in coverage.only or coverage.sources:
                for item in coverage.needed(measure, at, source):
                    own = () if coverage.covers(item, source) else mart.spans(item.table, source)
                    if own and without(within(mart.spans(item.table), item.days), own):
                        found.add((item.table, source))
    return sorted(found)
