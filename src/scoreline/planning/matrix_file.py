"""Matrix files: YAML to matrices. A mistake names file, line, matrix and row, and the nearest known name.

matrices:
  - member: Anna Snelling            # or person:, team:, location:, role: - one name or a list
    period: 2017-07                  # or periods: {from: 2017-01, to: 2017-12}, or a list
    rows:
      - {kpi: revenue, weight: 0.6, base: 20000, norm: 30000, target: 40000}
      - {kpi: win_rate, weight: 0.4, base: 40, norm: 60, target: 70}
      - {kpi: sales_cycle, kind: indicator}

A norm may be what a saved plan has: see planned.py. Rows may hold for a time, and single members may have some otherwise: see
matrix_changes.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, PlanError, nearest
from scoreline.periods import GREGORIAN, Calendar, Period
from scoreline.planning.matrix import Kind, KpiFacts, Matrix, MatrixRow
from scoreline.planning.matrix_changes import Written, changed, read_changes, refuse_outside, written
from scoreline.planning.matrix_heads import NAMING, in_role, members, periods
from scoreline.planning.matrix_place import MatrixFile
from scoreline.planning.matrix_rows import read_row
from scoreline.planning.people import Directory
from scoreline.planning.planned import PlannedOf, filled, is_planned
from scoreline.yaml_lines import Step, load

MAX_MATRICES = 200_000
FIELDS = (*NAMING, "period", "periods", "rows", "changes")
TEAM_ONLY = "team only"


def read_matrices(
    path: Path,
    *,
    directory: Directory,
    kpis: Mapping[str, KpiFacts],
    calendar: Calendar = GREGORIAN,
    planned: PlannedOf | None = None,
) -> tuple[Matrix, ...]:
    """All matrices of a file, or MatrixError: a file is taken as a whole.

    `calendar` is that of the periods named in it; `planned` tells what saved plans have, for rows that say norm: plan.
    """
    data, lines = load(path, MatrixError)
    return tuple(_all(MatrixFile(lines, directory, kpis, calendar, planned), data))


def _all(file: MatrixFile, data: Any) -> Iterator[Matrix]:
    if not isinstance(data, dict) or not isinstance(data.get("matrices"), list) or not data["matrices"]:
        raise file.wrong("The file has no list of matrices.", "Begin with matrices:, then - member: NAME.")
    for key in data:
        if key != "matrices":
            raise file.wrong(f'"{key}" is not known here.', "A matrix file holds matrices: only.", key)
    seen: dict[tuple[str, str, str, str], int] = {}
    for position, entry in enumerate(data["matrices"]):
        line = file.lines.line("matrices", position)
        for matrix in _entry(file, entry, ("matrices", position)):
            member, label = matrix.member, matrix.period.label
            key = (member.kind, member.source, member.id, label)
            if key in seen:
                what = f"{member.name} has two matrices for {label}, the first in line {seen[key]}."
                raise file.wrong(what, "Keep one of them.", "matrices", position)
            seen[key] = line
            yield matrix


def _entry(file: MatrixFile, entry: Any, path: tuple[Step, ...]) -> Iterator[Matrix]:
    """The matrices of one entry: one for each of its members and periods."""
    if not isinstance(entry, dict):
        raise file.wrong("A matrix is not a mapping.", "Write - member: NAME, then period: and rows: below it.", *path)
    for key in entry:
        if key not in FIELDS:
            what = f'"{key}" is not a field of a matrix. {nearest(key, FIELDS)}'.strip()
            raise file.wrong(what, f"Known: {', '.join(FIELDS)}.", *path, key)
    whose, when = members(file, entry, path), periods(file, entry, path)
    if len(whose) * len(when) > MAX_MATRICES:
        raise file.wrong(f"This makes more than {MAX_MATRICES} matrices.", "Name fewer members or periods.", *path)
    rows = written(file, entry.get("rows"), (*path, "rows"), f"matrix of {whose[0].name}, {when[0].label}")
    changes = read_changes(file, entry.get("changes") or [], (*path, "changes"), whose)
    for some, name in ((rows, whose[0].name), *((changes.of(member), member.name) for member in whose)):
        refuse_outside(file, some, when, name)
    read = _Rows(file)
    seated = {member: [period for period in when if in_role(file, entry, member, period)] for member in whose}
    if not any(seated.values()):
        raise file.wrong(f"Nobody is in that role in {when[0].label}.", "Name another role or period.", *path, "role")
    for member in whose:
        own = changes.of(member)
        for period in seated[member]:
            held = [row for row in rows if row.holds(file, period, member.name)]
            used = changed(file, held, own, period, member.name) if own else held
            read_rows = read(used, member, period)
            try:
                yield Matrix(member, period, read_rows)
            except MatrixError as problem:
                blamed = next((row.path[:-1] for row in reversed(own) if row.holds(file, period, member.name)), (*path, "rows"))
                raise file.placed(problem, *blamed) from None


class _Rows:
    """Rows read once for all members and periods that have the same."""

    def __init__(self, file: MatrixFile) -> None:
        self._file = file
        self._read: dict[tuple[tuple[int, ...], bool], tuple[Sequence[Written], tuple[MatrixRow, ...]]] = {}

    def __call__(self, rows: Sequence[Written], member: Member, period: Period) -> tuple[MatrixRow, ...]:
        if any(is_planned(row.values) for row in rows):
            return tuple(self._row(row, member, period) for row in rows)
        key = tuple(map(id, rows)), member.kind == "person"
        if key not in self._read:  # the rows as written are kept, too, so that their ids stay theirs
            self._read[key] = rows, tuple(self._row(row, member, period) for row in rows)
        return self._read[key][1]

    def _row(self, written: Written, member: Member, period: Period) -> MatrixRow:
        about = f"matrix of {member.name}, {period.label}"
        try:
            row = read_row(self._values(written, member, period), self._file.kpis)
        except (MatrixError, PlanError) as problem:
            raise self._file.placed(problem, *written.path, about=about) from None
        if member.kind == "person" and row.kind is Kind.SCORED and self._file.kpis[row.kpi].use == TEAM_ONLY:
            what = f"The KPI judges teams only, not {member.name}."
            raise self._file.wrong(what, "Make the row kind: indicator.", *written.path, about=f'row "{row.kpi}"')
        return row

    def _values(self, written: Written, member: Member, period: Period) -> Mapping[str, Any]:
        if not is_planned(written.values) or self._file.planned is None:
            return written.values
        return filled(written.values, self._file.planned(written.kpi, member, period))
