"""Matrices and plans as workbooks, and the workbooks read back: what would change, and saving it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, PlanError, QueryError, ScorelineError, WorkbookError
from scoreline.periods import Grain, Period
from scoreline.planning.decompose.plan import Goal, Plan
from scoreline.planning.decompose.slices import Span
from scoreline.planning.edits import edited
from scoreline.planning.lifecycle import Agreement, Part, Status, status
from scoreline.planning.matrix import Matrix, MatrixRow
from scoreline.reports.workbook.book import workbook
from scoreline.reports.workbook.cells import Edits, page_names
from scoreline.reports.workbook.matrix_page import MATRIX, SUMMARY_NAME, matrix_page, summary_page
from scoreline.reports.workbook.plan_page import PLAN, plan_page
from scoreline.reports.workbook.read_cells import Value
from scoreline.reports.workbook.reading import Edited, ReadPage, read_workbook
from scoreline.state import closings, reapplying
from scoreline.workspace.applying import check
from scoreline.workspace.ground import Ground
from scoreline.workspace.life import Life
from scoreline.workspace.scores import scorecards

MOST = 1000
"""Matrices that a workbook may hold."""


@dataclass(frozen=True)
class SheetChange:
    """One field of a matrix that a workbook changes, and its cell: Anna!E5."""

    member: Member
    period: Period
    kpi: str
    field: str
    before: Value
    after: Value
    cell: str


class Sheets:
    """The workbooks of one workspace's matrices and plans."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def export(self, period: Period, members: Sequence[Member] | None = None) -> bytes:
        """The XLSX file of the matrices that were saved for exactly that period, of these members or of everybody.

        MatrixError where there is none.
        """
        wanted = None if members is None else {member.key for member in members}
        life = Life(self._ground)
        found = [one for one in life.agreements(period) if wanted is None or one.matrix.member.key in wanted]
        if not found:
            what = "There is no matrix for exactly this period" + (" and these members." if members else ".")
            raise MatrixError(what, where=period.label, do="List those there are: scoreline matrix list.")
        if len(found) > MOST:
            what = f"These are {len(found)} matrices; a workbook holds {MOST}."
            raise MatrixError(what, where=period.label, do="Name a team or a member.")
        versions = closings.closings(self._ground.path, period=period, results=False)
        cards = scorecards(self._ground, [one.matrix.member for one in found], period)
        names = page_names([SUMMARY_NAME, *(one.matrix.member.name for one in found)])[1:]
        pages = []
        for name, one, card in zip(names, found, cards, strict=True):
            said, open_ = _said(one, status(one, life.today, versions[-1].version if versions else 0))
            pages.append(matrix_page(name, one.matrix, card, status=said, editable=open_))
        return workbook([summary_page(f"Matrices, {period.label}", pages), *(one.page for one in pages)])

    def team(self, team: Member, period: Period) -> list[Member]:
        """A team, those below it, and who belonged to one of them on a day of the period. QueryError where it is no team."""
        if team.kind != "team":
            raise QueryError(f"{team.name} is a {team.kind}, not a team.", do="Name it with --member.")
        engine = self._ground.engine
        with engine.lock:
            rows = engine.con.execute(_TEAM, [team.source, team.id, period.end, period.start]).fetchall()
        return [Member(kind, name or id, id, source) for kind, name, id, source in rows]

    def changes(self, path: Path, *, by: str | None = None) -> list[SheetChange]:
        """What a workbook that was exported and edited would change. Nothing is saved.

        WorkbookError, naming sheet and cell, where it holds what may not be; PeriodError where a matrix was changed, signed or closed
        since it was exported.
        """
        return [change for one in self._edited(path, by) for change in one.changes]

    def save(self, path: Path, *, by: str | None = None) -> list[SheetChange]:
        """Save what a workbook changes, all of it or nothing; refused as by `changes`."""
        found = list(self._edited(path, by))
        reapplying.replace(self._ground.path, [(one.matrix, one.read) for one in found], by=by, origin=path.name)
        return [change for one in found for change in one.changes]

    def plan(self, plan: Plan, spans: Sequence[Span]) -> bytes:
        """The XLSX file of a split goal with a column for each of these spans, which together make the whole."""
        return workbook([plan_page(plan, spans)])

    def pins(self, path: Path) -> list[Edited]:
        """The amounts edited in a plan's workbook, each about a member, its field a period. WorkbookError as in `changes`."""
        pages = [page for page in read_workbook(path) if page.about["page"] == PLAN]
        if not pages:
            raise WorkbookError("It holds no plan.", where=path.name, do="Edit a file of scoreline plan export.")
        for page in pages:
            for one in page.edited:
                amount = Decimal(one.after)
                try:
                    Goal(page.about["kpi"], amount, Decimal(page.about["step"])).units(amount)
                except PlanError as problem:
                    raise WorkbookError(problem.what, where=f"{path.name}, {one.place}", do="Round it.") from None
        return [one for page in pages for one in page.edited]

    def _edited(self, path: Path, by: str | None) -> Iterator[_Edited]:
        pages = [page for page in read_workbook(path) if page.about["page"] == MATRIX]
        if not pages:
            raise WorkbookError("It holds no matrix.", where=path.name, do="Edit a file of scoreline matrix export.")
        for page in pages:
            if page.edited:
                where = f"{path.name}, {page.name}"
                try:
                    member, period = _whose(page.about, self._ground)
                    was = reapplying.editable(self._ground.path, member, period, page.about["fingerprint"], by=by)
                    check(self._ground, was)
                except ScorelineError as problem:
                    raise type(problem)(problem.what, where=f"{where}: {problem.where}", do=problem.do) from None
                matrix = _matrix(was, page, where)
                if matrix == was:  # a question was emptied, and the KPI's own stands there again
                    continue
                yield _Edited(matrix, page.about["fingerprint"], [_change(matrix, one) for one in page.edited])


@dataclass(frozen=True)
class _Edited:
    """A matrix as a workbook has it, the fingerprint of the one it is to replace, and what it changes."""

    matrix: Matrix
    read: str
    changes: Sequence[SheetChange]


_TEAM = """
WITH RECURSIVE below AS (
    SELECT _source, id, name FROM teams WHERE _source = $1 AND id = $2
    UNION SELECT t._source, t.id, t.name FROM teams AS t JOIN below AS b ON t._source = b._source AND t.parent_id = b.id
)
SELECT 'team', name, id, _source FROM below
UNION
SELECT 'person', p.name, p.id, p._source
FROM memberships AS m JOIN below AS b ON m._source = b._source AND m.team_id = b.id
JOIN people AS p ON p._source = m._source AND p.id = m.person_id
WHERE m.valid_from < $3 AND coalesce(m.valid_to, DATE '9999-12-31') > $4
"""


def _said(one: Agreement, state: Status) -> tuple[str, bool]:
    """How far a matrix is agreed, in a sentence, and whether it may be edited."""
    if state in (Status.CLOSED, Status.RESTATED):
        return f"{state.value.capitalize()}: these are the figures of then, and nothing may be changed.", False
    names = [held.by for part in (Part.MEMBER, Part.MANAGER) if (held := one.signature(part))]
    if names:
        return f"Signed by {' and '.join(names)}: nothing may be changed here.", False
    return "Draft: the yellow cells may be changed.", True


def _whose(about: Mapping[str, Any], ground: Ground) -> tuple[Member, Period]:
    member, period = about["member"], about["period"]
    start, end = (dt.date.fromisoformat(period[name]) for name in ("start", "end"))
    when = Period(start, end, Grain(period["grain"]), ground.settings.business_calendar)
    return Member(member["kind"], about["name"], member["id"], member["source"]), when


def _matrix(was: Matrix, page: ReadPage, where: str) -> Matrix:
    """The saved matrix with what was edited on a sheet. WorkbookError, naming the cells, where it then breaks a rule."""
    values: dict[str, dict[str, Value]] = {}
    for one in page.edited:
        values.setdefault(one.edits.about, {})[one.edits.field] = one.after
    rows = tuple(_row(row, values.get(row.kpi, {}), page, where) for row in was.rows)
    try:
        return Matrix(was.member, was.period, rows)
    except MatrixError as problem:
        cells = [place for edits, place in page.places.items() if edits.field == "weight"]
        raise WorkbookError(problem.what, where=f"{where}!{', '.join(cells)}", do=problem.do) from None


def _row(row: MatrixRow, values: Mapping[str, Value], page: ReadPage, where: str) -> MatrixRow:
    try:
        return edited(row, values)
    except MatrixError as problem:
        cells = [page.places[Edits(row.kpi, field)] for field in values]
        raise WorkbookError(problem.what, where=f'{where}!{", ".join(cells)}, row "{row.kpi}"', do=problem.do) from None


def _change(matrix: Matrix, one: Edited) -> SheetChange:
    return SheetChange(matrix.member, matrix.period, one.edits.about, one.edits.field, one.before, one.after, one.place)
