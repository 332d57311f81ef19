"""The formulas of a matrix's sheet give the scorecard's figures, reckoned by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.periods import parse
from scoreline.planning.levels import Step
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method, Undefined
from scoreline.reports.workbook.book import workbook
from scoreline.reports.workbook.cells import Formula, Page, page_names
from scoreline.reports.workbook.matrix_page import matrix_page, summary_page
from scoreline.reports.workbook.reading import read_workbook
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.total import score
from tests.scoring.builders import MISSING, NOT_APPLICABLE, PARTIAL, UNDEFINED, ZERO, Kpi, between, down, row, up, value
from tests.scoring.test_index_laws import numbers, ranges, rows

JULY = parse("2017-07")
TEN = up(0, 10, 15)


def matrix(*rows: MatrixRow, name: str = "Anna") -> Matrix:
    return Matrix(Member("person", name, "1", "crm"), JULY, rows)


def card(of: Matrix, *facts: Fact) -> Scorecard:
    """The matrix with these facts, row by row."""
    return score(of, dict(zip((row.kpi for row in of.rows), facts, strict=True)), {row.kpi: Kpi(row.kpi) for row in of.rows})


def five(*facts: Fact) -> tuple[Matrix, Scorecard]:
    """Rows of .4, .3, .2, .1 and an indicator, which agreed on index 0 where the second is undefined."""
    rows = (row(TEN, ".4", "a"), row(TEN, ".3", "b", undefined=Undefined.ZERO), row(TEN, ".2", "c"), row(TEN, ".1", "d"))
    made = matrix(*rows, MatrixRow("watched", kind=Kind.INDICATOR, levels=TEN))
    return made, card(made, *facts)


NASTY = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=HYPERLINK(1)")
STEPS = (Step(None, Decimal(5), Decimal(0)), Step(Decimal(5), Decimal(10), Decimal(60)), Step(Decimal(10), None, Decimal(130)))
HILL = (Step(None, Decimal(5), Decimal(0)), Step(Decimal(5), Decimal(10), Decimal(100)), Step(Decimal(10), None, Decimal(20)))


def joined() -> tuple[Matrix, Scorecard]:
    """Who was there for two fifths of the month: facts are held against two fifths of the levels that are shown."""
    full = matrix(row(up(0, 10, 15), ".5", "a"), row(up(0, 10, 15), ".5", "b", method=Method.STEPS, steps=STEPS))
    part = matrix(
        row(up(0, 4, 6), ".5", "a"),
        row(
            up(0, 4, 6),
            ".5",
            "b",
            method=Method.STEPS,
            steps=tuple(replace(one, low=_part(one.low), high=_part(one.high)) for one in STEPS),
        ),
    )
    return full, card(part, value(3), value(4))


def _part(level: Decimal | None) -> Decimal | None:
    return None if level is None else level * 2 / 5


def nasty() -> tuple[Matrix, Scorecard]:
    """Texts that a spreadsheet would take for formulas: the member's name, the KPI's title, question and reason."""
    rows = [row(TEN, "1" if number == 0 else "0", f"={number}", why=text, question=text) for number, text in enumerate(NASTY)]
    made = matrix(*rows, name="=Anna")
    return made, card(made, *(value(8) for _ in rows))


WORKED = {
    "nasty": nasty(),
    "values": five(value(8), value(20), ZERO, value(-5), value(3)),
    "provisional": five(value(8), value(4), PARTIAL, MISSING, MISSING),
    "scaled": five(value(8), value(4), UNDEFINED, NOT_APPLICABLE, UNDEFINED),
    "undefined as zero": five(value(8), UNDEFINED, ZERO, value(12), ZERO),
    "nothing known": five(MISSING, MISSING, PARTIAL, UNDEFINED, NOT_APPLICABLE),
    "nothing applies": five(UNDEFINED, NOT_APPLICABLE, NOT_APPLICABLE, UNDEFINED, UNDEFINED),
}


METHODS = [
    (row(levels, 0, "", **more), fact)
    for levels, more, facts_ in [
        (TEN, {}, [value(-90), value(10), value(15), value(99)]),
        (up(0, 10, 10), {}, [value(4), value(12)]),
        (down(30, 20, 10), {}, [value(45), value(25), value(3)]),
        (up(0, 10, 15), {"cap": Decimal(110), "floor": Decimal(-50)}, [value(14), value(-2), value(-9)]),
        (up(5, 20, 30), {"method": Method.RATIO}, [value(22), value(0), value(60)]),
        (down(30, 20, 0), {"method": Method.RATIO}, [value(0), value(-3), value(5), value(40)]),
        (up(0, 100, 150), {"method": Method.PIECEWISE}, [value(-5), value(50), value(125), value(500)]),
        (up(0, 100, 150), {"method": Method.PIECEWISE, "at_target": Decimal(180)}, [value(149)]),
        (down(3, 2, 2), {"method": Method.PIECEWISE}, [value(1)]),
        (between(0, 5, 10, 20), {}, [value(-2), value(2), value(7), value(15), value(50)]),
        (up(0, 10, 15), {"method": Method.STEPS, "steps": STEPS}, [value(10), value(9), value(15), value(1000)]),
        (between(0, 5, 10, 20), {"method": Method.STEPS, "steps": HILL}, [value(5), value(12)]),
    ]
    for fact in facts_
]
"""Every method and direction, floors and caps, with facts below, on, between and beyond the levels."""


def side_by_side() -> tuple[Matrix, Scorecard]:
    """All of `METHODS` in one matrix; four of them carry the weight."""
    weights = [Decimal(".25" if number in (1, 9, 17, 25) else 0) for number in range(len(METHODS))]
    rows = [replace(one, kpi=f"k{number}", weight=weights[number]) for number, (one, _) in enumerate(METHODS)]
    made = matrix(*rows)
    return made, card(made, *(fact for _, fact in METHODS))


@st.composite
def scored(draw: st.DrawFn) -> tuple[Matrix, Scorecard]:
    """A matrix of up to nine rows of any method and direction, and facts in any state."""
    drawn = draw(st.lists(st.one_of(rows(), in_range()), min_size=1, max_size=9))
    parts = draw(st.lists(st.integers(0, 100), min_size=len(drawn) - 1, max_size=len(drawn) - 1).map(sorted))
    edges = [0, *parts, 100]
    weights = [Decimal(high - low) / 100 for low, high in pairwise(edges)]
    undefined = draw(st.sampled_from(Undefined))
    made = matrix(
        *(
            replace(one, kpi=f"k{number}", weight=weight, undefined=undefined)
            for number, (one, weight) in enumerate(zip(drawn, weights, strict=True))
        )
    )
    return made, card(made, *(draw(facts(one)) for one in made.rows))


@st.composite
def in_range(draw: st.DrawFn) -> MatrixRow:
    cap = draw(st.sampled_from([None, Decimal(80)]))
    return MatrixRow("k", weight=Decimal(1), levels=draw(ranges), cap=cap, floor=draw(st.sampled_from([Decimal(0), Decimal(-40)])))


def facts(of: MatrixRow) -> st.SearchStrategy[Fact]:
    """Facts of any state; often one that lies on a level or on a step's edge."""
    edges = [getattr(of.levels, name) for name in ("base", "norm", "target", "low_norm", "high_base") if hasattr(of.levels, name)]
    edges += [step.high for step in of.steps if step.high is not None]
    known = st.one_of(numbers, st.sampled_from(edges)).map(lambda number: Fact(number, FactState.VALUE))
    return st.one_of(known, known, known, st.sampled_from([ZERO, MISSING, PARTIAL, UNDEFINED, NOT_APPLICABLE]))


def drawn(count: int) -> list[tuple[Matrix, Scorecard]]:
    """So many examples, to be reckoned in one workbook."""
    found: list[tuple[Matrix, Scorecard]] = []

    @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(scored())
    def keep(one: tuple[Matrix, Scorecard]) -> None:
        found.append(one)

    keep()
    return found


def lying(page: Page) -> Page:
    """The page with formulas that say something else than they give, so that what is read was reckoned."""
    cells = [replace(cell, content=Formula(cell.content.text, "?")) if isinstance(cell.content, Formula) else cell for cell in page.cells]
    return replace(page, cells=cells)


def differences(page: Page, sheet: Any, near: float) -> Iterator[str]:
    """The formulas of a page that give something else than they say they do."""
    for cell in page.cells:
        if isinstance(cell.content, Formula):
            said, given = cell.content.value, sheet[cell.place].value
            if isinstance(said, str):
                same = (given or "") == said
            else:
                same = isinstance(given, int | float) and abs(given - float(said)) <= near * max(1, abs(float(said)))
            if not same:
                yield f"{cell.place} ={cell.content.text}: {given}, not {said}"


@pytest.fixture(scope="module")
def reckoned(resaved: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Page], Any, Path]:
    """Every example on a sheet of its own, reckoned by LibreOffice; the pages, the workbook and its file."""
    examples = [*WORKED.values(), side_by_side(), joined(), *drawn(25)]
    names = page_names(["Summary", *(of.member.name for of, _ in examples)])
    made = [matrix_page(name, of, with_, status="Draft.", editable=True) for name, (of, with_) in zip(names[1:], examples, strict=True)]
    pages = [summary_page("Matrices", made), *(one.page for one in made)]
    path = tmp_path_factory.mktemp("live") / "matrices.xlsx"
    path.write_bytes(workbook([lying(page) for page in pages]))
    file = resaved(path)
    return pages, openpyxl.load_workbook(file, data_only=True), file


def test_worked_examples_give_the_scorecards_figures(reckoned: tuple[list[Page], Any, Path]) -> None:
    pages, book, _ = reckoned
    for page in pages[: 3 + len(WORKED)]:
        assert list(differences(page, book[page.name], 1e-9)) == []


def test_any_row_and_fact_give_the_scorecards_figures(reckoned: tuple[list[Page], Any, Path]) -> None:
    """Levels a thousandth apart, at a million, leave six or seven of a spreadsheet's fifteen digits."""
    pages, book, _ = reckoned
    found = [f"{page.name} {line}" for page in pages for line in differences(page, book[page.name], 1e-6)]
    assert found == []


def test_what_another_program_saved_reads_back_as_unchanged(reckoned: tuple[list[Page], Any, Path]) -> None:
    pages, _, file = reckoned
    read = read_workbook(file)
    assert [page.name for page in read] == [page.name for page in pages]
    assert [edited for page in read for edited in page.edited] == []


def test_no_text_becomes_a_formula(reckoned: tuple[list[Page], Any, Path]) -> None:
    pages, _, file = reckoned
    book = openpyxl.load_workbook(file)
    texts = [
        (page.name, cell)
        for page in pages
        for cell in page.cells
        if isinstance(cell.content, str) and cell.content.startswith(tuple("=+-@\t"))
    ]
    assert {cell.content for _, cell in texts} >= set(NASTY)
    for name, cell in texts:
        held = book[name][cell.place]
        assert (held.data_type, held.value) == ("s", cell.content)
