"""The periods of a plan: a year's quarters, months and weeks, made of slices of days that belong to one of each.

A week that lies in two months is two slices, so that months and weeks alike add up to the year; at its edges weeks are clipped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from scoreline.errors import PlanError
from scoreline.periods import Grain, Period, between
from scoreline.planning.decompose.tree import Tree, tree

FINER = {Grain.YEAR: Grain.QUARTER, Grain.QUARTER: Grain.MONTH, Grain.MONTH: Grain.WEEK, Grain.WEEK: Grain.DAY}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days of a plan that bear a name, [start, end), as (part of) a period of that grain; phases of one's own have the whole's."""

    label: str
    start: dt.date
    end: dt.date
    grain: Grain

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days


@dataclass(frozen=True)
class Times:
    """The periods of a plan as a tree, each with its days; the whole first."""

    whole: Period
    tree: Tree
    spans: tuple[Span, ...]

    @cached_property
    def leaves(self) -> tuple[Span, ...]:
        """The slices, in order."""
        return tuple(self.spans[leaf] for leaf in self.tree.leaves)

    def within(self, start: dt.date, end: dt.date) -> list[int]:
        """The leaves that make up [start, end). PlanError where a day lies outside the plan, or within a slice."""
        for day in (start, end - _DAY):
            if not self.whole.start <= day < self.whole.end:
                span = f"{self.whole.start} to {self.whole.last_day}"
                raise PlanError(f"{day} lies outside the plan of {self.whole.label}.", do=f"Name days from {span}.")
        found = self.leaves_of(start, end)
        if found is None:
            raise PlanError(f"{start} to {end - _DAY} is not made of parts of the plan.", do="Split it to shorter periods.")
        return found

    def leaves_of(self, start: dt.date, end: dt.date) -> list[int] | None:
        """The leaves that make up [start, end); None where none do."""
        found = [leaf for leaf in self.tree.leaves if start <= self.spans[leaf].start and self.spans[leaf].end <= end]
        return found if sum(self.spans[leaf].days for leaf in found) == (end - start).days else None

    def at(self, grain: Grain | None = None) -> list[Span]:
        """The plan's periods of a grain in order, clipped at its edges; weeks are whole ones, whatever months they lie in.

        Without a grain, the longest below the whole. PlanError where the plan is not split so far.
        """
        if grain is None:
            return [self.spans[child] for child in self.tree.children[0]]
        if not any(span.grain is grain for span in self.spans):
            known = dict.fromkeys(span.grain.value for span in self.spans)
            raise PlanError(f"The plan of {self.whole.label} is not split into {grain}s.", do=f"It has: {', '.join(known)}.")
        found: dict[str, Span] = {}
        for period in between(self.whole.start, self.whole.end, grain, self.whole.calendar):
            start, end = max(period.start, self.whole.start), min(period.end, self.whole.end)
            found[period.label] = Span(period.label, start, end, grain)
        return list(found.values())


def of_calendar(whole: Period, to: Grain) -> Times:
    """The periods of the business's calendar below `whole`, down to `to`. PlanError where that is not shorter."""
    spans = {whole.label: Span(whole.label, whole.start, whole.end, whole.grain)}
    above: dict[str, str | None] = {whole.label: None}
    row, grain = [spans[whole.label]], whole.grain
    if list(Grain).index(to) >= list(Grain).index(grain):
        raise PlanError(f"A {grain} is not split into {to}s.", do="Choose a shorter period.")
    while grain is not to:
        grain = FINER[grain]
        below = []
        for parent in row:
            for part in between(parent.start, parent.end, grain, whole.calendar):
                start, end = max(part.start, parent.start), min(part.end, parent.end)
                label = (
                    part.label if (start, end) == (part.start, part.end) or grain is not Grain.WEEK else f"{part.label} in {parent.label}"
                )
                spans[label] = Span(label, start, end, grain)
                above[label] = parent.label
                below.append(spans[label])
        row = below
    return _made(whole, spans, above)


def of_phases(whole: Period, phases: Sequence[tuple[str, dt.date, dt.date]]) -> Times:
    """Phases of one's own, [start, end), in place of the calendar's. PlanError where a day is in none or in two, or lies outside."""
    held = sorted((Span(*phase, whole.grain) for phase in phases), key=lambda span: span.start)
    spans = {whole.label: Span(whole.label, whole.start, whole.end, whole.grain)}
    for span in held:
        if span.days < 1:
            raise PlanError("It ends before it begins.", where=span.label, do="Write its first day in from, its last in to.")
        if span.label in spans:
            raise PlanError("Two periods bear this name.", where=span.label, do="Rename one.")
        for day in (span.start, span.end - _DAY):
            if not whole.start <= day < whole.end:
                raise PlanError(f"{day} lies outside {whole.label}.", where=span.label, do=f"It has {whole.start} to {whole.last_day}.")
        spans[span.label] = span
    edges = [(whole.start, whole.label), *((span.end, span.label) for span in held)]
    starts = [*((span.start, span.label) for span in held), (whole.end, whole.label)]
    for (end, before), (start, after) in zip(edges, starts, strict=True):
        if end < start:
            raise PlanError(
                f"{end} is in no period.", where=f"{before}, {after}", do="Let each period begin the day after the last one ends."
            )
        if end > start:
            raise PlanError(
                f"{start} is in two periods.", where=f"{before}, {after}", do="Let each period begin the day after the last one ends."
            )
    return _made(whole, spans, {label: None if label == whole.label else whole.label for label in spans})


def _made(whole: Period, spans: dict[str, Span], above: dict[str, str | None]) -> Times:
    found = tree(above, {label: span.start for label, span in spans.items()})
    return Times(whole, found, tuple(spans[key] for key in found.keys))


def days(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    """Each day of [start, end)."""
    return (start + number * _DAY for number in range((end - start).days))
