"""A question to the engine, resolved: which KPIs, cut by what, over which periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoreline import periods
from scoreline.errors import QueryError
from scoreline.kpis import dimensions
from scoreline.kpis.dimensions import Dimension
from scoreline.kpis.registry import Registry, Resolved
from scoreline.periods import Calendar, Grain, Period

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

    @property
    def sourced(self) -> bool:
        """Whether its members are rows of a source, not values that several may share."""
        return bool(self.dimension.table) and not self.dimension.attribute


Owner = Literal["then", "today"]


@dataclass(frozen=True)
class Filter:
    """Only the records of some members of a cut, each named by (source, id)."""

    cut: Cut
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Query:
    """KPI ids, cuts, and the periods in order of their ends. Periods may overlap, as windows do (to date, rolling, cumulative).

    `where` keeps the records of some members only. `owner` says whose a record is: whoever looked after it then, or today.
    """

    kpis: tuple[str, ...]
    cuts: tuple[Cut, ...]
    periods: tuple[Period, ...]
    where: tuple[Filter, ...] = ()
    owner: Owner = "then"

    @property
    def monthly(self) -> bool:
        """Whether whole calendar months make up its periods."""
        return all(period.start.day == 1 and period.end.day == 1 for period in self.periods)

    @property
    def bases(self) -> tuple[str, ...]:
        """The dimensions that its states are kept at, each once."""
        return tuple(dict.fromkeys([*(cut.base for cut in self.cuts), *(item.cut.base for item in self.where)]))


def cut(name: str) -> Cut:
    """The cut of that name. QueryError where there is none."""
    return Cut(name, dimensions.dimension(name), name.partition(":")[2])


def resolve(
    registry: Registry,
    kpis: tuple[str, ...],
    by: tuple[str, ...],
    span: tuple[dt.date, dt.date],
    grain: Grain,
    calendar: Calendar,
    where: tuple[Filter, ...] = (),
    owner: Owner = "then",
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
        check_cuts(registry, name, cuts, where)
    return Query(found, cuts, tuple(periods.between(start, end, grain, calendar)), where, owner)


def check_cuts(registry: Registry, kpi: str, cuts: Iterable[Cut], where: Iterable[Filter] = ()) -> None:
    """Refuse a cut or filter that a KPI's rows cannot make, and a KPI without the cut that it needs. QueryError with the reason."""
    cuts = tuple(cuts)
    for leaf in registry.every_part(kpi):
        for item in (*cuts, *(item.cut for item in where)):
            check(registry.measures[leaf.name], item, kpi)
    needed = registry.kpis[kpi].needs_cut
    if needed and not any(item.dimension.name in needed for item in cuts):
        raise QueryError(f"{kpi} says nothing without a cut by {' or '.join(needed)}.", do=f"Add --by {needed[0]}.")
    if any(item.cut.dimension.name in needed for item in where):
        raise QueryError(
            f"{kpi} compares all of {needed[0]} with each other, so it cannot be narrowed to some.", do="Leave the filter out."
        )


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
    relations = [registry.measures[leaf.name].relation for leaf in registry.every_part(kpi)]
    return [name for name, to in dimensions.DIMENSIONS.items() if all(dimensions.path(relation, to) is not None for relation in relations)]
