"""Which days the loads of a table cover: what makes no rows a zero, and not a blank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from scoreline.mart.staged import Span

QUIET = dt.timedelta(days=31)
"""An assumed span ends on the last day with a row. Quiet days up to this many between two loads are not taken for a gap."""


@dataclass(frozen=True)
class Coverage:
    """The spans that a table's loads cover, in order, with gaps between them.

    `assumed` where a span was not declared, but taken from the first to the last event day of the rows that came.
    """

    spans: tuple[Span, ...]
    assumed: bool

    @property
    def span(self) -> Span:
        """From the first day to the last. It may hold gaps: ask `covers` before calling a period covered."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def covers(self, span: Span) -> bool:
        """Whether every day of a span is covered."""
        return any(own.start <= span.start and span.end <= own.end for own in self.spans)


def declared(span: Span) -> Coverage:
    """The coverage of a load that states its span."""
    return Coverage((span,), assumed=False)


def assumed(first: dt.date | None, last: dt.date | None) -> Coverage | None:
    """The coverage of a load that does not: its first to its last event day. None where no row has one."""
    if first is None or last is None:
        return None
    return Coverage((Span(first, last + dt.timedelta(days=1)),), assumed=True)


def merge(old: Coverage | None, new: Coverage | None) -> Coverage | None:
    """The coverage after one more load.

    Spans that touch or overlap become one; a gap stays a gap. Where one of the two is assumed, up to `QUIET` days
    between them are no gap. What is declared and holds all that was assumed takes its place.
    """
    if old is None or new is None:
        return new or old
    for one, other in ((new, old), (old, new)):
        if not one.assumed and all(one.covers(span) for span in other.spans):
            return one
    either = old.assumed or new.assumed
    return Coverage(joined([*old.spans, *new.spans], QUIET if either else dt.timedelta()), either)


def without(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """The days of some spans that no other span holds."""
    found = list(spans)
    for other in others:
        halves = (half for span in found for half in ((span.start, min(span.end, other.start)), (max(span.start, other.end), span.end)))
        found = [Span(start, end) for start, end in halves if start < end]
    return tuple(sorted(found))


def within(spans: Iterable[Span], days: Span) -> tuple[Span, ...]:
    """What of some spans lies within some days."""
    cut = (Span(max(span.start, days.start), min(span.end, days.end)) for span in spans)
    return tuple(span for span in cut if span.start < span.end)


def joined(spans: Iterable[Span], quiet: dt.timedelta = dt.timedelta()) -> tuple[Span, ...]:
    """Spans in order, those that touch, overlap or lie no more than `quiet` apart as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start - found[-1].end <= quiet:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
