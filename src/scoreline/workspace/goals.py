"""A goal split as a plan file asks, over the company's people and by its own history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from scoreline.errors import PlanError, ScorelineError
from scoreline.periods import between
from scoreline.planning.decompose import sharing, timing
from scoreline.planning.decompose.bounds import Cell, Names
from scoreline.planning.decompose.plan import Goal, Plan
from scoreline.planning.decompose.plan_file import PlanAsked, read_plan
from scoreline.planning.decompose.saved import Draft, told
from scoreline.planning.decompose.slices import Times, of_calendar, of_phases
from scoreline.planning.decompose.split import Question, split
from scoreline.planning.decompose.workdays import public_holidays, working_days
from scoreline.workspace.answers import trends
from scoreline.workspace.crew import Crew, crew, last_year
from scoreline.workspace.ground import Ground


def split_goal(ground: Ground, path: Path) -> Plan:
    """The plan that a file asks for. PlanError, naming file, line, member or period, where it cannot be made."""
    return draft(ground, path).plan


def draft(ground: Ground, path: Path) -> Draft:
    """The plan that a file asks for, with who its members are, as it may be saved."""
    asked = read_plan(path, ground.settings.business_calendar)
    goal = _goal(ground, asked)
    times = _placed(asked, "time", lambda: _times(asked))
    people = _placed(asked, "members", lambda: crew(ground, asked))
    pins = _pins(asked, goal, people, times)
    question = Question(
        goal.units(asked.amount),
        people.tree,
        times.tree,
        _placed(asked, "members", lambda: _member_weights(ground, asked, goal, people)),
        _placed(asked, "time", lambda: _time_weights(ground, asked, goal, people, times)),
        pins,
        _ramps(asked, people, times),
    )
    names = Names(people.tree, times.tree, lambda units: f"{units * goal.step:,}")
    try:
        plan = Plan(goal, people.tree, times, split(question, names))
    except PlanError as problem:
        places = (problem.where, problem.what)
        blamed = (pin.block for text in places for pin, cell in zip(asked.pins, pins, strict=True) if names.cell(cell) in text)
        raise next(blamed, asked.file.block("goal")).placed(problem) from None
    return Draft(plan, tuple(people.who[name] for name in people.tree.keys), told(asked.file.data))


def _goal(ground: Ground, asked: PlanAsked) -> Goal:
    """The goal. PlanError for an unknown KPI, and for one whose values do not add up."""
    file = asked.file.block("goal")
    try:
        kpi = ground.registry.kpi(asked.kpi)
        goal = Goal(kpi.id, asked.amount, asked.unit or Decimal("0.01" if kpi.unit == "money" else 1))
        goal.units(asked.amount)
    except ScorelineError as problem:
        raise file.placed(problem, "kpi") from None
    if not ground.registry.additive(kpi.id):
        what = f"{kpi.title} does not add up over time and members, so that it has no parts."
        raise file.wrong(what, "Split a sum or a count, and agree levels of this one for each period.", "kpi")
    return goal


def _times(asked: PlanAsked) -> Times:
    return of_phases(asked.period, asked.time.phases) if asked.time.phases else of_calendar(asked.period, asked.time.to)


def _ramps(asked: PlanAsked, people: Crew, times: Times) -> dict[int, sharing.Weights]:
    """How much those count when who are not there in full all the time."""
    free = _free(asked)

    def works(day: dt.date) -> bool:
        return day.weekday() not in asked.time.weekend and day not in free

    found = {}
    for name in people.joining.keys() | people.away.keys():
        first = people.joining.get(name)
        counted = sharing.presence(times, first, asked.members.ramp if first else (), people.away.get(name, ()), works)
        if any(factor != 1 for factor in counted):
            found[people.tree.numbers[name]] = counted
    return found


def _free(asked: PlanAsked) -> set[dt.date]:
    """The public holidays and the company's own days off."""
    years = range(asked.period.start.year, asked.period.last_day.year + 1)
    return {*(public_holidays(asked.time.holidays, years) if asked.time.holidays else ()), *asked.time.closed}


def _time_weights(ground: Ground, asked: PlanAsked, goal: Goal, people: Crew, times: Times) -> timing.Weights:
    way = asked.time
    if way.method == "even":
        return timing.even(times)
    if way.method == "by hand":
        return timing.by_hand(times, way.weights)
    years = range(asked.period.start.year, asked.period.last_day.year + 1)
    off = public_holidays(way.holidays, years) if way.holidays else ()
    worked = working_days(times, off=off, closed=way.closed, weekend=way.weekend)
    if way.method == "working days":
        return timing.by_days(times, worked)
    return timing.by_season(times, _history(ground, goal, people, times, way.years), worked)


def _history(ground: Ground, goal: Goal, people: Crew, times: Times, years: int) -> dict[int, list[Decimal]]:
    """The facts of the same periods in the years before, of whoever stands at the top. PlanError where one is not known."""
    sought = {node: timing.before(times, node, years) for node in timing.seasons(times)}
    periods = sorted({period for found in sought.values() for period in found})
    if not periods:
        return {node: [] for node in sought}
    row = list(between(periods[0].start, periods[-1].end, periods[0].grain, times.whole.calendar))
    facts = trends(ground, people.who[people.tree.keys[0]], [goal.kpi], row[-1], len(row))[goal.kpi]
    held = dict(zip(row, facts, strict=True))
    found: dict[int, list[Decimal]] = {}
    for node, wanted in sought.items():
        for period in wanted:
            fact = held[period]
            if not fact.known or fact.value is None:
                what = f"{goal.kpi} of {period.label}, its season a year before, is not known."
                raise PlanError(what, where=times.spans[node].label, do="Load that time, take another method, or fewer years.")
        found[node] = [Decimal(str(held[period].value)) for period in wanted]
    return found


def _member_weights(ground: Ground, asked: PlanAsked, goal: Goal, people: Crew) -> sharing.Weights:
    way = asked.members
    match way.method:
        case "even":
            return sharing.even(people.tree)
        case "head count":
            return sharing.head_count(people.tree)
        case "by hand":
            return sharing.by_hand(people.tree, way.weights)
        case "potential":
            return sharing.by_amounts(people.tree, way.weights, "The potential")
    before = asked.period.year_before()
    if before is None:
        raise PlanError(f"{asked.period.label} has no year before.", do="Choose another method.")
    done = last_year(ground, goal.kpi, people, before)
    return sharing.by_amounts(people.tree, {**done, **way.weights}, f"{goal.kpi} of {before.label}")


def _pins(asked: PlanAsked, goal: Goal, people: Crew, times: Times) -> dict[Cell, int]:
    """The pinned cells. PlanError for an unknown member, a period outside the plan, and a cell that is pinned twice."""
    found: dict[Cell, int] = {}
    for pin in asked.pins:
        who, when = pin.member or people.tree.keys[0], pin.period or times.tree.keys[0]
        if when not in times.tree.numbers:
            raise pin.block.wrong(f'"{when}" is no period of the plan of {asked.period.label}.', _near(when, times), "period")
        try:
            sharing.known(people.tree, {who: None})
            cell, units = (people.tree.numbers[who], times.tree.numbers[when]), goal.units(pin.amount)
        except PlanError as problem:
            raise pin.block.placed(problem) from None
        if cell in found:
            raise pin.block.wrong(f"{who} in {when} is pinned twice.", "Keep one of the pins.")
        found[cell] = units
    return found


def _near(label: str, times: Times) -> str:
    """What to do about a period that is not in the plan: the parts of a week that has two, or some that there are."""
    parts = [key for key in times.tree.keys if key.startswith(f"{label} in ")]
    shown = ", ".join(parts or times.tree.keys[1:9])
    return f"Pin {shown}." if parts else f"It has {shown}{' and others' if len(times.tree.keys) > 9 else ''}."


Found = TypeVar("Found")


def _placed(asked: PlanAsked, block: str, make: Callable[[], Found]) -> Found:
    """What `make` gives; an error of its gets the place of a block of the file before its own."""
    try:
        return make()
    except ScorelineError as problem:
        raise asked.file.placed(problem, block) from None
