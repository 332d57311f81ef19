"""Between matrices as values and as rows of the state database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import models

from scoreline.engine.members import Member
from scoreline.periods import Calendar, Grain, Period
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, Step
from scoreline.planning.lifecycle import Part, Signature
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method, Undefined
from scoreline.state.models import StoredMatrix, StoredRow
from scoreline.state.whose import of_member, of_period

HEAD = ("member_kind", "member_source", "member_id", "member_name", "grain", "starts_on", "ends_on", "calendar")
"""The columns of a head that a matrix is read from."""
ROW = (
    "kpi", "kind", "weight", "method", "steps", "at_target", "floor", "cap", "undefined", "question", "why", "result",
    "direction", "base", "norm", "target", "norm_high", "base_high",
)  # fmt: skip
"""The columns of a row that it is read from."""


def head_of(matrix: Matrix, at: datetime, by: str, origin: str) -> StoredMatrix:
    """The head of a matrix, ready to be saved."""
    return StoredMatrix(
        **of_member(matrix.member),
        **of_period(matrix.period),
        applied_at=at,
        applied_by=by,
        origin=origin,
    )


def rows_of(matrix: Matrix, head: StoredMatrix) -> list[StoredRow]:
    """The rows of a matrix whose head is saved, ready to be saved."""
    return [_stored(row, position, head) for position, row in enumerate(matrix.rows)]


def matrix_of(head: StoredMatrix) -> Matrix:
    """The matrix that a head and its rows (prefetched) hold."""
    return _matrix(_values(head, HEAD), [_values(row, ROW) for row in head.rows.all()])


def matrices_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Matrix]:
    """The matrices of many rows, each with its head's key, `HEAD` and `ROW`, a matrix's rows together and in order.

    Columns without model objects around them: 12,000 matrices are read in a third of the time.
    """
    for _, held in groupby(rows, key=itemgetter(0)):
        own = list(held)
        yield _matrix(own[0][1 : 1 + len(HEAD)], [row[1 + len(HEAD) :] for row in own])


def signatures_of(head: StoredMatrix) -> tuple[Signature, ...]:
    """The names put to a matrix (prefetched), in order of time."""
    held = sorted(head.signatures.all(), key=lambda one: one.pk)
    return tuple(Signature(Part(one.part), one.by, one.at, one.fingerprint) for one in held)


def _stored(row: MatrixRow, position: int, head: StoredMatrix) -> StoredRow:
    return StoredRow(
        matrix=head,
        position=position,
        kpi=row.kpi,
        kind=row.kind.value,
        weight=row.weight,
        **_columns(row.levels),
        method=row.method.value,
        steps=[[None if value is None else str(value) for value in (step.low, step.high, step.index)] for step in row.steps],
        at_target=row.at_target,
        floor=row.floor,
        cap=row.cap,
        undefined=row.undefined.value,
        question=row.question,
        why=row.why,
        result=row.result,
    )


def _columns(levels: AnyLevels | None) -> dict[str, Any]:
    if levels is None:
        return {"direction": ""}
    if isinstance(levels, Levels):
        return {"direction": levels.direction.value, "base": levels.base, "norm": levels.norm, "target": levels.target}
    return {
        "direction": Direction.RANGE.value,
        "base": levels.low_base,
        "norm": levels.low_norm,
        "norm_high": levels.high_norm,
        "base_high": levels.high_base,
    }


def _values(stored: models.Model, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(stored, name) for name in names)


def _matrix(head: tuple[Any, ...], rows: Iterable[tuple[Any, ...]]) -> Matrix:
    kind, source, id, name, *period = head
    return Matrix(Member(kind, name, id, source), _period(*period), tuple(_row(*values) for values in rows))


@lru_cache(maxsize=1024)
def _period(grain: str, starts_on: date, ends_on: date, calendar: str) -> Period:
    return Period(starts_on, ends_on, Grain(grain), Calendar.read(calendar))


def _row(kpi: str, kind: str, weight: Decimal | None, method: str, steps: Any, *others: Any) -> MatrixRow:
    at_target, floor, cap, undefined, question, why, result, *levels = others
    return MatrixRow(
        kpi=kpi,
        kind=Kind(kind),
        weight=weight,
        levels=_levels(*levels),
        method=Method(method),
        steps=tuple(Step(low and Decimal(low), high and Decimal(high), Decimal(index)) for low, high, index in steps),
        at_target=at_target,
        floor=floor,
        cap=cap,
        undefined=Undefined(undefined),
        question=question,
        why=why,
        result=result,
    )


def _levels(direction: str, base: Any, norm: Any, target: Any, norm_high: Any, base_high: Any) -> AnyLevels | None:
    if not direction:
        return None
    if direction == Direction.RANGE:
        return RangeLevels(base, norm, norm_high, base_high)
    return Levels(Direction(direction), base, norm, target)
