"""Who was held against which levels in a period, and what they reached: what the calibration of quotas needs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from scoreline.engine import query
from scoreline.engine.members import Member
from scoreline.engine.query import Query
from scoreline.errors import QueryError, nearest
from scoreline.insight.calibration import Aim, Band, Calibration, Held, aim_of, calibrate
from scoreline.periods import Grain, Period, between
from scoreline.planning.levels import Direction, RangeLevels
from scoreline.scoring.exact import decimal, exact
from scoreline.workspace.answers import additive
from scoreline.workspace.attendance import attendance, proration
from scoreline.workspace.ground import Ground
from scoreline.workspace.homes import EVER, hired, home, homes_of
from scoreline.workspace.naming import members

SOURCES = ("quotas", "matrices")


@dataclass(frozen=True)
class Span:
    """One person's levels for some days."""

    person: tuple[str, str]
    start: dt.date
    end: dt.date
    aim: Aim | RangeLevels


@dataclass(frozen=True)
class Question:
    """Which quotas to calibrate: of a KPI and period, from the mart's quotas or from matrices, by team, team:LEVEL or role.

    Who was hired less than `ramp` days before the levels begin is still in ramp.
    """

    kpi: str
    period: Period
    by: str = ""
    source: str = "quotas"
    ramp: int = 90


def calibrations(ground: Ground, asked: Question, band: Band, fewest: int) -> list[Calibration]:
    """The calibration of each group, by name; of everybody where no groups are asked for. QueryError where nobody has levels."""
    definition = ground.registry.kpi(asked.kpi)
    if asked.source not in SOURCES:
        raise QueryError(f'There are no levels "{asked.source}". {nearest(asked.source, SOURCES)}'.strip(), do="Use quotas or matrices.")
    spans = _loaded(ground, asked, definition.direction) if asked.source == "quotas" else _agreed(ground, asked)
    spans = [span for span in spans if span.start >= asked.period.start and span.end <= asked.period.end]
    adds = asked.kpi in additive(ground)
    months = list(between(asked.period.start, asked.period.end, Grain.MONTH, asked.period.calendar)) if adds else [asked.period]
    if not spans:
        raise QueryError(
            f"Nobody has {asked.source} of {asked.kpi} in {asked.period.label}.",
            do="Name another period or KPI, or the other levels: --levels quotas or matrices.",
        )
    return [calibrate(name, people, band, fewest) for name, people in sorted(_groups(ground, asked, spans, months).items())]


def _loaded(ground: Ground, asked: Question, direction: str) -> list[Span]:
    """The quotas that were loaded for people."""
    if direction not in ("up", "down"):
        raise QueryError(f"The definition of {asked.kpi} leaves open which way is better.", do="Use --levels matrices, whose rows say it.")
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute(
            """SELECT _source, member_id, valid_from, coalesce(valid_to, $ever), norm, base, target FROM levels
               WHERE member_kind = 'person' AND is_quota AND kpi = $kpi ORDER BY ALL""",
            {"kpi": asked.kpi, "ever": EVER},
        ).fetchall()
    return [Span((source, id), start, end, Aim(Direction(direction), *levels)) for source, id, start, end, *levels in rows]


def _agreed(ground: Ground, asked: Question) -> list[Span]:
    """The levels of people's matrices, for the days on which they were there."""
    from scoreline.state import services

    held = [matrix for matrix in services.matrices(ground.path, period=asked.period) if matrix.member.kind == "person"]
    there = [matrix for matrix in held if not attendance(ground).gone(matrix.member, matrix.period)]
    people = [proration(ground, matrix.member).matrix(matrix) for matrix in there]
    rows = [(matrix, matrix.row(asked.kpi)) for matrix in people]
    return [
        Span((matrix.member.source, matrix.member.id), matrix.period.start, matrix.period.end, aim_of(row.levels))
        for matrix, row in rows
        if row is not None and row.levels is not None
    ]


def _groups(ground: Ground, asked: Question, spans: Iterable[Span], months: list[Period]) -> dict[str, list[Held]]:
    """The people of each group with what they reached in the days of their levels, which whole months (or the period) must make up."""
    table = ground.run(Query((asked.kpi,), (query.cut("person"),), tuple(months)))
    homes, first_days = homes_of(ground, asked.by), hired(ground)
    edges = {month.start for month in months} | {month.end for month in months}
    names = {(item.source, item.id): item for item in members(ground, "person")}
    of: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        of[span.person].append(span)
    found: dict[str, list[Held]] = defaultdict(list)
    for key, all_ in of.items():
        who = names.get(key, Member("person", key[1], key[1], key[0]))
        ready = [span for span in all_ if span.start >= first_days.get(key, dt.date.min) + dt.timedelta(days=asked.ramp)]
        kept = _longest(ready or all_)
        facts = [table.series(asked.kpi, who)[place] for place, month in enumerate(months) if _within(month, kept)]
        fits = all({span.start, span.end} <= edges for span in kept)
        told = fits and all(fact.known and fact.value is not None for fact in facts)
        fact = decimal(sum((exact(fact.value) for fact in facts if fact.value is not None), Fraction(0))) if told else None
        found[home(homes, key, kept[-1].end - dt.timedelta(days=1))].append(Held(who, fact, _together(kept), in_ramp=not ready, fits=fits))
    return found


def _longest(spans: list[Span]) -> list[Span]:
    """Spans that do not overlap, in order of time: of those that begin on one day the longest."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end.toordinal())):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _within(month: Period, spans: list[Span]) -> bool:
    return any(span.start <= month.start and month.end <= span.end for span in spans)


def _together(spans: list[Span]) -> Aim | RangeLevels:
    """The levels of all spans added up. QueryError where some are ranges and others not."""
    ranges = [span.aim for span in spans if isinstance(span.aim, RangeLevels)]
    aims = [span.aim for span in spans if isinstance(span.aim, Aim)]
    if ranges and aims:
        raise QueryError(f"The levels of {spans[0].person[1]} are a range in some months only.", do="Look at each month apart.")
    return reduce(RangeLevels.plus, ranges) if ranges else reduce(Aim.plus, aims)
