"""Closing periods and restating them, each in one transaction; and reading what was frozen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreline.errors import LockedError, PeriodError
from scoreline.periods import Period
from scoreline.planning import fingerprint
from scoreline.planning.fingerprint import canonical
from scoreline.planning.frozen import matrix_from
from scoreline.planning.lifecycle import refuse_unnamed
from scoreline.state import cards
from scoreline.state.access import session
from scoreline.state.audit import Writing, writing
from scoreline.state.frozen import Basis, Closing, Result
from scoreline.state.setup import there
from scoreline.state.whose import of_member, of_period, same_period

if TYPE_CHECKING:
    from scoreline.state.models import StoredClosing, StoredResult


class MovedError(LockedError):
    """Somebody changed the state since it was read; read it again."""


def close(
    workspace: Path,
    period: Period,
    results: Sequence[Result],
    basis: Basis,
    *,
    version: int,
    at: int,
    reason: str = "",
    by: str | None = None,
) -> Closing:
    """Freezes a period as that version, with all that it stands on, or nothing.

    `at` is the trail's newest entry when the results were worked out: MovedError where there is a newer one by now.
    PeriodError where it is not known who closes it.
    """
    from scoreline.state.models import StoredClosing, StoredResult

    with writing(workspace, by) as open_:
        refuse_unnamed(open_.by)
        if open_.begun != at:
            raise MovedError(f"{period.label} changed while it was being closed.", do="Try again.")
        head = StoredClosing.objects.using(open_.alias).create(
            **of_period(period),
            version=version, at=open_.at, by=open_.by, reason=reason, unsigned=basis.unsigned, disputed=basis.disputed,
            mart_version=basis.mart_version, definitions=basis.definitions, texts=canonical(basis.texts),
            memberships=canonical(list(basis.memberships)),
        )  # fmt: skip
        StoredResult.objects.using(open_.alias).bulk_create([_stored(head, one) for one in results])
        closing = Closing(period, version, open_.at, open_.by, reason, basis, tuple(results))
        _note(open_, closing)
    return closing


def closings(workspace: Path, *, period: Period | None = None, results: bool = True) -> tuple[Closing, ...]:
    """All versions of closed periods, by period and version; only those of one period where it is given. `results` reads those too."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        from scoreline.state.models import StoredClosing

        found = StoredClosing.objects.using(alias).order_by("starts_on", "grain", "version")
        if period:
            found = found.filter(**same_period(period))
        return tuple(_closing(head, results) for head in (found.prefetch_related("results") if results else found))


def refuse_closed(alias: str, periods: Sequence[Period]) -> None:
    """PeriodError where one of the periods is closed."""
    from scoreline.state.models import StoredClosing

    if not periods:
        return
    starts = {period.start for period in periods}
    heads = StoredClosing.objects.using(alias).filter(starts_on__range=(min(starts), max(starts))).order_by("version")
    closed = {(head.grain, head.starts_on): head for head in heads}
    for period in periods:
        if head := closed.get((period.grain.value, period.start)):
            raise PeriodError(
                f"The period is closed, since {head.at:%Y-%m-%d} by {head.by}: what was agreed and reached stands.",
                where=period.label,
                do="Where it is wrong, restate it: scoreline period restate.",
            )


def _stored(head: StoredClosing, result: Result) -> StoredResult:
    from scoreline.state.models import StoredResult

    return StoredResult(
        closing=head,
        **of_member(result.matrix.member),
        matrix=canonical(_matrices(result)),
        signatures=canonical(list(result.signatures)),
        card=canonical(cards.plain(result.card)),
    )


def _closing(head: StoredClosing, results: bool) -> Closing:
    basis = Basis(head.mart_version, head.definitions, json.loads(head.texts), json.loads(head.memberships), head.unsigned, head.disputed)
    period = head.period
    held = tuple(_result(row, period) for row in sorted(head.results.all(), key=lambda row: row.pk)) if results else ()
    return Closing(period, head.version, head.at, head.by, head.reason, basis, held)


def _result(row: StoredResult, period: Period) -> Result:
    member, plain = row.member, json.loads(row.matrix)
    matrix, prorated = matrix_from(plain, member, period), plain.get("prorated")
    scored_by = matrix_from({"rows": prorated}, member, period) if prorated else matrix
    return Result(matrix, cards.card_from(json.loads(row.card), member, period), json.loads(row.signatures), scored_by)


def _matrices(result: Result) -> dict[str, Any]:
    """The matrix as it was agreed; beside it the rows that it was scored by, where those are others."""
    plain = fingerprint.plain(result.matrix)
    return plain if result.scored_by == result.matrix else {**plain, "prorated": fingerprint.plain(result.scored_by)["rows"]}


def _note(open_: Writing, closing: Closing) -> None:
    after: dict[str, Any] = {
        "version": closing.version,
        "mart_version": closing.basis.mart_version,
        "definitions": closing.basis.definitions,
        "unsigned": closing.basis.unsigned,
        "disputed": closing.basis.disputed,
        "results": [
            {"member": fingerprint.whose(one.card.member, closing.period)["member"], "name": one.card.member.name}
            | {"matrix": fingerprint.fingerprint(one.matrix), "card": cards.plain(one.card)}
            for one in closing.results
        ],
    }
    kind = "closing" if closing.version == 1 else "restatement"
    open_.note(kind, f"the period {closing.period.label}", after=after, why=closing.reason or closing.basis.allowed)
