"""A split goal as a sheet: whole members and periods are live sums of their parts, and single amounts may be edited into pins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from scoreline.errors import WorkbookError
from scoreline.planning.decompose.plan import Plan
from scoreline.planning.decompose.slices import Span
from scoreline.reports.workbook.cells import DASH, Cell, Content, Edits, Formula, Page, Style, at, page_names

PLAN = "plan"
FIRST = 5
"""The first member's row, counted from 0: below title, note, goal, what is left of it, and the heads."""
MEMBER, ABOVE, WHOLE = range(3)
MOST = 100_000
"""Amounts that a sheet may hold."""
_ARGUMENTS = 200
"""So many a spreadsheet's SUM may take, and some more."""


def plan_page(plan: Plan, spans: Sequence[Span]) -> Page:
    """The sheet of a plan with a column for each span, which together make the whole. WorkbookError where it is too large."""
    if (amounts := len(plan.members.keys) * len(spans)) > MOST:
        what = f"These are {amounts} amounts; a sheet holds {MOST}."
        raise WorkbookError(what, where=plan.times.whole.label, do="Take longer periods with --per.")
    title = f"{plan.goal.kpi}, {plan.times.whole.label}"
    note = "Yellow cells may be changed, and all sums follow. What was changed, as pins for the plan file: scoreline plan pins FILE"
    heads = ("Member", "Below", plan.times.whole.label, *(span.label for span in spans))
    top = at(FIRST, WHOLE)
    digits = max(0, -int(plan.goal.step.normalize().as_tuple().exponent))
    cells = [
        Cell(0, MEMBER, title, Style.TITLE),
        Cell(1, MEMBER, note, Style.NOTE),
        Cell(2, MEMBER, "Goal", Style.HEAD),
        Cell(2, WHOLE, plan.goal.amount, _style(plan)),
        Cell(3, MEMBER, "Left of the goal", Style.HEAD),
        Cell(3, WHOLE, Formula(f"ROUND({at(2, WHOLE)}-{top},{digits})", Decimal(0)), _style(plan)),
        *(Cell(FIRST - 1, column, head, Style.HEAD) for column, head in enumerate(heads)),
    ]
    lines = {node: FIRST + place for place, node in enumerate(plan.members.down)}
    for node in plan.members.down:
        cells += _line(plan, node, spans, lines)
    about = {"page": PLAN, "kpi": plan.goal.kpi, "period": plan.times.whole.label, "step": str(plan.goal.step)}
    widths = {MEMBER: 34.0, ABOVE: 24.0, **dict.fromkeys(range(WHOLE, WHOLE + len(spans) + 1), 14.0)}
    return Page(page_names([title])[0], about, cells, widths, (), FIRST)


def _line(plan: Plan, node: int, spans: Sequence[Span], lines: dict[int, int]) -> Iterator[Cell]:
    members, line = plan.members, lines[node]
    name = members.keys[node]
    yield Cell(line, MEMBER, f"{'   ' * members.depth(node)}{name}")
    yield Cell(line, ABOVE, members.keys[members.parents[node]] if node else "")
    whole = f"SUM({at(line, WHOLE + 1)}:{at(line, WHOLE + len(spans))})"
    yield Cell(line, WHOLE, Formula(whole, plan.amount(name)), _style(plan))
    below = [lines[child] for child in members.children[node]]
    for column, (span, amount) in enumerate(zip(spans, plan.amounts(name, spans), strict=True), start=WHOLE + 1):
        content: Content = DASH if amount is None else Formula(_sum(below, column), amount) if below else amount
        pins = not below and amount is not None and span.label in plan.times.tree.numbers
        yield Cell(line, column, content, _style(plan), Edits(name, span.label) if pins else None)


def _sum(lines: Sequence[int], column: int) -> str:
    """The sum of these rows of a column: rows that follow each other as one area, and no SUM of too many."""
    ends = [place for place, (one, other) in enumerate(pairwise(lines)) if other != one + 1]
    runs = zip([0, *(end + 1 for end in ends)], [*ends, len(lines) - 1], strict=True)
    areas = [f"{at(lines[first], column)}:{at(lines[last], column)}" for first, last in runs]
    return "+".join(f"SUM({','.join(areas[start : start + _ARGUMENTS])})" for start in range(0, len(areas), _ARGUMENTS))


def _style(plan: Plan) -> Style:
    return Style.MONEY if plan.goal.step < 1 else Style.PLAIN
