"""A split goal as a sheet: LibreOffice's sums are the plan's, an edit moves them, and reads back as a pin."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from scoreline.errors import WorkbookError
from scoreline.periods import Grain, parse
from scoreline.planning.decompose.plan import Goal, Plan
from scoreline.planning.decompose.slices import of_calendar
from scoreline.planning.decompose.split import Question, split
from scoreline.planning.decompose.tree import tree
from scoreline.reports.workbook import plan_page as module
from scoreline.reports.workbook.book import workbook
from scoreline.reports.workbook.plan_page import plan_page
from scoreline.reports.workbook.reading import read_workbook

ABOVE = {"Company": None, "North": "Company", "South": "Company", "=Ann": "North", "Ben": "North", "Cy": "South", "Direct": "Company"}
MEMBERS, YEAR = tree(ABOVE), of_calendar(parse("2026"), Grain.MONTH)


def planned() -> Plan:
    """1,000 and a cent, evenly over people and by days over months."""
    goal = Goal("revenue", Decimal("1000.01"), Decimal("0.01"))
    days = [Fraction(span.days) for span in YEAR.leaves]
    return Plan(goal, MEMBERS, YEAR, split(Question(100_001, MEMBERS, YEAR.tree, [Fraction(1)] * len(ABOVE), days, {})))


def test_sums_are_live_and_an_edit_reads_back_as_a_pin(resaved: Callable[[Path], Path], tmp_path: Path) -> None:
    plan, path = planned(), tmp_path / "plan.xlsx"
    spans = plan.times.at(Grain.MONTH)
    page = plan_page(plan, spans)
    path.write_bytes(workbook([page]))
    book = openpyxl.load_workbook(path)
    sheet = book[page.name]
    lines = {str(sheet.cell(line, 1).value).strip(): line for line in range(6, 6 + len(ABOVE))}
    sheet.cell(lines["=Ann"], 5).value = 100
    book.save(path)
    file = resaved(path)
    (read,) = read_workbook(file)
    was = plan.amount("=Ann", spans[1])
    assert [(one.edits.about, one.edits.field, one.before, one.after) for one in read.edited] == [("=Ann", "2026-02", was, Decimal(100))]
    sums = openpyxl.load_workbook(file, data_only=True)[page.name]
    more = float(100 - was)
    for name, line in lines.items():
        higher = more if name in ("=Ann", "North", "Company") else 0
        assert sums.cell(line, 3).value == pytest.approx(float(plan.amount(name)) + higher), name
        for column, span in enumerate(spans, start=4):
            moved = higher if span is spans[1] else 0
            assert sums.cell(line, column).value == pytest.approx(float(plan.amount(name, span)) + moved), (name, span)
    assert sums["C4"].value == pytest.approx(-more)


def test_only_what_can_be_pinned_may_be_edited() -> None:
    weeks = of_calendar(parse("2026"), Grain.WEEK)
    days = [Fraction(span.days) for span in weeks.leaves]
    plan = Plan(planned().goal, MEMBERS, weeks, split(Question(100_001, MEMBERS, weeks.tree, [Fraction(1)] * len(ABOVE), days, {})))
    pins = {cell.edits for cell in plan_page(plan, weeks.at(Grain.WEEK)).cells if cell.edits}
    assert {edits.about for edits in pins} == {"=Ann", "Ben", "Cy", "Direct"}
    assert {edits.field for edits in pins} < set(weeks.tree.keys)
    assert "2026-W05" not in {edits.field for edits in pins}, "it lies in two months"


def test_a_sum_of_many_scattered_rows_keeps_within_what_sum_takes() -> None:
    text = module._sum(range(10, 2000, 2), 3)
    assert max(part.count(",") for part in text.split("+")) < 255
    assert text.count(":") == 995


def test_a_plan_that_no_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    with pytest.raises(WorkbookError, match=r"2026: These are 84 amounts; a sheet holds 10. Take longer periods"):
        plan_page(planned(), YEAR.at(Grain.MONTH))
