"""What others call: apply matrices, and read them. Each takes the workspace's folder; no Django is needed to call them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.fingerprint import fingerprint, plain
from scoreline.planning.lifecycle import refuse_own
from scoreline.planning.matrix import Matrix
from scoreline.state.access import session
from scoreline.state.audit import Writing, writing
from scoreline.state.closings import refuse_closed
from scoreline.state.setup import there
from scoreline.state.whose import same_member

if TYPE_CHECKING:
    from scoreline.state.models import StoredMatrix

_CHUNK = 500


def apply(workspace: Path, matrices: Sequence[Matrix], *, by: str | None = None, origin: str = "") -> tuple[Matrix, ...]:
    """Keeps the matrices, all or none; one of the same member and period is replaced. `by` is the account's name unless told.

    LockedError where another process has been writing for 20 seconds; WorkspaceError where the file cannot be used.
    """
    with writing(workspace, by) as open_:
        save(open_, matrices, origin)
    return tuple(matrices)


def matrices(workspace: Path, *, member: Member | None = None, period: Period | None = None) -> tuple[Matrix, ...]:
    """The matrices kept, by member and period; only those of a member, or inside a period, where one is given."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        return tuple(_read(alias, member, period))


def about(matrix: Matrix) -> str:
    """How the audit trail names a matrix."""
    member = matrix.member
    known = f" ({member.kind} {member.id} of {member.source})" if member.source else ""
    return f"the matrix of {member.name}{known}, {matrix.period.label}"


def save(open_: Writing, new: Sequence[Matrix], origin: str) -> None:
    """Keeps the matrices inside a transaction, and notes what changed. PeriodError for an own matrix and a closed period."""
    from scoreline.state.models import StoredMatrix, StoredRow
    from scoreline.state.records import head_of, matrix_of, rows_of

    for matrix in new:
        refuse_own(matrix, open_.by)
    refuse_closed(open_.alias, [matrix.period for matrix in new])
    heads = StoredMatrix.objects.using(open_.alias)
    keys = {_key(matrix) for matrix in new}
    starts = [matrix.period.start for matrix in new]
    kept = heads.filter(starts_on__range=(min(starts), max(starts))) if starts else heads.none()
    old = {_key(found): (head, found) for head in kept.prefetch_related("rows", "signatures") if _key(found := matrix_of(head)) in keys}
    changed = [matrix for matrix in new if not (_key(matrix) in old and fingerprint(old[_key(matrix)][1]) == fingerprint(matrix))]
    going = [old[_key(matrix)][0].pk for matrix in changed if _key(matrix) in old]
    for position in range(0, len(going), _CHUNK):
        heads.filter(pk__in=going[position : position + _CHUNK]).delete()
    saved = heads.bulk_create([head_of(matrix, open_.at, open_.by, origin) for matrix in changed])
    rows = [row for matrix, head in zip(changed, saved, strict=True) for row in rows_of(matrix, head)]
    StoredRow.objects.using(open_.alias).bulk_create(rows)
    for matrix in changed:
        _note(open_, matrix, old.get(_key(matrix)), origin)


def _note(open_: Writing, matrix: Matrix, old: tuple[StoredMatrix, Matrix] | None, origin: str) -> None:
    open_.note("matrix", about(matrix), before=old and plain(old[1]), after=plain(matrix), why=origin)
    from scoreline.state.records import signatures_of

    if old and (lost := signatures_of(old[0])):
        open_.note("signatures lost", about(matrix), before=[one.plain for one in lost], why="the matrix changed")


def _key(matrix: Matrix) -> tuple[object, ...]:
    return *matrix.member.key, matrix.period.grain, matrix.period.start


def _read(alias: str, member: Member | None, period: Period | None) -> Iterator[Matrix]:
    from scoreline.state.models import StoredRow
    from scoreline.state.records import HEAD, ROW, matrices_of

    asked = {f"matrix__{name}": value for name, value in wanted(member, period).items()}
    order = ("member_kind", "member_name", "member_id", "starts_on", "grain", "pk")
    rows = StoredRow.objects.using(alias).filter(**asked).order_by(*(f"matrix__{name}" for name in order), "position")
    yield from matrices_of(rows.values_list("matrix_id", *(f"matrix__{name}" for name in HEAD), *ROW).iterator())


def wanted(member: Member | None, period: Period | None) -> dict[str, Any]:
    """What Django's filters say of a member's matrices, or those inside a period."""
    found: dict[str, Any] = {}
    if member:
        found |= same_member(member)
    if period:
        found |= {"starts_on__gte": period.start, "ends_on__lte": period.end}
    return found
