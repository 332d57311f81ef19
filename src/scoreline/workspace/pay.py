"""What people are paid for their results, and the records that each amount comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from scoreline.engine import query
from scoreline.engine import why as reasons
from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.engine.query import Query
from scoreline.errors import IncentiveError, MatrixError, QueryError
from scoreline.insight.quotient import quotient, signs
from scoreline.periods import Grain, Period, at, between
from scoreline.planning.levels import Levels
from scoreline.planning.longer import matrix_for
from scoreline.planning.matrix import Matrix
from scoreline.planning.matrix_file import read_matrices
from scoreline.scoring.exact import decimal, exact
from scoreline.scoring.incentives_file import read_incentives
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.settlement import Cause, Entry, correction
from scoreline.scoring.statement import Statement, statement
from scoreline.workspace.answers import additive
from scoreline.workspace.attendance import attendance, proration
from scoreline.workspace.ground import Ground
from scoreline.workspace.naming import directory, members

_ALL = 1_000_000


@dataclass(frozen=True)
class Question:
    """Who is paid for which period: everybody in the schemes' roles, or one person.

    `matrices` is a file of matrices to pay by, in place of those that were saved. `facts` are what-ifs: a KPI's fact in place of
    the data's. `told_at` is the version of the data by which the year's earlier periods were paid: what changed since is corrected.
    """

    file: Path
    period: Period
    member: Member | None = None
    matrices: Path | None = None
    facts: Mapping[str, Decimal] | None = None
    told_at: int | None = None


@dataclass(frozen=True)
class Record:
    """A row of the mart behind a fact, and what it is credited with, in the KPI's unit."""

    kpi: str
    part: str
    day: dt.date | None
    id: str
    credited: Decimal
    source: str
    file: str
    row: int


def statements(ground: Ground, asked: Question) -> list[Statement]:
    """The statements by name. IncentiveError where the schemes do not fit the period or the matrices."""
    schemes = read_incentives(asked.file, ground.registry.kpis)
    held_by = roles(ground, asked.period.last_day)
    wanted = [who for who in members(ground, "person") if asked.member in (None, who) and held_by.get((who.source, who.id)) in schemes]
    if not wanted:
        whom = asked.member.name if asked.member else "anybody"
        raise IncentiveError(f"No scheme pays {whom} in {asked.period.label}.", where=asked.file.name, do=f"It has: {', '.join(schemes)}.")
    unlike = {scheme.role: scheme.per for who in wanted if (scheme := schemes[held_by[who.source, who.id]]).per is not asked.period.grain}
    if unlike:
        said = ", ".join(f"{role} per {per}" for role, per in unlike.items())
        raise IncentiveError(
            f"{asked.period.label} is a {asked.period.grain}, but the file pays {said}.", do="Name a period of that length."
        )
    year = at(asked.period.last_day, Grain.YEAR, asked.period.calendar)
    run = list(between(year.start, asked.period.end, asked.period.grain, asked.period.calendar))
    kpis = tuple(sorted({rule.kpi for scheme in schemes.values() for rule in scheme.rules}))
    asking = Query(kpis, (query.cut("person"),), tuple(run))
    tables = [ground.run(asking), None if asked.told_at is None else Ground(ground.path, asked.told_at).run(asking)]
    held = _matrices(ground, asked)
    found = []
    for who in wanted:
        scheme = schemes[held_by[who.source, who.id]]
        now, told = ({kpi: table.series(kpi, who) for kpi in kpis} if table is not None else None for table in tables)
        assert now is not None  # noqa: S101  (the first table is always asked for)
        found.append(_one(ground, asked, who, scheme, held.get(who.key, []), run, now, told))
    return found


def _one(
    ground: Ground,
    asked: Question,
    who: Member,
    scheme: Scheme,
    held: Sequence[Matrix],
    run: Sequence[Period],
    now: Mapping[str, list[Fact]],
    told: Mapping[str, list[Fact]] | None,
) -> Statement:
    """One person's statement: the year's periods one after another, so that what is owed is known."""
    owed, sums, corrections = Decimal(0), additive(ground), list[Entry]()
    for place, period in enumerate(run):
        last = period == asked.period
        try:
            matrix = matrix_for(held, who, period, sums, proration(ground, who))
        except MatrixError:
            if last:
                raise
            continue
        facts = {kpi: series[place] for kpi, series in now.items()}
        if attendance(ground).gone(who, period):
            facts = dict.fromkeys(facts, Fact(None, FactState.NOT_APPLICABLE))
        before = facts if told is None else {kpi: series[place] for kpi, series in told.items()}
        if last:
            given = {kpi: Fact(value, FactState.VALUE) for kpi, value in (asked.facts or {}).items()}
            _check_given(given, scheme)
            return statement(matrix, scheme, facts | given, ground.registry.kpis, corrections, owed)
        owed = statement(matrix, scheme, before, ground.registry.kpis, (), owed).owed
        corrections += _corrections(ground, asked, matrix, scheme, before, facts)
    raise QueryError(f"{asked.period.label} is no period of its year.", do="Name another.")


def _corrections(
    ground: Ground, asked: Question, matrix: Matrix, scheme: Scheme, before: Mapping[str, Fact], now: Mapping[str, Fact]
) -> list[Entry]:
    """What an earlier period pays otherwise by today's data than by the data that it was paid by."""
    found = []
    for rule in scheme.rules:
        row, told, fact = matrix.row(rule.kpi), before[rule.kpi], now[rule.kpi]
        if row is None or not told.known or not fact.known or told.value is None or fact.value is None:
            continue
        norm = row.levels.norm if isinstance(row.levels, Levels) else None
        cause = Cause(rule.kpi, matrix.period.label, told.value, fact.value, asked.told_at or 0, ground.engine.version)
        if entry := correction(rule, cause, norm, norm):
            found.append(entry)
    return found


def _check_given(given: Mapping[str, Fact], scheme: Scheme) -> None:
    known = [rule.kpi for rule in scheme.rules]
    for kpi in given:
        if kpi not in known:
            raise IncentiveError(f"The scheme of {scheme.role} does not pay for {kpi}.", do=f"It pays for: {', '.join(known)}.")


def _matrices(ground: Ground, asked: Question) -> dict[tuple[str, str, str], list[Matrix]]:
    from scoreline.state import services

    if asked.matrices is not None:
        kpis, calendar = ground.registry.kpis, ground.settings.business_calendar
        found = read_matrices(asked.matrices, directory=directory(ground), kpis=kpis, calendar=calendar)
    else:
        found = services.matrices(ground.path)
    held: dict[tuple[str, str, str], list[Matrix]] = {}
    for matrix in found:
        held.setdefault(matrix.member.key, []).append(matrix)
    return held


def roles(ground: Ground, day: dt.date) -> dict[tuple[str, str], str]:
    """Everybody's role on a day; of several at once, the one that began last."""
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute(
            """SELECT _source, person_id, role FROM memberships WHERE role IS NOT NULL AND valid_from <= $day
               AND coalesce(valid_to > $day, true) ORDER BY valid_from, role""",
            {"day": day},
        ).fetchall()
    return {(source, person): role for source, person, role in rows}


def records(ground: Ground, kpi: str, who: Member, period: Period) -> list[Record]:
    """The records behind a fact, in order of day; what they are credited with sums to it. QueryError where it is no sum or count."""
    found = quotient(ground.registry, kpi)
    if found.under is not None:
        raise QueryError(f"{kpi} is a ratio: its records do not sum to it.", do="`scoreline why` shows the records of each part.")
    lines = []
    for part, sign in signs(found.over).items():
        page = reasons.rows(ground.engine, kpi, who, period, part, _ALL, 0)
        measure = ground.registry.measures[part].measure
        place = {name: position for position, name in enumerate(page.columns)}
        for row in page.rows:
            value = exact(row[place["value"]]) if measure.aggregate == "sum" else exact(1)
            share = exact(row[place["_share"]]) if "_share" in place else exact(1)
            id, credited = str(row[place["id"]]) if "id" in place else "", decimal(sign * found.scale * value * share)
            origin = (row[place[name]] for name in ("_source", "_file", "_row"))
            lines.append(Record(kpi, part, row[place[measure.day]], id, credited, *origin))
    return sorted(lines, key=lambda line: (line.day or dt.date.min, line.id, line.part))
