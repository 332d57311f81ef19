"""A member's matrix as a sheet: what was agreed may be edited, and index and total follow from it by live formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoreline.planning.fingerprint import fingerprint, whose
from scoreline.planning.levels import RangeLevels
from scoreline.planning.matrix import Matrix
from scoreline.reports.workbook.cells import DASH, Cell, Formula, Page, Style, at, on
from scoreline.reports.workbook.matrix_columns import FIRST, HEADS, WIDTHS, Column
from scoreline.reports.workbook.matrix_line import COUNTS, WAITS, MatrixLine, applicable, column_of, weight_that
from scoreline.scoring.scorecard import Scorecard

MATRIX, SUMMARY = "matrix", "summary"
SUMMARY_NAME = "Summary"
_SUMMARY = ("Member", "Kind", "Total", "Known part of the weight", "Provisional", "Weights", "How far it is agreed")


@dataclass(frozen=True)
class MatrixPage:
    """A matrix's sheet, the card on it, and how far it is agreed, said in a sentence."""

    page: Page
    card: Scorecard
    status: str


def matrix_page(name: str, matrix: Matrix, card: Scorecard, *, status: str, editable: bool) -> MatrixPage:
    """The sheet of that name. `card` is the matrix held against its facts."""
    shown = {row.kpi: row for row in card.rows}
    last = FIRST + len(matrix.rows) - 1
    cells = [
        Cell(0, Column.KPI, f"{matrix.member.name}, {matrix.period.label}", Style.TITLE),
        Cell(1, Column.KPI, status, Style.NOTE),
        *(Cell(FIRST - 1, column, head, Style.HEAD) for column, head in enumerate(HEADS)),
        *_foot(last, card),
    ]
    table, whole = last + 5, True
    for number, row in enumerate(matrix.rows):
        line = MatrixLine(row, shown[row.kpi], FIRST + number, last, table, editable)
        cells += line.cells
        table += line.height
        whole = whole and line.part == 1
    about = {"page": MATRIX, "name": matrix.member.name, **whose(matrix.member, matrix.period), "fingerprint": fingerprint(matrix)}
    ranges = any(isinstance(row.levels, RangeLevels) for row in matrix.rows)
    hidden = [*([] if ranges else [Column.HIGH_NORM, Column.HIGH_BASE]), *([Column.PART] if whole else [])]
    return MatrixPage(Page(name, about, cells, WIDTHS, hidden, FIRST), card, status)


def summary_page(title: str, pages: Sequence[MatrixPage]) -> Page:
    """The sheet that stands before all others: each member's total, by formula from the member's sheet."""
    cells = [
        Cell(0, 0, title, Style.TITLE),
        Cell(1, 0, "Yellow cells of the other sheets may be changed. Read it back: scoreline matrix import FILE", Style.NOTE),
        *(Cell(FIRST - 1, column, head, Style.HEAD) for column, head in enumerate(_SUMMARY)),
    ]
    for line, one in enumerate(pages, start=FIRST):
        last, card = FIRST + len(one.card.rows) - 1, one.card
        cells += [
            Cell(line, 0, card.member.name),
            Cell(line, 1, card.member.kind),
            Cell(line, 2, _from(one, at(last + 1, Column.INDEX), _figure(card.total)), Style.TOTAL),
            Cell(line, 3, _from(one, at(last + 2, Column.INDEX), _figure(card.coverage)), Style.SHARE),
            Cell(line, 4, _from(one, at(last + 1, Column.BAND), _said(card))),
            Cell(line, 5, _from(one, at(last + 1, Column.CHECK), "")),
            Cell(line, 6, one.status),
        ]
    return Page(SUMMARY_NAME, {"page": SUMMARY}, cells, {0: 30, 1: 10, 2: 10, 3: 24, 4: 16, 5: 28, 6: 60}, (), FIRST)


def _from(one: MatrixPage, place: str, now: Decimal | str) -> Formula:
    """A cell of the member's own sheet."""
    return Formula(on(one.page.name, place), now)


def _foot(last: int, card: Scorecard) -> Iterator[Cell]:
    """The sum of the weights, the total, and the part of the weight that is known."""
    known = at(last + 2, Column.INDEX)
    weights, whole = column_of(Column.WEIGHT, last), applicable(last)
    yield Cell(last + 1, Column.KPI, "Total", Style.HEAD)
    yield Cell(last + 1, Column.WEIGHT, Formula(f"SUM({weights})", Decimal(1)), Style.PLAIN)
    wrong = f'IF(ABS(SUM({weights})-1)<0.000000001,"","The weights must sum to 1.")'
    yield Cell(last + 1, Column.CHECK, Formula(wrong, ""))
    reached = f'IF(N({known})=0,"{DASH}",SUM({column_of(Column.WEIGHTED, last)})/{known})'
    yield Cell(last + 1, Column.INDEX, Formula(reached, _figure(card.total)), Style.TOTAL)
    said = f'IF({whole}=0,"no row applies",IF({weight_that(WAITS, last)}>0,"provisional",""))'
    yield Cell(last + 1, Column.BAND, Formula(said, _said(card)))
    yield Cell(last + 2, Column.KPI, "Known part of the weight", Style.HEAD)
    share = f'IF({whole}=0,"{DASH}",{weight_that(COUNTS, last)}/{whole})'
    yield Cell(last + 2, Column.INDEX, Formula(share, _figure(card.coverage)), Style.SHARE)


def _said(card: Scorecard) -> str:
    """The words beside a total."""
    return "no row applies" if card.coverage is None else "provisional" if card.provisional else ""


def _figure(number: Decimal | None) -> Decimal | str:
    return DASH if number is None else number
