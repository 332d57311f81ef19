"""Rows that hold for a time, and what single members have otherwise than the others of their matrix.

rows:
  - {kpi: revenue, weight: 1, base: 20000, norm: 30000, target: 40000, to: 2017-06}
  - {kpi: revenue, weight: 0.5, base: 20000, norm: 30000, target: 40000, from: 2017-07}
  - {kpi: win_rate, weight: 0.5, base: 40, norm: 60, target: 70, from: 2017-07}
changes:
  - person: Anna Snelling            # one name or a list
    from: 2017-10                    # the first and the last period, or day; either may be left out
    rows:
      - {kpi: revenue, weight: 0.3, norm: 28000}       # only what differs
      - {kpi: win_rate, remove: true}
      - {kpi: calls, weight: 0.7, base: 50, norm: 80, target: 100}

Whatever holds, holds for whole periods, so that the weights of a matrix are the same on every day of its period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import MatrixError, ScorelineError, nearest
from scoreline.periods import Period, parse
from scoreline.planning.matrix_heads import NAMING, members
from scoreline.planning.matrix_place import MatrixFile
from scoreline.planning.matrix_rows import read_row
from scoreline.yaml_lines import Step

Path = tuple[Step, ...]
FIELDS = (*NAMING, "from", "to", "rows")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Written:
    """A row as it is written: its values, the way to it in the file, and the days [start, end) on which it holds."""

    kpi: str
    values: Mapping[str, Any]
    path: Path
    start: dt.date
    end: dt.date

    def holds(self, file: MatrixFile, period: Period, whose: str) -> bool:
        """Whether it holds in a period. MatrixError where it does for some of its days only."""
        if self.end <= period.start or period.end <= self.start:
            return False
        for edge, said in (
            (self.start, f"begins on {self.start}"),
            (self.end, f"ends on {self.end - _DAY if self.end > dt.date.min else ''}"),
        ):
            if period.start < edge < period.end:
                what, do = f"It {said}, within {period.label}.", "Let it begin and end with a period: weights hold for the whole of one."
                raise file.wrong(what, do, *self.path, about=f'matrix of {whose}, {period.label}, row "{self.kpi}"')
        return True


@dataclass(frozen=True)
class Changes:
    """What each member has otherwise, in the order in which it is written."""

    rows: Mapping[tuple[str, str, str], Sequence[Written]]

    def of(self, member: Member) -> Sequence[Written]:
        """The changes for one member."""
        return self.rows.get(member.key, ())


def written(
    file: MatrixFile, rows: Any, path: Path, about: str, dated: tuple[dt.date, dt.date] = (dt.date.min, dt.date.max)
) -> list[Written]:
    """The rows of a list, with their dates within `dated`. MatrixError for what is no row, and dates that cannot be read.

    `about` says in errors what they are the rows of.
    """
    if not isinstance(rows, list) or not rows:
        raise file.wrong("The matrix has no rows.", "Write rows:, then - kpi: NAME.", *path, about=about)
    found = []
    for position, row in enumerate(rows):
        here = (*path, position)
        if not isinstance(row, dict) or not isinstance(row.get("kpi"), str) or row["kpi"] not in file.kpis:
            try:
                read_row(row, file.kpis)
            except MatrixError as problem:
                raise file.placed(problem, *here, about=about) from None
        start, end = _dates(file, row, here)
        values = {key: value for key, value in row.items() if key not in ("from", "to")}
        found.append(Written(row["kpi"], values, here, max(start, dated[0]), min(end, dated[1])))
    return found


def read_changes(file: MatrixFile, data: Any, path: Path, among: Sequence[Member]) -> Changes:
    """The changes of an entry whose members are `among`."""
    if not isinstance(data, list):
        raise file.wrong("changes is not a list.", "Write changes:, then - person: NAME, with its rows.", *path)
    found: dict[tuple[str, str, str], list[Written]] = {}
    names = {member.key: member.name for member in among}
    for position, change in enumerate(data):
        here = (*path, position)
        if not isinstance(change, dict):
            raise file.wrong("A change is not a mapping.", "Write - person: NAME, then rows: below it.", *here)
        for key in change:
            if key not in FIELDS:
                what = f'"{key}" is not a field of a change. {nearest(key, FIELDS)}'.strip()
                raise file.wrong(what, f"Known: {', '.join(FIELDS)}.", *here, key)
        whose = members(file, change, here)
        rows = written(file, change.get("rows"), (*here, "rows"), f"change for {whose[0].name}", _dates(file, change, here))
        for member in whose:
            if member.key not in names:
                what = f"The matrix is not for {member.name}. {nearest(member.name, names.values())}".strip()
                raise file.wrong(what, "Name those that it is for.", *here)
            found.setdefault(member.key, []).extend(rows)
    return Changes(found)


def changed(file: MatrixFile, rows: Iterable[Written], changes: Iterable[Written], period: Period, whose: str) -> list[Written]:
    """The rows of a period with the changes that hold in it.

    MatrixError where a KPI stands in two rows, one is changed twice, or taken out and not there.
    """
    found = dict[str, Written]()
    for row in rows:
        if row.kpi in found:
            about = f"matrix of {whose}, {period.label}"
            raise file.wrong(f'The KPI "{row.kpi}" stands in two rows.', "Keep one of them.", *row.path, about=about)
        found[row.kpi] = row
    touched = set[str]()
    for change in changes:
        if not change.holds(file, period, whose):
            continue
        about = f'matrix of {whose}, {period.label}, row "{change.kpi}"'
        if change.kpi in touched:
            raise file.wrong(
                "It is changed twice.", "Keep one of the changes, or set them apart by from and to.", *change.path, about=about
            )
        touched.add(change.kpi)
        if "remove" not in change.values:
            before = found[change.kpi].values if change.kpi in found else {}
            found[change.kpi] = replace(change, values={**before, **change.values})
        elif change.values["remove"] is not True or len(change.values) > 2:
            raise file.wrong("remove takes the whole row out.", "Write remove: true and nothing else.", *change.path, about=about)
        elif found.pop(change.kpi, None) is None:
            raise file.wrong("There is no such row to take out.", f"It has: {', '.join(found)}.", *change.path, about=about)
    return list(found.values())


def refuse_outside(file: MatrixFile, rows: Iterable[Written], periods: Sequence[Period], whose: str) -> None:
    """MatrixError for a row that holds in none of the periods."""
    for row in rows:
        if not any(row.start < period.end and period.start < row.end for period in periods):
            span = f"{min(period.start for period in periods)} to {max(period.last_day for period in periods)}"
            raise file.wrong(
                "Its from and to lie outside the periods of the matrix.", f"They are {span}.", *row.path, about=f'{whose}, row "{row.kpi}"'
            )


def _dates(file: MatrixFile, data: Mapping[str, Any], path: Path) -> tuple[dt.date, dt.date]:
    """The days [start, end) from `from` to `to`, which are days or periods, the last one included."""
    found = {}
    for key in ("from", "to"):
        if data.get(key) is not None:
            try:
                found[key] = parse(str(data[key]), file.calendar)
            except ScorelineError as problem:
                raise file.placed(problem, *path, key) from None
    start = found["from"].start if "from" in found else dt.date.min
    end = found["to"].end if "to" in found else dt.date.max
    if end <= start:
        raise file.wrong("It ends before it begins.", "Write its first period or day in from, its last in to.", *path)
    return start, end
