"""Keeping disputes, each step with an entry of the audit trail; and reading them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreline.engine.facts import Fact, FactState
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.dispute_rules import refuse_opener, refuse_unnamed_record
from scoreline.planning.disputes import ENDS, Dispute, Kind, Record, Remark, Stand
from scoreline.planning.lifecycle import refuse_unnamed
from scoreline.state.access import session
from scoreline.state.audit import Writing, writing
from scoreline.state.setup import there
from scoreline.state.whose import of_member, of_period, same_period

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scoreline.state.models import StoredDispute

Step = Callable[[Dispute, Remark], Dispute]
"""What a remark makes of a dispute; it raises PeriodError where it may not be said."""


def open_dispute(workspace: Path, new: Dispute, *, text: str, managers: Collection[str], by: str | None = None) -> Dispute:
    """Keeps a new dispute.

    PeriodError where `by` is not the member, no record is named, or the same record of the same cell is in dispute.
    """
    with writing(workspace, by) as open_:
        refuse_unnamed(open_.by)
        refuse_opener(new, open_.by, managers)
        refuse_unnamed_record(new)
        for other in _read(open_.alias, new.period, ended=False):
            if other.cell == new.cell and (other.record, other.missing) == (new.record, new.missing):
                raise PeriodError(f"It is in dispute already, as number {other.number}.", where=new.about, do="Comment on that one.")
        head = _head(open_.alias, new)
        said = Remark(Kind.OPENING, open_.by, open_.at, text)
        _add(open_.alias, head, 0, said)
        made = _value(head)
        open_.note("dispute", made.where, after=made.plain, why=text)
    return made


def say(workspace: Path, number: int, kind: Kind, text: str, step: Step, *, by: str | None = None) -> Dispute:
    """Adds a remark to a dispute, as `step` allows. PeriodError where there is no such dispute, or the step refuses it."""
    from scoreline.state.models import StoredDispute

    with writing(workspace, by) as open_:
        refuse_unnamed(open_.by)
        head = StoredDispute.objects.using(open_.alias).filter(pk=number).first()
        if head is None:
            raise _unknown(number)
        old = _value(head)
        said = Remark(kind, open_.by, open_.at, text)
        made = step(old, said)
        head.status, head.settled_by = made.stand.value, made.settled_by
        head.save(using=open_.alias)
        _add(open_.alias, head, len(old.remarks), said)
        _note(open_, kind, old, made, text)
    return made


def disputes(workspace: Path, *, period: Period | None = None, ended: bool | None = None) -> tuple[Dispute, ...]:
    """The disputes by number; only those of exactly a period, or those that have ended or not, where it is told."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        return tuple(_read(alias, period, ended))


def dispute(workspace: Path, number: int) -> Dispute:
    """The dispute of that number. PeriodError where there is none."""
    if not there(workspace):
        raise _unknown(number)
    with session(workspace) as alias:
        from scoreline.state.models import StoredDispute

        head = StoredDispute.objects.using(alias).filter(pk=number).first()
        if head is None:
            raise _unknown(number)
        return _value(head)


def _unknown(number: int) -> PeriodError:
    return PeriodError(f"There is no dispute {number}.", do="List those there are: scoreline dispute list --all.")


def _read(alias: str, period: Period | None, ended: bool | None) -> Iterator[Dispute]:
    from scoreline.state.models import StoredDispute

    found: QuerySet[StoredDispute] = StoredDispute.objects.using(alias).order_by("pk").prefetch_related("remarks")
    if period:
        found = found.filter(**same_period(period))
    if ended is not None:
        over = [end.value for end in ENDS]
        found = found.filter(status__in=over) if ended else found.exclude(status__in=over)
    return map(_value, found)


def _head(alias: str, new: Dispute) -> StoredDispute:
    from scoreline.state.models import StoredDispute

    member, period, record = new.member, new.period, new.record or Record("", "")
    value = new.fact.value
    return StoredDispute.objects.using(alias).create(
        **of_member(member),
        **of_period(period),
        kpi=new.kpi, version=new.version, record_table=record.table, record_source=record.source, record_id=record.id,
        missing=new.missing, fact=None if value is None else Decimal(str(value)), fact_state=new.fact.state.value,
        mart_version=new.mart_version, status=new.stand.value, settled_by=new.settled_by,
    )  # fmt: skip


def _add(alias: str, head: StoredDispute, position: int, said: Remark) -> None:
    head.remarks.using(alias).create(dispute=head, position=position, kind=said.kind.value, by=said.by, at=said.at, text=said.text)


def _value(head: StoredDispute) -> Dispute:
    return Dispute(
        head.member,
        head.period,
        head.kpi,
        head.version,
        Record(head.record_table, head.record_id, head.record_source) if head.record_table else None,
        head.missing,
        Fact(head.fact, FactState(head.fact_state)),
        head.mart_version,
        head.pk,
        Stand(head.status),
        head.settled_by,
        tuple(Remark(Kind(one.kind), one.by, one.at, one.text) for one in sorted(head.remarks.all(), key=lambda one: one.position)),
    )


def _note(open_: Writing, kind: Kind, old: Dispute, made: Dispute, text: str) -> None:
    before: dict[str, Any] = {"stand": old.stand.value}
    after = {"stand": made.stand.value, "settled_by": made.settled_by, "remark": len(old.remarks)}
    open_.note(f"dispute {kind.value}", made.where, before=before, after=after, why=text)
