"""Saving pay-outs, all or none; and reading them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.fingerprint import canonical
from scoreline.planning.lifecycle import refuse_unnamed
from scoreline.scoring import scheme as schemes
from scoreline.scoring.payout import Payout, refuse_again, refuse_open
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.settlement import Cause
from scoreline.scoring.statement import Statement
from scoreline.state import payslips
from scoreline.state.access import session
from scoreline.state.audit import Writing, writing
from scoreline.state.closings import MovedError
from scoreline.state.services import wanted
from scoreline.state.setup import there
from scoreline.state.whose import of_member, of_period, same_period

if TYPE_CHECKING:
    from scoreline.state.models import StoredPayout


def save(
    workspace: Path, made: Sequence[tuple[Statement, Scheme]], *, at: int, origin: str = "", by: str | None = None
) -> tuple[Payout, ...]:
    """Saves the statements of a closed period, each with its rules.

    `at` is the trail's newest entry when they were worked out: MovedError where there is a newer one by now. IncentiveError where a
    period is open, or somebody was paid for it already. PeriodError where it is not known who saves them.
    """
    statements = [statement for statement, _ in made]
    refuse_open(statements)
    with writing(workspace, by) as open_:
        from scoreline.state.models import StoredPayout

        refuse_unnamed(open_.by)
        if statements:
            refuse_again(statements, list(_read(open_.alias, after=min(one.period.start for one in statements))))
        if open_.begun != at:
            raise MovedError("The state changed while the pay was worked out.", do="Try again.")
        closing = _closings(open_.alias, statements)
        heads = [_head(open_, statement, scheme, origin, closing[_stands_on(statement)]) for statement, scheme in made]
        StoredPayout.objects.using(open_.alias).bulk_create(heads)
        for head, (statement, scheme) in zip(heads, made, strict=True):
            _correct(open_, head, statement)
            _note(open_, statement, scheme, origin)
        keys = {statement.member.key for statement in statements}
        return tuple(one for one in _read(open_.alias, statements[0].period) if one.statement.member.key in keys) if made else ()


def payouts(workspace: Path, *, member: Member | None = None, period: Period | None = None) -> tuple[Payout, ...]:
    """The saved pay-outs, by period and person; only those of a person, or of a period, where one is given."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        return tuple(_read(alias, period, member))


def _read(alias: str, period: Period | None = None, member: Member | None = None, after: dt.date | None = None) -> Iterator[Payout]:
    """Those of a period, of a person, or whose period ends after a day."""
    from scoreline.state.models import StoredPayout

    heads = StoredPayout.objects.using(alias).filter(**wanted(member, None))
    if after:
        heads = heads.filter(ends_on__gt=after)
    if period:
        heads = heads.filter(**same_period(period))
    heads = heads.order_by("starts_on", "grain", "member_name", "member_id").select_related("closing")
    heads = heads.defer("closing__texts", "closing__memberships")  # a closing's definitions and people, once for each pay-out
    for head in heads.prefetch_related("corrected_by"):
        yield _payout(head)


def _payout(head: StoredPayout) -> Payout:
    period = head.period
    corrected = tuple(
        Cause(one.kpi, period.label, None, None, one.told_version, one.now_version)
        for one in sorted(head.corrected_by.all(), key=lambda one: one.pk)
    )
    return Payout(
        payslips.statement_from(json.loads(head.statement), head.member, period),
        schemes.scheme_from(json.loads(head.scheme)),
        head.closing.mart_version, head.at, head.by, head.origin, corrected,
    )  # fmt: skip


def _stands_on(statement: Statement) -> tuple[str, dt.date, int]:
    return statement.period.grain.value, statement.period.start, statement.closed


def _closings(alias: str, statements: Iterable[Statement]) -> dict[tuple[str, dt.date, int], int]:
    """The keys of the closings that statements stand on, each looked up once and without what it froze."""
    from scoreline.state.models import StoredClosing

    names = ("grain", "starts_on", "version")
    asked = {_stands_on(statement) for statement in statements}
    found = StoredClosing.objects.using(alias)
    return {one: found.values_list("pk", flat=True).get(**dict(zip(names, one, strict=True))) for one in asked}


def _head(open_: Writing, statement: Statement, scheme: Scheme, origin: str, closing: int) -> StoredPayout:
    from scoreline.state.models import StoredPayout

    member, period = statement.member, statement.period
    return StoredPayout(
        **of_member(member),
        **of_period(period),
        closing_id=closing, at=open_.at, by=open_.by, origin=origin,
        scheme=canonical(schemes.plain(scheme)), rules=scheme.fingerprint, statement=canonical(payslips.plain(statement)),
        paid=statement.paid, owed=statement.owed,
    )  # fmt: skip


def _correct(open_: Writing, head: StoredPayout, statement: Statement) -> None:
    """The steps that the statement's corrections take, each bound to the pay-out that it corrects."""
    from scoreline.state.models import StoredCorrection, StoredPayout

    if not statement.corrections:
        return
    own = StoredPayout.objects.using(open_.alias).filter(**wanted(statement.member, None))
    originals = {_payout(one).statement.period.label: one for one in own}
    StoredCorrection.objects.using(open_.alias).bulk_create(
        [
            StoredCorrection(
                payout=head, original=originals[entry.cause.period], kpi=entry.cause.kpi,
                told_version=entry.cause.told_at, now_version=entry.cause.now_at, amount=entry.line.amount,
            )
            for entry in statement.corrections
        ]
    )  # fmt: skip


def _note(open_: Writing, statement: Statement, scheme: Scheme, origin: str) -> None:
    member = statement.member
    about = f"the pay-out of {member.name} ({member.id} of {member.source}), {statement.period.label}"
    open_.note("pay-out", about, after={"rules": scheme.fingerprint, **payslips.plain(statement)}, why=origin)
