"""scoreline matrix suggest: base, norm and target from the past, as a table or as a matrix file to edit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened
from scoreline.cli.standing import KpiOption, MemberOption, RoleOption, named

if TYPE_CHECKING:
    from scoreline.insight.suggesting import Suggestion
    from scoreline.planning.levels import AnyLevels
    from scoreline.planning.matrix import MatrixRow
    from scoreline.reports.formats import Formats
    from scoreline.workspace import Workspace
    from scoreline.workspace.proposing import Suggested


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("suggest")(suggest)


def suggest(
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The period to plan: 2017-07, 2017-Q3 or 2017.")],
    member: MemberOption = None,
    role: RoleOption = None,
    kpi: KpiOption = None,
    as_file: Annotated[bool, typer.Option("--yaml", help="Print a matrix file to edit instead.")] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Suggest base, norm and target from the past, and say how.

    By the twelve periods of that length before: one's own, the peers', and half of a clear trend. Nothing is saved: edit what --yaml
    prints, then save it with matrix apply.
    """
    from scoreline.cli.output import Column, Sheet, filled, write
    from scoreline.cli.values import formats_of

    ws = opened(workspace, as_of)
    found = ws.insights.suggest(named(ws, member, role, period), period, *(kpi or ()))
    if as_file:
        typer.echo(_yaml(found))
        return
    rows = [(item, row) for item in found for row in item.rows]
    data = [_data(item, row) for item, row in rows]
    show = formats_of(ws)
    figures = ("Base", "Norm", "Target")
    sheet = Sheet(
        columns=[Column(title, number=title in figures) for title in ("Member", "KPI", *figures)],
        shown=[[item.member.name, _title(ws, row.kpi), *_shown(row.levels, show)] for item, row in rows],
        keys=list(data[0]),
        rows=[list(row.values()) for row in data],
        title=f"Suggested for {show.period(ws.period(period))}",
        notes=[f"{item.member.name}, {row.kpi}: {row.how}" for item, row in rows],
    )
    write(form, filled(sheet), data)


def _title(ws: Workspace, kpi: str) -> str:
    from scoreline.cli.values import formats_of, heading

    definition = ws.registry.kpi(kpi)
    return heading(definition.title, definition.unit, formats_of(ws))


def _ends(levels: AnyLevels | None) -> tuple[Any, Any, Any]:
    """Base, norm and target; a range's as [low, high]."""
    from scoreline.planning.levels import Levels

    if levels is None:
        return None, None, None
    if isinstance(levels, Levels):
        return levels.base, levels.norm, levels.target
    return [levels.low_base, levels.high_base], [levels.low_norm, levels.high_norm], None


def _shown(levels: AnyLevels | None, show: Formats) -> list[str]:
    return [f"{show.number(end[0])} to {show.number(end[1])}" if isinstance(end, list) else show.number(end) for end in _ends(levels)]


def _data(item: Suggested, row: Suggestion) -> dict[str, Any]:
    base, norm, target = _ends(row.levels)
    return {
        "member": item.member.name,
        "member_id": item.member.id,
        "period": item.period.label,
        "kpi": row.kpi,
        "base": base,
        "norm": norm,
        "target": target,
        "own": row.own,
        "peers": row.peers,
        "own_weight": float(row.weight),
        "moved": row.moved,
        "how": row.how,
    }


def _yaml(found: list[Suggested]) -> str:
    """A matrix file with the suggested levels and the newest matrix's weights; what is still to be decided is left empty."""
    lines = [
        "# Suggested levels. Read how each came about, change what should be otherwise, then: scoreline matrix apply FILE",
        "matrices:",
    ]
    for item in found:
        lines += [f"  - {item.member.kind}: {_quoted(item.member.id)}  # {_flat(item.member.name)}", f"    period: {item.period.label}"]
        lines.append("    rows:")
        for row in item.rows:
            lines += [f"      # {_flat(row.how)}", f"      - {_fields(row, item.matrix.row(row.kpi) if item.matrix else None)}"]
    return "\n".join(lines)


def _fields(row: Suggestion, held: MatrixRow | None) -> str:
    """A row of a matrix file: the levels that are suggested, and all else as the newest matrix has it, but for a table of steps."""
    base, norm, target = _ends(row.levels)
    fields: dict[str, object] = {}
    if held is not None and held.kind == "indicator":
        fields["kind"] = "indicator"
    else:
        fields["weight"] = held and held.weight
    fields |= {"base": base, "norm": norm} | ({} if isinstance(base, list) else {"target": target})
    if held is not None:
        fields |= {"undefined": held.undefined.value} if held.undefined != "not_applicable" else {}
        fields |= {"method": held.method.value} if held.method in ("ratio", "piecewise") else {}
        fields |= {"cap": held.cap} if held.cap is not None else {}
        fields |= {"result": True} if held.result else {}
        fields |= {name: text for name, text in (("question", held.question), ("why", held.why)) if text}
    return f"{{kpi: {row.kpi}, {', '.join(f'{name}: {_value(value)}' for name, value in fields.items())}}}"


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
    return _quoted(str(value))


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _flat(text: str) -> str:
    return " ".join(text.split())
