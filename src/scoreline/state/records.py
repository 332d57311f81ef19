"""Between matrices as values and as rows of the state database."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from scoreline.engine.members import Member
from scoreline.periods import Calendar, Grain, Period
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, Step
from scoreline.planning.lifecycle import Part, Signature
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method, Undefined
from scoreline.state.models import StoredMatrix, StoredRow


def head_of(matrix: Matrix, at: datetime, by: str, origin: str) -> StoredMatrix:
    """The head of a matrix, ready to be saved."""
    member, period = matrix.member, matrix.period
    return StoredMatrix(
        member_kind=member.kind,
        member_source=member.source,
        member_id=member.id,
        member_name=member.name,
        grain=period.grain.value,
        starts_on=period.start,
        ends_on=period.end,
        calendar=period.calendar.text,
        applied_at=at,
        applied_by=by,
        origin=origin,
    )


def rows_of(matrix: Matrix, head: StoredMatrix) -> list[StoredRow]:
    """The rows of a matrix whose head is saved, ready to be saved."""
    return [_stored(row, position, head) for position, row in enumerate(matrix.rows)]


def matrix_of(head: StoredMatrix) -> Matrix:
    """The matrix that a head and its rows (prefetched) hold."""
    member = Member(head.member_kind, head.member_name, head.member_id, head.member_source)
    period = Period(head.starts_on, head.ends_on, Grain(head.grain), Calendar.read(head.calendar))
    return Matrix(member, period, tuple(_row(stored) for stored in head.rows.all()))


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


def _row(stored: StoredRow) -> MatrixRow:
    return MatrixRow(
        kpi=stored.kpi,
        kind=Kind(stored.kind),
        weight=stored.weight,
        levels=_levels(stored),
        method=Method(stored.method),
        steps=tuple(Step(low and Decimal(low), high and Decimal(high), Decimal(index)) for low, high, index in stored.steps),
        at_target=stored.at_target,
        floor=stored.floor,
        cap=stored.cap,
        undefined=Undefined(stored.undefined),
        question=stored.question,
        why=stored.why,
        result=stored.result,
    )


def _levels(stored: StoredRow) -> AnyLevels | None:
    if not stored.direction:
        return None
    direction = Direction(stored.direction)
    if direction is Direction.RANGE:
        return RangeLevels(stored.base, stored.norm, stored.norm_high, stored.base_high)
    return Levels(direction, stored.base, stored.norm, stored.target)
