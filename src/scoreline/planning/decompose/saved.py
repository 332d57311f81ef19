"""Plans that were saved: the split goal with who each of its members is, as canonical JSON and back, and its fingerprint.

A plan holds amounts of the shortest periods it was split to. What a member is to reach in any longer one is the sum of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import PlanError
from scoreline.periods import Grain, Period
from scoreline.planning.decompose.plan import Goal, Plan
from scoreline.planning.decompose.slices import Span, Times
from scoreline.planning.decompose.tree import Tree
from scoreline.planning.fingerprint import canonical, number, sha256, whose
from scoreline.planning.planned import Planned

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Draft:
    """A split goal that may be saved: who each of its members is, in the order of its tree, and what was asked for (JSON's own kinds)."""

    plan: Plan
    who: tuple[Member, ...]
    asked: Mapping[str, Any]

    @property
    def label(self) -> str:
        """How people call it: revenue of Company, 2026."""
        return f"{self.plan.goal.kpi} of {self.who[0].name}, {self.plan.times.whole.label}"

    @cached_property
    def places(self) -> dict[Key, str]:
        """The name in the tree of each member."""
        return {member.key: name for member, name in zip(self.who, self.plan.members.keys, strict=True)}

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of all amounts and whose they are."""
        whole = self.plan.times.whole
        members = [
            [member.kind, member.source, member.id, parent] for member, parent in zip(self.who, self.plan.members.parents, strict=True)
        ]
        goal = {"kpi": self.plan.goal.kpi, "step": number(self.plan.goal.step), **whose(self.who[0], whole)}
        return sha256(canonical({"goal": goal, "times": times_plain(self.plan.times), "members": members, "amounts": amounts(self.plan)}))


@dataclass(frozen=True)
class SavedPlan(Draft):
    """A saved version of a plan, and who saved it when, and why. `origin` is the name of its file."""

    version: int
    at: dt.datetime
    by: str
    reason: str
    origin: str


def level(plans: Iterable[SavedPlan], kpi: str, member: Member, period: Period) -> Planned:
    """What a member is to reach in a period by the newest version of a plan that has it.

    Of several plans that of the shortest time holds, then the one that was saved last. PlanError where there is none, or none is split
    as far as the period.
    """
    where = f"{kpi} of {member.name}, {period.label}"
    held = [
        plan
        for plan in plans
        if plan.plan.goal.kpi == kpi and plan.plan.times.whole.start <= period.start and period.end <= plan.plan.times.whole.end
    ]
    if not held:
        raise PlanError("No saved plan covers it.", where=where, do="Save one with: scoreline plan apply FILE.")
    having = [plan for plan in held if member.key in plan.places]
    if not having:
        shown = ", ".join(plan.label for plan in held)
        raise PlanError(f"The member is not in {shown}.", where=where, do="Split the goal down to that member, and save it anew.")
    plan = min(having, key=lambda one: ((one.plan.times.whole.end - one.plan.times.whole.start), -one.at.timestamp())).plan
    name = next(one for one in having if one.plan is plan).places[member.key]
    try:
        return Planned(plan.amount(name, Span(period.label, period.start, period.end, period.grain)), plan.goal.step)
    except PlanError as problem:
        raise PlanError(problem.what, where=where, do=problem.do) from None


def amounts(plan: Plan) -> list[list[int]]:
    """Every member's amounts in the shortest periods, in smallest units."""
    leaves = plan.times.tree.leaves
    return [[row[leaf] for leaf in leaves] for row in plan.values]


def times_plain(times: Times) -> list[list[Any]]:
    """The periods in JSON's own kinds: each one's label, parent, first day, first day after, and length; the whole first."""
    return [
        [span.label, parent, span.start.isoformat(), span.end.isoformat(), span.grain.value]
        for span, parent in zip(times.spans, times.tree.parents, strict=True)
    ]


def plan_from(
    goal: Goal, whole: Period, times: Sequence[Sequence[Any]], members: Sequence[tuple[str, int]], held: Sequence[Sequence[int]]
) -> Plan:
    """The plan of that form: members by name and parent, `held` their amounts in the shortest periods."""
    tree = Tree(tuple(label for label, *_ in times), tuple(parent for _, parent, *_ in times))
    spans = tuple(
        Span(label, dt.date.fromisoformat(start), dt.date.fromisoformat(end), Grain(length)) for label, _, start, end, length in times
    )
    values = []
    for row in held:
        cells = [0] * len(spans)
        for leaf, amount in zip(tree.leaves, row, strict=True):
            cells[leaf] = amount
        for node in range(len(spans) - 1, 0, -1):
            cells[tree.parents[node]] += cells[node]
        values.append(cells)
    people = Tree(tuple(name for name, _ in members), tuple(parent for _, parent in members))
    return Plan(goal, people, Times(whole, tree, spans), values)


def told(value: Any) -> Any:
    """A value of a plan file in JSON's own kinds: exact numbers and days as texts."""
    match value:
        case Mapping():
            return {str(name): told(item) for name, item in value.items()}
        case list() | tuple():
            return [told(item) for item in value]
        case None | bool() | int() | str():
            return value
        case Decimal():
            return number(value)
    return str(value)
