"""One row of a matrix file: from YAML values to a MatrixRow, checked against the KPI's definition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from scoreline.errors import MatrixError, nearest
from scoreline.planning.exact import BOUND, WITHIN
from scoreline.planning.levels import AnyLevels, Direction, Levels, RangeLevels, Step
from scoreline.planning.matrix import DEFAULT_AT_TARGET, Kind, KpiFacts, MatrixRow, Method, Undefined

FIELDS = (
    "kpi", "kind", "weight", "base", "norm", "target", "direction", "method", "steps", "at_target", "floor", "cap", "undefined",
    "question", "why", "result",
)  # fmt: skip
Named = TypeVar("Named", bound=StrEnum)


def read_row(data: Any, kpis: Mapping[str, KpiFacts]) -> MatrixRow:
    """The row that one entry of `rows` describes. MatrixError (without the file's place) where it is wrong."""
    if not isinstance(data, dict):
        raise MatrixError("A row is not a mapping.", do="Write - kpi: NAME, then the row's fields below it.")
    for key in data:
        if key not in FIELDS:
            raise MatrixError(f'"{key}" is not a field of a row. {nearest(key, FIELDS)}'.strip(), do=f"Known: {', '.join(FIELDS)}.")
    kpi = data.get("kpi")
    if not isinstance(kpi, str):
        raise MatrixError("A row has no kpi.", do="Write - kpi: NAME.")
    try:
        return _row(kpi, data, _known(kpi, kpis))
    except MatrixError as problem:
        raise MatrixError(problem.what, where=f'row "{kpi}"', do=problem.do) from None


def _known(kpi: str, kpis: Mapping[str, KpiFacts]) -> KpiFacts:
    if kpi in kpis:
        return kpis[kpi]
    raise MatrixError(f'There is no KPI "{kpi}". {nearest(kpi, kpis)}'.strip(), do="scoreline kpis lists them.")


def _row(kpi: str, data: dict[str, Any], facts: KpiFacts) -> MatrixRow:
    method = _one_of(Method, data, "method") or Method.BASE_NORM
    return MatrixRow(
        kpi=kpi,
        kind=_one_of(Kind, data, "kind") or Kind.SCORED,
        weight=_number(data, "weight"),
        levels=_levels(data, facts),
        method=method,
        steps=_steps(data),
        at_target=_or(_number(data, "at_target"), DEFAULT_AT_TARGET),
        floor=_or(_number(data, "floor"), Decimal(0)),
        cap=_number(data, "cap"),
        undefined=_one_of(Undefined, data, "undefined") or Undefined.NOT_APPLICABLE,
        question=_text(data, "question"),
        why=_text(data, "why"),
        result=_flag(data, "result"),
    )


def _levels(data: dict[str, Any], facts: KpiFacts) -> AnyLevels | None:
    given = [name for name in ("base", "norm", "target") if data.get(name) is not None]
    if not given:
        return None
    direction = _direction(data, facts)
    if direction is Direction.RANGE:
        if "target" in given:
            raise MatrixError("A range has no target.", do="Take it out: the norms are the aim.")
        return RangeLevels(*_pair(data, "base", "norm"))
    lacking = [name for name in ("base", "norm", "target") if name not in given]
    if lacking:
        raise MatrixError(f"The row has no {' and no '.join(lacking)}.", do="Write base, norm and target (target may equal norm).")
    base, norm, target = (_or(_number(data, name), Decimal(0)) for name in ("base", "norm", "target"))
    return Levels(direction, base, norm, target)


def _direction(data: dict[str, Any], facts: KpiFacts) -> Direction:
    """The row's direction: the definition's, unless the row makes it a range or the definition leaves it open."""
    pairs = [name for name in ("base", "norm") if isinstance(data.get(name), list)]
    default = Direction.RANGE if pairs else None
    if default is None and facts.direction in ("up", "down"):
        default = Direction(facts.direction)
    direction = _one_of(Direction, data, "direction") or default
    if direction is None:
        raise MatrixError("The KPI's definition leaves open which way is better.", do="Write direction: up, down or range.")
    if direction is Direction.RANGE and len(pairs) < 2:
        raise MatrixError("A range needs two bases and two norms.", do="Write base: [low, high] and norm: [low, high].")
    if direction is not Direction.RANGE and pairs:
        raise MatrixError(f"The direction is {direction}, but {pairs[0]} is a list.", do="Write one number, or direction: range.")
    if direction is not Direction.RANGE and facts.direction in ("up", "down") and direction != facts.direction:
        raise MatrixError(f"The KPI's definition says {facts.direction}, not {direction}.", do="Take the direction out of the row.")
    return direction


def _pair(data: dict[str, Any], base: str, norm: str) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Low base, low norm, high norm, high base."""
    points = {name: [_decimal(value, name) for value in data[name]] for name in (base, norm)}
    for name, values in points.items():
        if len(values) != 2:
            raise MatrixError(f"{name} has {len(values)} numbers.", do=f"Write {name}: [low, high].")
    return points[base][0], points[norm][0], points[norm][1], points[base][1]


def _steps(data: dict[str, Any]) -> tuple[Step, ...]:
    rows = data.get("steps")
    if rows is None:
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, dict) and set(row) <= {"from", "to", "index"} for row in rows):
        raise MatrixError("The steps are not a table.", do="Write steps: [{to: 50, index: 0}, {from: 50, index: 100}].")
    steps = []
    for position, row in enumerate(rows):
        following = rows[position + 1] if position + 1 < len(rows) else {}
        high = row.get("to", following.get("from"))
        index = _number(row, "index")
        if index is None:
            raise MatrixError(f"Step {position + 1} has no index.", do="Write index: and a number of index points.")
        steps.append(Step(_number(row, "from"), None if high is None else _decimal(high, "to"), index))
    return tuple(steps)


def _number(data: dict[str, Any], name: str) -> Decimal | None:
    value = data.get(name)
    return None if value is None else _decimal(value, name)


def _decimal(value: Any, name: str) -> Decimal:
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise MatrixError(f"{name} is {_shown(value)}, which is not a number.", do="Write digits and a decimal point only: 12500.50.")
    number = Decimal(value)
    if abs(number) >= BOUND:
        raise MatrixError(f"{name} is {number}, which is too large.", do=WITHIN)
    return number


def _or(value: Decimal | None, default: Decimal) -> Decimal:
    return default if value is None else value


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    raise MatrixError(f"{name} is {_shown(value)}, which is not text.", do="Put it in quotes.")


def _flag(data: dict[str, Any], name: str) -> bool:
    value = data.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise MatrixError(f"{name} is {_shown(value)}, which is neither true nor false.", do=f"Write {name}: true.")


def _one_of(names: type[Named], data: dict[str, Any], field: str) -> Named | None:
    value = data.get(field)
    if value is None:
        return None
    known = [item.value for item in names]
    text = value.replace(" ", "_") if isinstance(value, str) else value
    if text in known:
        return names(text)
    raise MatrixError(f"{field} is {_shown(value)}. {nearest(str(value), known)}".strip(), do=f"Use one of {', '.join(known)}.")


def _shown(value: Any) -> str:
    text = str(value)
    return f'"{text[:40]}..."' if len(text) > 40 else f'"{text}"'
