"""Late data of a closed period that counts in a later one, in place of a restatement.

The difference is taken out of the closed period's figure of today and put into that of the open one, so that together they are what the
data says, and nothing counts twice. Only facts that add up over time can be carried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period


@dataclass(frozen=True)
class Carry:
    """An amount, in the KPI's unit, of a member's fact that moved from a closed period into an open one.

    `version` is that of the closing whose figure it leaves as it is, `mart_version` the data that told the difference.
    """

    member: Member
    kpi: str
    source: Period
    into: Period
    amount: Decimal
    version: int
    mart_version: int | None
    reason: str
    by: str = ""
    at: dt.datetime = dt.datetime.min


@dataclass(frozen=True)
class Moved:
    """What came into one fact of a period, and what went out of it."""

    came: tuple[Carry, ...] = ()
    went: tuple[Carry, ...] = ()

    @property
    def out(self) -> Decimal:
        """The sum of what went out."""
        return sum((one.amount for one in self.went), Decimal(0))

    @property
    def net(self) -> Decimal:
        """What came less what went."""
        return sum((one.amount for one in self.came), Decimal(0)) - self.out


Key = tuple[tuple[str, str, str], str]
"""A member's key and a KPI."""


def moved(carries: Iterable[Carry], when: Period) -> dict[Key, Moved]:
    """By member and KPI, what came into a period and went out of it."""
    found: dict[Key, Moved] = {}
    for one in carries:
        key = (one.member.key, one.kpi)
        old = found.get(key, Moved())
        if _same(one.into, when):
            found[key] = Moved((*old.came, one), old.went)
        elif _same(one.source, when):
            found[key] = Moved(old.came, (*old.went, one))
    return found


def corrected(fact: Fact, amount: Decimal) -> Fact:
    """The fact with an amount added. A partial one stays partial; where there is no value, nothing can be added."""
    if not amount or not (fact.known or fact.value is not None):
        return fact
    value = number(fact) + amount
    if not fact.known:
        return Fact(value, fact.state)
    return Fact(value, FactState.VALUE if value else FactState.ZERO)


def all_corrected(facts: Mapping[str, Fact], by_kpi: Mapping[str, Moved]) -> dict[str, Fact]:
    """Facts with what came into them and without what went out of them."""
    return {kpi: corrected(fact, by_kpi[kpi].net) if kpi in by_kpi else fact for kpi, fact in facts.items()}


def number(fact: Fact) -> Decimal:
    """The value of a fact as a decimal; 0 where there was nothing."""
    return fact.value if isinstance(fact.value, Decimal) else Decimal(str(fact.value or 0))


def refuse_direction(source: Period, into: Period) -> None:
    """PeriodError where a correction would not go from a period into a later one of the same length."""
    where = f"{source.label} into {into.label}"
    if source.grain is not into.grain:
        raise PeriodError(f"They are a {source.grain} and a {into.grain}.", where=where, do="Carry it into a period of the same kind.")
    if into.start <= source.start:
        raise PeriodError("A correction is carried forward.", where=where, do="Name a later period with --into.")


def refuse_lost(when: Period, came: Iterable[Carry], known: Iterable[Key]) -> None:
    """PeriodError where what was carried into a period finds no fact that it could be added to. `known` are the facts that are."""
    held = set(known)
    lost = [one for one in came if (one.member.key, one.kpi) not in held]
    if lost:
        named = ", ".join(f"{one.amount:f} of {one.kpi} of {one.member.name} from {one.source.label}" for one in lost)
        raise PeriodError(
            f"Corrections would be lost: {named}.", where=when.label, do="Keep those rows in the matrix, with a fact, before it is closed."
        )


def _same(one: Period, other: Period) -> bool:
    return (one.grain, one.start) == (other.grain, other.start)
