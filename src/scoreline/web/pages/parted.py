"""A change that is told by its parts, as a page shows it: waterfalls and a table whose cells add up to what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoreline.insight.rounding import half_up, table
from scoreline.reports.formats import Formats
from scoreline.reports.svg.waterfall import Step, waterfall
from scoreline.web.pages import marks
from scoreline.web.pages.charts import IN_POINTS

_STEPS = 8
"""So many steps a picture has; the others are one more."""
ZERO = Fraction(0)


@dataclass(frozen=True)
class Row:
    """One line before it is shown: its name, what it was and is (None where it was not there), and its part by factor."""

    name: str
    before: Fraction | None
    after: Fraction | None
    parts: tuple[Fraction, ...]

    @property
    def sum(self) -> Fraction:
        """All that it adds to the change."""
        return sum(self.parts, ZERO)


@dataclass(frozen=True)
class Line:
    """One line of the table, as text."""

    name: str
    before: str
    after: str
    cells: tuple[str, ...]
    sum: str


@dataclass(frozen=True)
class Picture:
    """A waterfall in two widths, under its own heading."""

    title: str
    wide: SafeString
    narrow: SafeString


@dataclass(frozen=True)
class Parted:
    """The change as the page shows it."""

    before: str
    after: str
    change: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    all: Line
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Told:
    """A change to be shown: from where to where, in which unit and decimals, and whether more is better (None: neither)."""

    before: Fraction
    after: Fraction
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str
    places: int
    better_up: bool | None


def shown(told: Told, show: Formats, by_row: str) -> Parted:
    """The table and pictures of a change; `by_row` is the heading of the picture whose steps are the rows."""
    before, after = half_up(told.before, told.places), half_up(told.after, told.places)
    kept = [place for place in range(len(told.heads)) if any(row.parts[place] for row in told.rows)]
    cells = table([[row.parts[place] for place in kept] for row in told.rows], after - before, told.places)
    sums = [sum(line, Decimal(0)) for line in cells]
    columns = [sum((line[number] for line in cells), Decimal(0)) for number in range(len(kept))]
    heads = tuple(told.heads[place] for place in kept)
    write = _Writer(told, show)
    lines = tuple(
        Line(row.name, write.value(row.before), write.value(row.after), tuple(map(write.signed, parts)), write.signed(whole))
        for row, parts, whole in zip(told.rows, cells, sums, strict=True)
    )
    every = Line(_("All"), write.plain(before), write.plain(after), tuple(map(write.signed, columns)), write.signed(after - before))
    by_factor = [*zip(heads, columns, strict=True)]
    by_line = _most([(row.name, amount) for row, amount in zip(told.rows, sums, strict=True)])
    chosen = [(title, steps) for title, steps in ((_("By cause"), by_factor), (by_row, by_line)) if len(steps) > 1]
    pictures = tuple(_picture(title, steps, before, after, write) for title, steps in chosen)
    return Parted(every.before, every.after, every.sum, heads, lines, every, pictures)


def folded(rows: Sequence[Row], most: int) -> tuple[Row, ...]:
    """The rows that count most, and all others as one."""
    ranked = sorted(rows, key=lambda row: -abs(row.sum))
    kept, others = ranked[:most], ranked[most:]
    if len(others) < 2:
        return tuple(ranked)
    parts = tuple(sum((row.parts[place] for row in others), ZERO) for place in range(len(others[0].parts)))
    return (*kept, Row(_("%(count)s others") % {"count": len(others)}, None, None, parts))


def _most(steps: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """The steps of a picture: the largest in their order, and the others as one."""
    largest = sorted(range(len(steps)), key=lambda place: -abs(steps[place][1]))[:_STEPS]
    if len(steps) <= _STEPS + 1:
        return steps
    rest = sum((steps[place][1] for place in range(len(steps)) if place not in largest), Decimal(0))
    return [*(steps[place] for place in sorted(largest)), (_("%(count)s others") % {"count": len(steps) - _STEPS}, rest)]


@dataclass(frozen=True)
class _Writer:
    told: Told
    show: Formats

    def value(self, value: Fraction | None) -> str:
        return self.plain(None if value is None else half_up(value, self.told.places))

    def plain(self, value: Decimal | None) -> str:
        return self.show.value(value, self.told.unit, digits=self.told.places)

    def signed(self, value: Decimal) -> str:
        if self.told.unit in IN_POINTS:  # a difference of percentages is in points
            return self.show.number(value, self.told.places, signed=True)
        return self.show.value(value, self.told.unit, digits=self.told.places, signed=True)

    def step(self, label: str, amount: Decimal) -> Step:
        better = None if self.told.better_up is None or not amount else (amount > 0) == self.told.better_up
        return Step(label, float(amount), self.signed(amount), better)


def _picture(title: str, steps: Sequence[tuple[str, Decimal]], before: Decimal, after: Decimal, write: _Writer) -> Picture:
    ends = [Step(label, float(value), write.plain(value)) for label, value in ((_("Before"), before), (_("After"), after))]
    drawn = [write.step(label, amount) for label, amount in steps]
    said = ", ".join(f"{step.label} {step.shown}" for step in drawn)
    description = _("From %(before)s to %(after)s: %(parts)s.") % {"before": ends[0].shown, "after": ends[1].shown, "parts": said}
    wide, narrow = (
        marks.safe(waterfall(ends[0], drawn, ends[1], title=title, description=description, width=width, stacked=stacked))
        for width, stacked in ((960, False), (330, True))
    )
    return Picture(title, wide, narrow)
