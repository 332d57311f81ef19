"""Saving plans, whole or not at all, each version beside those before; and reading them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreline.engine.members import Member
from scoreline.errors import AuditError, PlanError
from scoreline.periods import Period
from scoreline.planning.decompose.plan import Goal
from scoreline.planning.decompose.saved import Draft, SavedPlan, amounts, plan_from, times_plain
from scoreline.planning.fingerprint import canonical, number
from scoreline.planning.lifecycle import refuse_unnamed
from scoreline.state.access import session
from scoreline.state.audit import Writing, writing
from scoreline.state.setup import there
from scoreline.state.whose import of_member, of_period, same_member, same_period

if TYPE_CHECKING:
    from scoreline.state.models import StoredPart, StoredPlan

_CHUNK = 2000


@dataclass(frozen=True)
class PlanHead:
    """What a list says of a saved version: its KPI, top, time, amount, and who saved it."""

    kpi: str
    top: Member
    period: Period
    version: int
    amount: Decimal
    at: dt.datetime
    by: str
    reason: str
    origin: str
    fingerprint: str


def apply(workspace: Path, draft: Draft, *, over: int, reason: str, by: str | None = None, origin: str = "") -> SavedPlan:
    """Saves a plan as the next version of that goal (KPI, whoever stands at the top, time).

    `over` is the newest version that was looked at, 0 where there was none. PlanError where there is another by now, nothing differs
    from it, or no reason is given; PeriodError where it is not known who saves it.
    """
    if not reason.strip():
        raise PlanError("A plan needs a reason.", where=draft.label, do="Say it with --reason TEXT.")
    with writing(workspace, by) as open_:
        from scoreline.state.models import StoredPart

        refuse_unnamed(open_.by)
        last = _heads(open_.alias, kpi=draft.plan.goal.kpi, top=draft.who[0], period=draft.plan.times.whole).last()
        there_is = last.version if last else 0
        if over > there_is:
            has = f"the newest is version {there_is}" if last else "none is saved"
            raise PlanError(f"There is no version {over}: {has}.", where=draft.label, do=f"Give the newest: --over {there_is}.")
        if last and over < there_is:
            who = f"{last.by} saved version {there_is} meanwhile"
            raise PlanError(
                f"You looked at version {over}, but {who}.", where=draft.label, do="Look at what moves against it, and try again."
            )
        if last and last.fingerprint == draft.fingerprint:
            raise PlanError(f"It is the same as version {over}.", where=draft.label, do="There is nothing to save.")
        head = _head(open_, draft, over + 1, reason, origin)
        head.save(using=open_.alias)
        StoredPart.objects.using(open_.alias).bulk_create(_parts(head, draft), batch_size=_CHUNK)
        open_.note("plan", f"the plan of {draft.label}", before=last and _told(last), after=_told(head), why=reason)
    return SavedPlan(draft.plan, draft.who, draft.asked, head.version, head.at, head.by, reason, origin)


def heads(workspace: Path) -> tuple[PlanHead, ...]:
    """All saved versions, by KPI, time and version."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        return tuple(
            PlanHead(
                one.kpi, one.member, one.period, one.version, one.amount, one.at, one.by, one.reason, one.origin, one.fingerprint
            )
            for one in _heads(alias)
        )  # fmt: skip


def newest(workspace: Path, *, kpi: str | None = None, top: Member | None = None, period: Period | None = None) -> tuple[SavedPlan, ...]:
    """The newest version of every plan; only of a KPI, of who stands at the top, or of exactly that time, where one is given."""
    return tuple({(one.kpi, *one.member.key, one.starts_on, one.grain): plan for one, plan in _read(workspace, kpi, top, period)}.values())


def version(workspace: Path, kpi: str, top: Member, period: Period, number: int) -> SavedPlan | None:
    """One saved version of a plan; None where there is no such."""
    return next((plan for _, plan in _read(workspace, kpi, top, period, number)), None)


def _read(
    workspace: Path, kpi: str | None, top: Member | None, period: Period | None, number: int | None = None
) -> Iterator[tuple[StoredPlan, SavedPlan]]:
    if not there(workspace):
        return
    with session(workspace) as alias:
        last = {}
        for one in _heads(alias, kpi=kpi, top=top, period=period):
            if number in (None, one.version):
                last[one.kpi, *one.member.key, one.starts_on, one.grain] = one
        for one in last.values():
            yield one, _plan(one)


def _heads(alias: str, kpi: str | None = None, top: Member | None = None, period: Period | None = None) -> Any:
    from scoreline.state.models import StoredPlan

    found = StoredPlan.objects.using(alias).order_by("kpi", "starts_on", "grain", "member_kind", "member_source", "member_id", "version")
    if kpi:
        found = found.filter(kpi=kpi)
    if top:
        found = found.filter(**same_member(top))
    return found.filter(**same_period(period)) if period else found


def _plan(head: StoredPlan) -> SavedPlan:
    """The version that a head and its parts hold. AuditError where they are not what was saved."""
    names = ("name", "parent", "amounts", "member_kind", "member_name", "member_id", "member_source")
    rows = list(head.parts.order_by("position").values_list(*names))
    plan = plan_from(
        Goal(head.kpi, head.amount, head.step),
        head.period,
        json.loads(head.times),
        [(name, parent) for name, parent, *_ in rows],
        [json.loads(held) for _, _, held, *_ in rows],
    )
    who = tuple(Member(kind, name, id, source) for *_, kind, name, id, source in rows)
    found = SavedPlan(plan, who, json.loads(head.asked), head.version, head.at, head.by, head.reason, head.origin)
    if found.fingerprint != head.fingerprint:
        raise AuditError(
            "Its amounts are not those that were saved.", where=f"{found.label}, version {head.version}", do="Ask who changed it."
        )
    return found


def _head(open_: Writing, draft: Draft, version: int, reason: str, origin: str) -> StoredPlan:
    from scoreline.state.models import StoredPlan

    top, whole, goal = draft.who[0], draft.plan.times.whole, draft.plan.goal
    return StoredPlan(
        kpi=goal.kpi, **of_member(top), **of_period(whole),
        version=version, at=open_.at, by=open_.by, reason=reason, origin=origin, amount=goal.amount, step=goal.step,
        asked=canonical(draft.asked), times=canonical(times_plain(draft.plan.times)), fingerprint=draft.fingerprint,
    )  # fmt: skip


def _parts(head: StoredPlan, draft: Draft) -> list[StoredPart]:
    from scoreline.state.models import StoredPart

    members = draft.plan.members
    rows = zip(draft.who, members.keys, members.parents, amounts(draft.plan), strict=True)
    return [
        StoredPart(
            plan=head, position=position, parent=parent, name=name, amounts=canonical(held), **of_member(member),
        )
        for position, (member, name, parent, held) in enumerate(rows)
    ]  # fmt: skip


def _told(head: StoredPlan) -> dict[str, Any]:
    """What the audit trail says of a version: all that was asked for, and the fingerprint of every amount, which stay beside."""
    return {
        "version": head.version,
        "amount": number(head.amount),
        "asked": json.loads(head.asked),
        "fingerprint": head.fingerprint,
        "reason": head.reason,
    }
