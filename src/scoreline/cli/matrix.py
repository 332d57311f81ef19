"""scoreline matrix: the levels and weights that members are held against."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli import matrix_lint, matrix_ready, matrix_sheet, matrix_smart, matrix_suggest
from scoreline.cli.options import HERE, ByOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from scoreline.planning.matrix import MatrixRow
    from scoreline.reports.formats import Formats

_FEW = 200
"""So many matrices are held against the past in passing."""
_FIGURES = ("weight", "base", "norm", "target")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Levels and weights per member and period.", no_args_is_help=True)
    group.command("apply")(apply)
    group.command("list")(list_)
    group.command("show")(show)
    matrix_lint.register(group)
    matrix_ready.register(group)
    matrix_sheet.register(group)
    matrix_smart.register(group)
    matrix_suggest.register(group)
    app.add_typer(group, name="matrix")


def apply(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file with one or more matrices.")],
    by: ByOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Save the matrices of a file.

    All are checked first; where one breaks a rule, none is saved. What only looks wrong is said, and saved.
    """
    from scoreline.cli.screen import print_notes, say
    from scoreline.insight.linting import told

    ws = opened(workspace)
    before = {(matrix.member.key, matrix.period) for matrix in ws.matrices()}
    lacking = {item.kpi: item.missing for item in ws.availability() if not item.ok}
    saved = ws.apply_matrices(file, by=by)
    for matrix in saved:
        done = "Replaced" if (matrix.member.key, matrix.period) in before else "Saved"
        say(f"{done} the matrix of {matrix.member.name}, {matrix.period.label}: {len(matrix.rows)} rows.")
    for kpi in dict.fromkeys(row.kpi for matrix in saved for row in matrix.rows if row.kpi in lacking):
        say(f"{kpi} cannot be computed yet: load {', '.join(lacking[kpi])}. Until then its rows are missing.")
    print_notes(told(ws.insights.lint(saved, past=len(saved) <= _FEW)))
    if len(saved) > _FEW:
        say("scoreline matrix lint holds them against the past, too.")


def list_(form: FormatOption = Format.TABLE, workspace: WorkspaceOption = HERE) -> None:
    """List the matrices that were saved."""
    from scoreline.cli.output import Column, Sheet, write

    matrices = opened(workspace).matrices()
    rows = [[m.member.kind, m.member.name, m.period.label, len(m.rows)] for m in matrices]
    keys = ["kind", "member", "period", "rows"]
    write(
        form,
        Sheet(
            columns=[Column("Kind"), Column("Member"), Column("Period"), Column("Rows", number=True)],
            shown=[[str(cell) for cell in row] for row in rows],
            keys=keys,
            rows=rows,
            notes=[] if rows else ["There are no matrices yet: scoreline matrix apply FILE"],
        ),
        [dict(zip(keys, row, strict=True)) for row in rows],
    )


def show(
    member: Annotated[str, typer.Option(metavar="NAME", help="The person or team, by name or id.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")],
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person or team, where a name stands for both.")] = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show a member's weights and levels."""
    from scoreline.cli.output import Column, Sheet, filled, write
    from scoreline.cli.values import formats_of
    from scoreline.errors import MatrixError
    from scoreline.planning.fingerprint import SHOWN, fingerprint

    ws = opened(workspace)
    who = ws.member(member, kind=kind)
    label = ws.period(period).label
    matrix = next((m for m in ws.matrices() if m.member.key == who.key and m.period.label == label), None)
    if matrix is None:
        raise MatrixError("There is no matrix.", where=f"{who.name}, {label}", do="List those there are: scoreline matrix list.")
    rows = [_levels(row) for row in matrix.rows]
    show = formats_of(ws)
    keys = list(rows[0])
    sheet = Sheet(
        columns=[Column("KPI" if key == "kpi" else key.capitalize(), number=key in _FIGURES) for key in keys],
        shown=[[_text(row[key], show) for key in keys] for row in rows],
        keys=keys,
        rows=[[row[key] for key in keys] for row in rows],
        title=f"{who.name}, {show.period(matrix.period)}",
        notes=[f"Fingerprint {fingerprint(matrix)[:SHOWN]}: who signs it gives this as --read."],
    )
    data = {"member": who.name, "kind": who.kind, "period": label, "fingerprint": fingerprint(matrix), "rows": rows}
    write(form, filled(sheet), data)


def _levels(row: MatrixRow) -> dict[str, object]:
    """One row of a matrix. A range has a low and a high base and norm, which stand as [low, high]."""
    from scoreline.planning.levels import Levels, RangeLevels

    base: object = None
    norm: object = None
    target: object = None
    match row.levels:
        case Levels():
            base, norm, target = row.levels.base, row.levels.norm, row.levels.target
        case RangeLevels():
            base, norm = [row.levels.low_base, row.levels.high_base], [row.levels.low_norm, row.levels.high_norm]
    return {
        "kpi": row.kpi,
        "kind": str(row.kind),
        "weight": row.weight,
        "direction": row.direction and str(row.direction),
        "base": base,
        "norm": norm,
        "target": target,
        "method": str(row.method),
        "question": row.question,
        "why": row.why,
    }


def _text(value: object, show: Formats) -> str:
    match value:
        case None:
            return show.number(None)
        case Decimal():
            return show.number(value)
        case [Decimal() as low, Decimal() as high]:
            return f"{show.number(low)} to {show.number(high)}"
    return str(value)
