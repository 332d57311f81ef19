"""A question to the engine, resolved: which KPIs, cut by what, over which periods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scoreline import periods
from scoreline.errors import QueryError
from scoreline.kpis import dimensions
from scoreline.kpis.dimensions import Dimension
from scoreline.kpis.registry import Registry, Resolved
from scoreline.periods import Grain, Period

MAX_PERIODS = 20_000


@dataclass(frozen=True)
class Cut:
    """One cut as asked for: `name` is the text, `level` the level of the team tree where one was named."""

    name: str
    dimension: Dimension
    level: str = ""

    @property
    def base(self) -> str:
        """The dimension that states are kept at: teams are rolled up from their people."""
        return "person" if self.dimension.name == "team" else self.dimension.name


@dataclass(frozen=True)
class Query:
    """KPI ids, cuts, and the periods in order, all of one grain."""

    kpis: tuple[str, ...]
    cuts: tuple[Cut, ...]
    periods: tuple[Period, ...]

    @property
    def grain(self) -> Grain:
        """The length of its periods."""
        return self.periods[0].grain

    @property
    def bases(self) -> tuple[str, ...]:
        """The dimensions that its states are kept at, each once."""
        return tuple(dict.fromkeys(cut.base for cut in self.cuts))


def cut(name: str) -> Cut:
    """The cut of that name. QueryError where there is none."""
    return Cut(name, dimensions.dimension(name), name.partition(":")[2])


def resolve(
    registry: Registry,
    kpis: tuple[str, ...],
    by: tuple[str, ...],
    span: tuple[dt.date, dt.date],
    grain: Grain,
    first_month: int,
) -> Query:
    """The query of KPIs cut by dimensions over [start, end). QueryError names what is unknown or refused."""
    found = tuple(dict.fromkeys(registry.kpi(name).id for name in kpis))
    cuts = tuple(cut(name) for name in dict.fromkeys(by))
    start, end = span
    if start >= end:
        raise QueryError("The first period lies after the last.", do="Turn --from and --to round.")
    days = (end - start).days
    shortest = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 28, Grain.QUARTER: 90, Grain.YEAR: 365}[grain]
    if days // shortest > MAX_PERIODS:
        raise QueryError(f"From {start} to {end} there are too many periods.", do=f"Ask for at most {MAX_PERIODS:,} at once.")
    for name in found:
        for leaf in registry.parts(name):
            for item in cuts:
                check(registry.measures[leaf.name], item, name)
    return Query(found, cuts, tuple(periods.between(start, end, grain, first_month)))


def check(measure: Resolved, item: Cut, kpi: str) -> None:
    """Refuse a cut that the measure's rows cannot make without counting twice. QueryError with the reason."""
    if dimensions.path(measure.relation, item.dimension) is None:
        reason = dimensions.refusal(measure.relation, item.dimension)
        allowed = [name for name, to in dimensions.DIMENSIONS.items() if dimensions.path(measure.relation, to)]
        raise QueryError(
            f"{kpi} cannot be cut by {item.name}: it needs {measure.name}. {reason}",
            do=f"{measure.name} can be cut by {', '.join(allowed)}.",
        )


def allowed_cuts(registry: Registry, kpi: str) -> list[str]:
    """The dimensions that a KPI can be cut by."""
    relations = [registry.measures[leaf.name].relation for leaf in registry.parts(kpi)]
    return [name for name, to in dimensions.DIMENSIONS.items() if all(dimensions.path(relation, to) is not None for relation in relations)]
