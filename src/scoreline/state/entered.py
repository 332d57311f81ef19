"""Facts entered by hand, and decisions about facts that are missing, each with its evidence or reason and its author."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.fingerprint import number
from scoreline.planning.lifecycle import refuse_unnamed
from scoreline.state.access import session
from scoreline.state.audit import writing
from scoreline.state.closings import refuse_closed
from scoreline.state.setup import there
from scoreline.state.whose import same_member, same_period

_ALLOWED = (FactState.VALUE, FactState.ZERO, FactState.NOT_APPLICABLE)
Key = tuple[str, str, str, str]
"""A member's kind, source and id in order, and a KPI."""


@dataclass(frozen=True)
class Entered:
    """One fact with its evidence, who entered it, and the name of the member."""

    fact: Fact
    evidence: str
    by: str


def enter(workspace: Path, member: Member, period: Period, kpi: str, fact: Fact, *, evidence: str, by: str | None = None) -> None:
    """Keeps a fact for a member's row: a value, a zero, or that it does not apply. One entered before is replaced.

    PeriodError without evidence or a reason, for what is no number, and where the period is closed.
    """
    where = f"{kpi} of {member.name}, {period.label}"
    if fact.state not in _ALLOWED:
        raise PeriodError(f"A fact cannot be entered as {fact.state}.", where=where, do="Enter a value, zero, or not applicable.")
    if fact.state is FactState.VALUE and not _is_number(fact.value):
        raise PeriodError(f"A fact cannot be {fact.value}.", where=where, do="Write digits and a decimal point: 12500.50.")
    if not evidence.strip():
        raise PeriodError("It says neither where the fact comes from nor why.", where=where, do="Say it with --evidence TEXT.")
    with writing(workspace, by) as open_:
        from scoreline.state.models import EnteredFact

        refuse_unnamed(open_.by)
        refuse_closed(open_.alias, [period])
        key = same_member(member) | same_period(period) | {"kpi": kpi}
        rows = EnteredFact.objects.using(open_.alias)
        old = rows.filter(**key).first()
        values = {"member_name": member.name, "state": fact.state.value, "value": fact.value, "evidence": evidence}
        rows.update_or_create(**key, defaults={**values, "by": open_.by, "at": open_.at})
        before = old and {"state": old.state, "value": number(old.value), "evidence": old.evidence, "by": old.by}
        value = None if fact.value is None else str(fact.value)
        open_.note("fact", where, before=before, after={"state": fact.state.value, "value": value}, why=evidence)


def _is_number(value: Decimal | float | None) -> bool:
    """Whether it is one that can be scored: neither none, nor infinite, nor larger than a float holds."""
    return value is not None and Decimal(value).is_finite() and math.isfinite(value)


def entered(workspace: Path, period: Period) -> Mapping[Key, Entered]:
    """The facts entered for exactly that period."""
    if not there(workspace):
        return {}
    with session(workspace) as alias:
        from scoreline.state.models import EnteredFact

        rows = EnteredFact.objects.using(alias).filter(**same_period(period))
        return {
            (row.member_kind, row.member_source, row.member_id, row.kpi): Entered(
                Fact(row.value, FactState(row.state)), row.evidence, row.by
            )
            for row in rows
        }
