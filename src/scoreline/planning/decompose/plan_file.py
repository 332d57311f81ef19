"""Plan files: YAML to the goal, the methods and the pins that a plan is asked for with.

goal: {kpi: revenue, period: 2026, amount: 12000000}
time: {to: month, method: seasonality}
members: {levels: [region, team, person], method: last year}
pins:
  - {member: Anna Snelling, period: 2026-Q1, amount: 100000}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scoreline.errors import PlanError, ScorelineError
from scoreline.periods import GREGORIAN, Calendar, Grain, Period, parse
from scoreline.planning.decompose.plan_fields import Block
from scoreline.yaml_lines import load

OVER_TIME = ("seasonality", "working days", "even", "by hand")
OVER_MEMBERS = ("last year", "head count", "potential", "even", "by hand")
ABSENCES = ("carry nothing", "ignore")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_YEARS = 10
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class TimeAsked:
    """How a goal is split over time. `phases` stand in place of the calendar's periods: name, first day, first day after."""

    to: Grain
    method: str
    years: int
    holidays: str
    weekend: tuple[int, ...]
    closed: tuple[dt.date, ...]
    weights: Mapping[str, Decimal]
    phases: tuple[tuple[str, dt.date, dt.date], ...]


@dataclass(frozen=True)
class MembersAsked:
    """How a goal is split over members. Without levels, all that the company has. `absences`: who is on leave carries nothing then."""

    levels: tuple[str, ...]
    roles: tuple[str, ...]
    method: str
    weights: Mapping[str, Decimal]
    joiners: Mapping[str, dt.date]
    ramp: tuple[Fraction, ...]
    absences: bool


@dataclass(frozen=True)
class PinAsked:
    """A pinned amount: of a member in a period; without a member of whoever stands at the top, without a period of the whole."""

    member: str
    period: str
    amount: Decimal
    block: Block


@dataclass(frozen=True)
class PlanAsked:
    """A plan file as it was read. `unit` is the smallest step of the amounts, where the file says one."""

    kpi: str
    member: str
    period: Period
    amount: Decimal
    unit: Decimal | None
    time: TimeAsked
    members: MembersAsked
    pins: tuple[PinAsked, ...]
    file: Block


def read_plan(path: Path, calendar: Calendar = GREGORIAN) -> PlanAsked:
    """What a plan file asks for, in periods of that calendar. PlanError, naming the line, where it cannot be read."""
    data, lines = load(path, PlanError)
    if not isinstance(data, dict):
        raise PlanError("The file has no goal.", where=path.name, do="Begin with goal:, then kpi:, period: and amount: below it.")
    file = Block(lines, data)
    file.only("goal", "time", "members", "pins")
    goal = file.block("goal")
    goal.only("kpi", "member", "period", "amount", "unit")
    try:
        period = parse(goal.text("period"), calendar)
    except PlanError:
        raise
    except ScorelineError as problem:
        raise goal.placed(problem, "period") from None
    unit = goal.number("unit") if "unit" in goal.data else None
    if unit is not None and unit <= 0:
        raise goal.wrong(f"The unit is {unit}.", "Write a number above 0, as 0.01.", "unit")
    return PlanAsked(
        goal.text("kpi"),
        goal.text("member", ""),
        period,
        goal.number("amount"),
        unit,
        _time(file.block("time")),
        _members(file.block("members")),
        tuple(_pin(block) for block in file.blocks("pins")),
        file,
    )


def _time(block: Block) -> TimeAsked:
    block.only("to", "method", "years", "holidays", "weekend", "closed", "weights", "periods")
    weights = block.numbers("weights")
    method = block.choice("method", OVER_TIME, "by hand" if weights else "seasonality")
    if weights and method != "by hand":
        raise block.wrong(f"The method {method} takes no weights.", "Take them out, or write method: by hand.", "weights")
    weekend = tuple(WEEKDAYS.index(_weekday(block, place, day)) for place, day in enumerate(block.items("weekend")))
    return TimeAsked(
        Grain(block.choice("to", [grain.value for grain in Grain][:-1], "month")),
        method,
        block.count("years", 1, MOST_YEARS),
        block.text("holidays", ""),
        weekend if "weekend" in block.data else (5, 6),
        tuple(block.days("closed")),
        weights,
        tuple(_phase(phase) for phase in block.blocks("periods")),
    )


def _weekday(block: Block, place: int, day: object) -> str:
    if day not in WEEKDAYS:
        raise block.wrong(f'"{day}" is no day of the week.', f"Known: {', '.join(WEEKDAYS)}.", "weekend", place)
    return str(day)


def _phase(block: Block) -> tuple[str, dt.date, dt.date]:
    block.only("name", "from", "to")
    return block.text("name"), block.day(block.data.get("from"), "from"), block.day(block.data.get("to"), "to") + _DAY


def _members(block: Block) -> MembersAsked:
    block.only("levels", "roles", "method", "weights", "joiners", "ramp", "absences")
    joiners = block.block("joiners")
    return MembersAsked(
        tuple(str(level) for level in block.items("levels")),
        tuple(str(role) for role in block.items("roles")),
        block.choice("method", OVER_MEMBERS, "last year"),
        block.numbers("weights"),
        {name: joiners.day(day, name) for name, day in joiners.data.items()},
        tuple(_percent(block, place, value) for place, value in enumerate(block.items("ramp"))),
        block.choice("absences", ABSENCES, ABSENCES[0]) == ABSENCES[0],
    )


def _percent(block: Block, place: int, value: object) -> Fraction:
    number = block.decimal(value, "ramp", place) if isinstance(value, int | Decimal) else Decimal(-1)
    if not 0 <= number <= 100:
        raise block.wrong(f"{value} is no percentage from 0 to 100.", "Write ramp: [25, 50, 75].", "ramp", place)
    return Fraction(number) / 100


def _pin(block: Block) -> PinAsked:
    block.only("member", "period", "amount")
    return PinAsked(block.text("member", ""), block.text("period", ""), block.number("amount"), block)
