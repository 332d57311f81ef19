"""Matrix files: YAML to matrices. A mistake names file, line, matrix and row, and the nearest known name.

matrices:
  - member: Anna Snelling            # or person:, team:, location:, role: - one name or a list
    period: 2017-07                  # or periods: {from: 2017-01, to: 2017-12}, or a list
    rows:
      - {kpi: revenue, weight: 0.6, base: 20000, norm: 30000, target: 40000}
      - {kpi: win_rate, weight: 0.4, base: 40, norm: 60, target: 70}
      - {kpi: sales_cycle, kind: indicator}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, ScorelineError, nearest
from scoreline.periods import GREGORIAN, Calendar, Period, between, parse
from scoreline.planning.matrix import Kind, KpiFacts, Matrix, MatrixRow
from scoreline.planning.matrix_rows import read_row
from scoreline.planning.people import Directory
from scoreline.yaml_lines import Lines, Step, load

MAX_MATRICES = 200_000
NAMING = ("member", "person", "team", "location", "company", "role")
FIELDS = (*NAMING, "period", "periods", "rows")
TEAM_ONLY = "team only"


def read_matrices(path: Path, *, directory: Directory, kpis: Mapping[str, KpiFacts], calendar: Calendar = GREGORIAN) -> tuple[Matrix, ...]:
    """All matrices of a file, or MatrixError: a file is taken as a whole. `calendar` is that of the periods named in it."""
    data, lines = load(path, MatrixError)
    return tuple(_all(_File(lines, directory, kpis, calendar), data))


@dataclass(frozen=True)
class _File:
    """What is known while a file is read."""

    lines: Lines
    directory: Directory
    kpis: Mapping[str, KpiFacts]
    calendar: Calendar

    def wrong(self, what: str, do: str, *path: Step, about: str = "") -> MatrixError:
        """The error, with the place in the file and the matrix or row it is about."""
        return MatrixError(what, where=", ".join(filter(None, (self.lines.where(*path), about))), do=do)

    def placed(self, problem: ScorelineError, *path: Step, about: str = "") -> MatrixError:
        """An error from further down, with the place in the file before its own."""
        about = ", ".join(filter(None, (about, problem.where)))
        return self.wrong(problem.what, problem.do, *path, about=about)


def _all(file: _File, data: Any) -> Iterator[Matrix]:
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


def _entry(file: _File, entry: Any, path: tuple[Step, ...]) -> list[Matrix]:
    """The matrices of one entry: one for each of its members and periods."""
    if not isinstance(entry, dict):
        raise file.wrong("A matrix is not a mapping.", "Write - member: NAME, then period: and rows: below it.", *path)
    for key in entry:
        if key not in FIELDS:
            what = f'"{key}" is not a field of a matrix. {nearest(key, FIELDS)}'.strip()
            raise file.wrong(what, f"Known: {', '.join(FIELDS)}.", *path, key)
    members = _members(file, entry, path)
    periods = _periods(file, entry, path)
    if len(members) * len(periods) > MAX_MATRICES:
        raise file.wrong(f"This makes more than {MAX_MATRICES} matrices.", "Name fewer members or periods.", *path)
    about = f"matrix of {members[0].name}, {periods[0].label}"
    rows = _rows(file, entry, path, about)
    _check_use(file, members, rows, path)
    try:
        return [Matrix(member, period, rows) for member in members for period in periods]
    except MatrixError as problem:
        raise file.placed(problem, *path, "rows") from None


def _members(file: _File, entry: dict[str, Any], path: tuple[Step, ...]) -> list[Member]:
    keys = [key for key in NAMING if key in entry]
    if len(keys) != 1:
        shown = f"It has {' and '.join(keys)}." if keys else "It says nobody's name."
        raise file.wrong(f"A matrix is for one kind of member. {shown}", f"Write one of {', '.join(NAMING)}.", *path)
    key = keys[0]
    names = entry[key] if isinstance(entry[key], list) else [entry[key]]
    if not names:
        raise file.wrong(f"{key} names nobody.", f"Write {key}: NAME.", *path, key)
    members: list[Member] = []
    for name in names:
        try:
            members += _named(file.directory, key, str(name) if isinstance(name, int) else name)
        except MatrixError as problem:
            raise file.placed(problem, *path, key) from None
    return members


def _named(directory: Directory, key: str, name: object) -> Sequence[Member]:
    if not isinstance(name, str):
        raise MatrixError(f"{key} is {name}, which is not a name.", do="Put it in quotes if it is one.")
    if key == "role":
        return directory.in_role(name)
    return [directory.find(name, None if key == "member" else key)]


def _periods(file: _File, entry: dict[str, Any], path: tuple[Step, ...]) -> list[Period]:
    given = [key for key in ("period", "periods") if entry.get(key) is not None]
    if len(given) != 1:
        do = "Write period: 2017-07, or periods: {from: 2017-01, to: 2017-12}."
        raise file.wrong("A matrix has either period or periods.", do, *path)
    key, value = given[0], entry[given[0]]
    try:
        if isinstance(value, dict):
            return _span(value, file.calendar)
        labels = value if isinstance(value, list) else [value]
        if not labels:
            raise MatrixError("The list of periods is empty.", do="Write period: 2017-07.")
        return [parse(str(label), file.calendar) for label in labels]
    except ScorelineError as problem:
        raise file.placed(problem, *path, key) from None


def _span(value: dict[str, Any], calendar: Calendar) -> list[Period]:
    if set(value) != {"from", "to"}:
        raise MatrixError("A span of periods has from and to.", do="Write periods: {from: 2017-01, to: 2017-12}.")
    first, last = (parse(str(value[key]), calendar) for key in ("from", "to"))
    if first.grain != last.grain:
        raise MatrixError(f"{first.label} is a {first.grain} and {last.label} a {last.grain}.", do="Use one length for both.")
    if last.start < first.start:
        raise MatrixError(f"{last.label} comes before {first.label}.", do="Write the earlier period in from.")
    return list(between(first.start, last.end, first.grain, calendar))


def _rows(file: _File, entry: dict[str, Any], path: tuple[Step, ...], about: str) -> tuple[MatrixRow, ...]:
    data = entry.get("rows")
    if not isinstance(data, list) or not data:
        raise file.wrong("The matrix has no rows.", "Write rows:, then - kpi: NAME.", *path, "rows", about=about)
    rows = []
    for position, row in enumerate(data):
        try:
            rows.append(read_row(row, file.kpis))
        except MatrixError as problem:
            raise file.placed(problem, *path, "rows", position, about=about) from None
    return tuple(rows)


def _check_use(file: _File, members: Sequence[Member], rows: Sequence[MatrixRow], path: tuple[Step, ...]) -> None:
    """A KPI that may not judge single people is refused as a person's scored row; as an indicator it may be watched."""
    person = next((member for member in members if member.kind == "person"), None)
    for position, row in enumerate(rows):
        if person and row.kind is Kind.SCORED and file.kpis[row.kpi].use == TEAM_ONLY:
            what = f"The KPI judges teams only, not {person.name}."
            raise file.wrong(what, "Make the row kind: indicator.", *path, "rows", position, about=f'row "{row.kpi}"')
