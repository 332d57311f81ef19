"""A plan: what each member is to reach in each period, in decimals; and what moves from one plan to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoreline.errors import PlanError, nearest
from scoreline.planning.decompose.slices import Span, Times
from scoreline.planning.decompose.split import Values
from scoreline.planning.decompose.tree import Tree


@dataclass(frozen=True)
class Goal:
    """What is to be reached: a KPI, an amount in its unit, and the smallest step of it (0.01 for money, 1 for counts)."""

    kpi: str
    amount: Decimal
    step: Decimal

    def units(self, amount: Decimal) -> int:
        """An amount in smallest units. PlanError where it is no whole number of them."""
        found = amount / self.step
        if found != found.to_integral_value():
            raise PlanError(f"{amount} is no multiple of {self.step}.", do="Round it, or name a smaller unit.")
        return int(found)


@dataclass(frozen=True)
class Move:
    """One amount that differs: of a member in a period, before and after; None where a plan has no such cell."""

    member: str
    period: str
    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal:
        """How much more it is than before."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True)
class Plan:
    """A goal split over members and periods. `values` has a row a member and a column a period, in smallest units."""

    goal: Goal
    members: Tree
    times: Times
    values: Values

    def amount(self, member: str, span: Span | None = None) -> Decimal:
        """A member's amount in a span of days; by default in all. PlanError where the plan has no such member or no such days."""
        row = self.values[self._node(member)]
        leaves = self.times.within(span.start, span.end) if span else [0]
        return sum(row[leaf] for leaf in leaves) * self.goal.step

    def around(self, member: str) -> list[str]:
        """A member and those right below. PlanError where the plan has no such member."""
        node = self._node(member)
        return [member, *(self.members.keys[child] for child in self.members.children[node])]

    def _node(self, member: str) -> int:
        if member not in self.members.numbers:
            raise PlanError(f'There is no "{member}" in the plan. {nearest(member, self.members.keys)}'.strip(), do="Name one that is.")
        return self.members.numbers[member]

    def amounts(self, member: str, spans: Sequence[Span]) -> list[Decimal | None]:
        """A member's amounts in some spans; None where the plan does not have the member or is not made of such days."""
        row = self.values[self.members.numbers[member]] if member in self.members.numbers else None
        found = list[Decimal | None]()
        for span in spans:
            leaves = self.times.leaves_of(span.start, span.end) if row else None
            found.append(sum(row[leaf] for leaf in leaves) * self.goal.step if row and leaves else None)
        return found


def places(step: Decimal, amounts: Iterable[Decimal | None]) -> int:
    """The decimals that show amounts exactly: those of the smallest unit, or none where no amount has any."""
    if all(amount is None or amount == amount.to_integral_value() for amount in amounts):
        return 0
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def moves(before: Plan, after: Plan, spans: Sequence[Span]) -> list[Move]:
    """What moves in these spans where `after` takes the place of `before`: the amounts that differ, those of members that go last."""
    gone = [key for key in before.members.keys if key not in after.members.numbers]
    found = []
    for member in (*after.members.keys, *gone):
        pairs = zip(spans, before.amounts(member, spans), after.amounts(member, spans), strict=True)
        found += [Move(member, span.label, old, new) for span, old, new in pairs if old != new]
    return found
