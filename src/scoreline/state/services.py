"""What others call: apply matrices, and read them. Each takes the workspace's folder; no Django is needed to call them."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scoreline.engine.members import Member
from scoreline.errors import LockedError, WorkspaceError
from scoreline.periods import Period
from scoreline.planning.longer import matrix_for as matrix_among
from scoreline.planning.matrix import Matrix
from scoreline.state.settings import FILE
from scoreline.state.setup import connect, start

_CHUNK = 500


def apply(workspace: Path, matrices: Sequence[Matrix], *, by: str | None = None, origin: str = "") -> tuple[Matrix, ...]:
    """Keeps the matrices, all or none; one of the same member and period is replaced. `by` is the account's name unless told.

    LockedError where another process has been writing for 20 seconds; WorkspaceError where the file cannot be used.
    """
    start()
    with _errors(workspace):
        _save(connect(workspace), matrices, _account() if by is None else by, origin)
    return tuple(matrices)


def matrices(workspace: Path, *, member: Member | None = None, period: Period | None = None) -> tuple[Matrix, ...]:
    """The matrices kept, by member and period; only those of a member, or inside a period, where one is given."""
    if not (workspace / FILE).exists():
        return ()
    start()
    with _errors(workspace):
        return tuple(_read(connect(workspace), member, period))


def matrix_for(workspace: Path, member: Member, period: Period, additive: Collection[str]) -> Matrix:
    """The matrix that holds for the member and period; a quarter or year without one is put together from its months.

    `additive` names the KPIs whose levels add up over months. MatrixError where there is none.
    """
    own = matrices(workspace, member=member, period=period)
    if not own:  # for the message, which names the periods that have one
        own = matrices(workspace, member=member)
    return matrix_among(own, member, period, additive)


def _save(alias: str, new: Sequence[Matrix], by: str, origin: str) -> None:
    from django.db import transaction

    from scoreline.state.models import StoredMatrix, StoredRow
    from scoreline.state.records import head_of, rows_of

    now = datetime.now(UTC)
    with transaction.atomic(using=alias):
        heads = StoredMatrix.objects.using(alias)
        keys = {(m.member.kind, m.member.source, m.member.id, m.period.grain.value, m.period.start) for m in new}
        starts = [matrix.period.start for matrix in new]
        fields = ("member_kind", "member_source", "member_id", "grain", "starts_on")
        kept = heads.filter(starts_on__range=(min(starts), max(starts))) if starts else heads.none()
        old = [pk for pk, *key in kept.values_list("pk", *fields) if tuple(key) in keys]
        for position in range(0, len(old), _CHUNK):
            heads.filter(pk__in=old[position : position + _CHUNK]).delete()
        saved = heads.bulk_create([head_of(matrix, now, by, origin) for matrix in new])
        rows = [row for matrix, head in zip(new, saved, strict=True) for row in rows_of(matrix, head)]
        StoredRow.objects.using(alias).bulk_create(rows)


def _read(alias: str, member: Member | None, period: Period | None) -> Iterator[Matrix]:
    from scoreline.state.models import StoredMatrix
    from scoreline.state.records import matrix_of

    wanted: dict[str, Any] = {}
    if member:
        wanted |= {"member_kind": member.kind, "member_source": member.source, "member_id": member.id}
    if period:
        wanted |= {"starts_on__gte": period.start, "ends_on__lte": period.end}
    heads = StoredMatrix.objects.using(alias).filter(**wanted).order_by("member_kind", "member_name", "member_id", "starts_on", "grain")
    for head in heads.prefetch_related("rows"):
        yield matrix_of(head)


@contextmanager
def _errors(workspace: Path) -> Iterator[None]:
    """Turns the database's errors into ours, naming the file."""
    from django.db import DatabaseError, OperationalError

    where = str(workspace / FILE)
    try:
        yield
    except OperationalError as problem:
        if "locked" in str(problem):
            raise LockedError("Another process is writing it.", where=where, do="Try again when it has finished.") from None
        raise WorkspaceError(f"It cannot be used: {problem}.", where=where, do="Check the rights and the free space.") from None
    except DatabaseError as problem:
        raise WorkspaceError(f"It cannot be read: {problem}.", where=where, do="Restore it from a backup.") from None
    except OSError as problem:
        raise WorkspaceError(f"It cannot be written: {problem.strerror}.", where=where, do="Check the rights.") from None


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user id
        return ""
