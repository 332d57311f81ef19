"""What `scoreline matrix suggest --yaml` prints: a matrix file to edit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoreline.insight.suggesting import Suggestion
    from scoreline.planning.levels import AnyLevels, Step
    from scoreline.planning.matrix import KpiFacts, MatrixRow
    from scoreline.workspace.proposing import Suggested


def ends(levels: AnyLevels | None) -> tuple[Any, Any, Any]:
    """Base, norm and target; a range's as [low, high]."""
    from scoreline.planning.levels import Levels

    if levels is None:
        return None, None, None
    if isinstance(levels, Levels):
        return levels.base, levels.norm, levels.target
    return [levels.low_base, levels.high_base], [levels.low_norm, levels.high_norm], None


def file_of(kpis: Mapping[str, KpiFacts], found: list[Suggested]) -> str:
    """A matrix file with the suggested levels and the newest matrix's weights; what is still to be decided is left empty."""
    lines = [
        "# Suggested levels. Read how each came about, change what should be otherwise, then: scoreline matrix apply FILE",
        "matrices:",
    ]
    for item in found:
        lines += [f"  - {item.member.kind}: {_quoted(item.member.id)}  # {_flat(item.member.name)}", f"    period: {item.period.label}"]
        lines.append("    rows:")
        for row in item.rows:
            held = item.matrix.row(row.kpi) if item.matrix else None
            lines += [f"      # {_flat(row.how)}", f"      - {_fields(row, held, kpis[row.kpi])}"]
    return "\n".join(lines)


def _fields(row: Suggestion, held: MatrixRow | None, kpi: KpiFacts) -> str:
    """A row of a matrix file: the levels that are suggested, and all else as the newest matrix has it."""
    base, norm, target = ends(row.levels)
    fields: dict[str, object] = {}
    if held is not None and held.kind == "indicator":
        fields["kind"] = "indicator"
    else:
        fields["weight"] = held and held.weight
    fields |= {"base": base, "norm": norm} | ({} if isinstance(base, list) else {"target": target})
    if held is not None:
        fields |= {"direction": held.direction.value} if held.direction and held.direction != kpi.direction else {}
        fields |= {"undefined": held.undefined.value} if held.undefined != "not_applicable" else {}
        fields |= {"method": held.method.value} if held.method != "base_norm" else {}
        fields |= {"steps": [_step(step) for step in held.steps]} if held.steps else {}
        fields |= {"at_target": held.at_target} if held.method == "piecewise" else {}
        fields |= {"floor": held.floor} if held.floor else {}
        fields |= {"cap": held.cap} if held.cap is not None else {}
        fields |= {"result": True} if held.result else {}
        fields |= {name: text for name, text in (("question", held.question), ("why", held.why)) if text}
    return f"{{kpi: {row.kpi}, {_pairs(fields)}}}"


def _step(step: Step) -> dict[str, Decimal]:
    limits = {"from": step.low, "to": step.high}
    return {name: limit for name, limit in limits.items() if limit is not None} | {"index": step.index}


def _value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{{_pairs(value)}}}"
    return _quoted(str(value))


def _pairs(fields: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {_value(value)}" for name, value in fields.items())


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _flat(text: str) -> str:
    return " ".join(text.split())
