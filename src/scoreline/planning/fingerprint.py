"""Values as canonical JSON, and the fingerprint of a matrix: what was read when it was signed.

Two matrices have the same fingerprint when all that was agreed is the same. Numbers count by their value: .5 and .50 are one.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Context, Decimal
from typing import Any

from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.levels import AnyLevels, RangeLevels
from scoreline.planning.matrix import Matrix, MatrixRow

SHOWN = 12
"""So many letters of a fingerprint are shown to people."""
_WIDE = Context(prec=400)


def canonical(value: object) -> str:
    """The one JSON text of a value: keys in order, no spaces. Decimals must be texts already."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """The SHA-256 of a text, 64 letters."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(matrix: Matrix) -> str:
    """The SHA-256 of all that a matrix says."""
    return sha256(canonical(plain(matrix)))


def plain(matrix: Matrix) -> dict[str, Any]:
    """A matrix in JSON's own kinds, numbers as exact texts."""
    return {**whose(matrix.member, matrix.period), "rows": [_row(row) for row in matrix.rows]}


def whose(member: Member, period: Period) -> dict[str, Any]:
    """A member and a period in JSON's own kinds. The name is left out: a person who marries signs nothing anew."""
    return {
        "member": {"kind": member.kind, "source": member.source, "id": member.id},
        "period": {"grain": period.grain.value, "start": period.start.isoformat(), "end": period.end.isoformat()},
    }


def number(value: Decimal | None) -> str | None:
    """A number by its value, without needless zeros."""
    return None if value is None else format(value.normalize(_WIDE), "f")


def _row(row: MatrixRow) -> dict[str, Any]:
    return {
        "kpi": row.kpi,
        "kind": row.kind.value,
        "weight": number(row.weight),
        "levels": _levels(row.levels),
        "method": row.method.value,
        "steps": [[number(step.low), number(step.high), number(step.index)] for step in row.steps],
        "at_target": number(row.at_target),
        "floor": number(row.floor),
        "cap": number(row.cap),
        "undefined": row.undefined.value,
        "question": row.question,
        "why": row.why,
        "result": row.result,
    }


def _levels(levels: AnyLevels | None) -> dict[str, Any] | None:
    if levels is None:
        return None
    names = ("low_base", "low_norm", "high_norm", "high_base") if isinstance(levels, RangeLevels) else ("base", "norm", "target")
    return {"direction": levels.direction.value, **{name: number(getattr(levels, name)) for name in names}}
