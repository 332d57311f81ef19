"""One row of a matrix as the cells of a sheet's row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from scoreline.engine.facts import FactState
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Kind, MatrixRow, Method
from scoreline.reports.workbook import index_formulas as formulas
from scoreline.reports.workbook.cells import DASH, Cell, Content, Edits, Formula, Style, at
from scoreline.reports.workbook.index_formulas import Places
from scoreline.reports.workbook.matrix_columns import FIRST, Column, levels_of
from scoreline.scoring.exact import decimal, exact
from scoreline.scoring.index import cap_of
from scoreline.scoring.scorecard import ScoreRow

COUNTS, WAITS, OUT, WATCHED = "counts", "waits for its fact", "left out", "watched"
"""The part that a row has in the total."""
STEP_HEADS = ("From", "To", "Index", "Of the fact", "Of the target")
_LONGEST = 32_000
"""Letters of a text that may be edited; a cell holds 32,767."""
_BETTER = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.RANGE: "closer is better"}


@dataclass(frozen=True)
class MatrixLine:
    """A row of a matrix with its fact. `line` is its row in the sheet, `last` the last row of the matrix, `table` where its steps begin."""

    row: MatrixRow
    shown: ScoreRow
    line: int
    last: int
    table: int
    editable: bool

    @property
    def height(self) -> int:
        """How many rows its step table takes, a blank one with it."""
        return len(self.row.steps) + 3 if self.row.steps else 0

    @cached_property
    def part(self) -> Fraction:
        """The part of the agreed levels that the fact is held against: less than 1 where somebody was there for a part of the period."""
        used = {Column.BASE: self.shown.base, Column.NORM: self.shown.norm, Column.TARGET: self.shown.target}
        for column, (_, level) in levels_of(self.row.levels).items():
            held = used.get(column)
            held = held[0] if isinstance(held, tuple) else held
            if level and held is not None:
                return exact(held) / exact(level)
        return Fraction(1)

    @property
    def cells(self) -> Iterator[Cell]:
        """All its cells, those of its step table with them."""
        row, shown = self.row, self.shown
        yield self._cell(Column.KPI, shown.title)
        yield self._cell(Column.UNIT, shown.unit)
        yield self._cell(Column.WEIGHT, "indicator") if row.weight is None else self._cell(Column.WEIGHT, row.weight, Style.PLAIN, "weight")
        for column, (name, level) in levels_of(row.levels).items():
            yield self._cell(column, level, self._amount, name)
        yield self._cell(Column.FACT, DASH if shown.fact is None else decimal(exact(shown.fact)), self._amount)
        yield self._cell(Column.STATE, shown.state.value.replace("_", " "))
        yield self._cell(Column.IN_TOTAL, self._in_total)
        yield self._cell(Column.PART, decimal(self.part), Style.SHARE)
        for text_column, text, field in ((Column.QUESTION, shown.question, "question"), (Column.WHY, row.why, "why")):
            yield self._cell(text_column, text[:_LONGEST], Style.TEXT, field if len(text) <= _LONGEST else "")
        if row.levels is not None:
            yield from self._judged()
        if row.kind is Kind.SCORED:
            yield from self._scored()
        if row.steps:
            yield from self._steps()

    def _judged(self) -> Iterator[Cell]:
        """What the levels alone say of the fact."""
        row, shown = self.row, self.shown
        yield self._cell(Column.CHECK, Formula(formulas.check(row, self._places), ""))
        if self._measured and isinstance(row.levels, Levels):
            yield self._live(Column.ATTAINMENT, formulas.attainment(row, self._places), shown.attainment, Style.PERCENT)
        if shown.band is not None:
            word = shown.band.value
            yield self._cell(Column.BAND, Formula(formulas.band(row, self._places), word) if self._measured else word)

    def _scored(self) -> Iterator[Cell]:
        row, shown, places = self.row, self.shown, self._places
        better = _BETTER[row.direction] if row.direction else ""
        yield self._cell(Column.METHOD, f"{row.method.value}, {better}")
        yield self._cell(Column.FLOOR, row.floor, Style.PLAIN)
        yield self._live(Column.CAP, "" if row.cap is not None else formulas.cap(row, places), decimal(cap_of(row)), Style.PLAIN)
        if row.method is Method.PIECEWISE:
            yield self._cell(Column.AT_TARGET, row.at_target, Style.PLAIN)
        yield self._live(Column.RAW, formulas.raw(row, places) if self._measured else "", shown.index_raw, Style.PERCENT)
        yield self._live(Column.INDEX, formulas.limited(places) if self._measured else "", shown.index, Style.PERCENT)
        whole = applicable(self.last)
        applied = f'IF({whole}=0,"{DASH}",{self._at(Column.WEIGHT)}/{whole})' if self._in_total in (COUNTS, WAITS) else ""
        yield self._live(Column.APPLIED, applied, shown.applied_weight, Style.SHARE)
        weighted = f'IF({whole}=0,"{DASH}",{self._at(Column.APPLIED)}*{self._at(Column.INDEX)})' if self._in_total == COUNTS else ""
        yield self._live(Column.WEIGHTED, weighted, shown.weighted, Style.PERCENT)

    def _steps(self) -> Iterator[Cell]:
        """The table, with the index of the step that holds the fact, or the target, beside each."""
        yield Cell(self.table, 0, f"Steps of {self.shown.title}", Style.HEAD)
        yield from (Cell(self.table + 1, column, head, Style.HEAD) for column, head in enumerate(STEP_HEADS))
        sought = [(3, self._places.fact, exact(self.shown.fact))] if self._measured and self.shown.fact is not None else []
        if isinstance(self.row.levels, Levels):
            sought.append((4, self._places.target, exact(self.row.levels.target) * self.part))
        for line, step in enumerate(self.row.steps, start=self.table + 2):
            yield Cell(line, 0, DASH if step.low is None else step.low, self._amount)
            yield Cell(line, 1, DASH if step.high is None else step.high, self._amount)
            yield Cell(line, 2, step.index, Style.PLAIN)
            low, high = (None if end is None else self._held(at(line, column)) for column, end in enumerate((step.low, step.high)))
            for column, place, number in sought:
                inside = (step.low is None or exact(step.low) * self.part <= number) and (
                    step.high is None or number <= exact(step.high) * self.part
                )
                now = step.index if inside else DASH
                yield Cell(line, column, Formula(formulas.within(place, low, high, at(line, 2)), now), Style.PLAIN)

    @property
    def _measured(self) -> bool:
        return self.shown.state in (FactState.VALUE, FactState.ZERO) and self.shown.fact is not None

    @property
    def _amount(self) -> Style:
        return Style.MONEY if self.shown.unit == "money" else Style.PLAIN

    @property
    def _in_total(self) -> str:
        if self.row.kind is Kind.INDICATOR:
            return WATCHED
        if self.shown.index is not None:
            return COUNTS
        return WAITS if self.shown.state is FactState.MISSING else OUT

    @cached_property
    def _places(self) -> Places:
        base, norm, target, high_norm, high_base = (self._held(self._at(column)) for column in list(Column)[Column.BASE : Column.FACT])
        steps, aims = (f"{at(self.table + 2, column)}:{at(self.table + 1 + len(self.row.steps), column)}" for column in (3, 4))
        fact, floor, cap, raw, at_target = map(self._at, (Column.FACT, Column.FLOOR, Column.CAP, Column.RAW, Column.AT_TARGET))
        return Places(base, norm, target, high_norm, high_base, fact, floor, cap, raw, at_target, steps, aims)

    def _held(self, place: str) -> str:
        """A level as the fact is held against it."""
        return place if self.part == 1 else f"({place}*{self._at(Column.PART)})"

    def _at(self, column: Column) -> str:
        return at(self.line, column)

    def _cell(self, column: Column, content: Content, style: Style = Style.TEXT, field: str = "") -> Cell:
        return Cell(self.line, column, content, style, Edits(self.row.kpi, field) if field and self.editable else None)

    def _live(self, column: Column, formula: str, value: Decimal | None, style: Style) -> Cell:
        """A formula with what it gives now; without one, the figure or a dash as it stands."""
        now = DASH if value is None else value
        return self._cell(column, Formula(formula, now) if formula else now, style)


def column_of(column: Column, last: int) -> str:
    """The address of a matrix's whole column, in every row the same."""
    return f"{at(FIRST, column, fixed=True)}:{at(last, column, fixed=True)}"


def applicable(last: int) -> str:
    """The sum of the weights of the rows that apply."""
    return f"({weight_that(COUNTS, last)}+{weight_that(WAITS, last)})"


def weight_that(part: str, last: int) -> str:
    """The sum of the weights of the rows that have this part in the total."""
    return f'SUMIF({column_of(Column.IN_TOTAL, last)},"{part}",{column_of(Column.WEIGHT, last)})'
