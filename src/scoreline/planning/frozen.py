"""Reading a matrix back from the canonical form that `fingerprint.plain` gives: what was frozen when its period was closed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, Step
from scoreline.planning.matrix import Kind, Matrix, MatrixRow, Method, Undefined


def matrix_from(plain: Mapping[str, Any], member: Member, period: Period) -> Matrix:
    """The matrix of that form. Its member and period are given: the form holds neither their names nor their calendar."""
    return Matrix(member, period, tuple(_row(row) for row in plain["rows"]))


def _row(row: Mapping[str, Any]) -> MatrixRow:
    return MatrixRow(
        kpi=row["kpi"],
        kind=Kind(row["kind"]),
        weight=_number(row["weight"]),
        levels=_levels(row["levels"]),
        method=Method(row["method"]),
        steps=tuple(Step(_number(low), _number(high), Decimal(index)) for low, high, index in row["steps"]),
        at_target=Decimal(row["at_target"]),
        floor=Decimal(row["floor"]),
        cap=_number(row["cap"]),
        undefined=Undefined(row["undefined"]),
        question=row["question"],
        why=row["why"],
        result=row["result"],
    )


def _levels(levels: Mapping[str, str] | None) -> AnyLevels | None:
    if levels is None:
        return None
    direction = Direction(levels["direction"])
    if direction is Direction.RANGE:
        return RangeLevels(*(Decimal(levels[name]) for name in ("low_base", "low_norm", "high_norm", "high_base")))
    return Levels(direction, *(Decimal(levels[name]) for name in ("base", "norm", "target")))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
