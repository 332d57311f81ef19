"""scoreline matrix lint: what looks wrong in matrices although no rule forbids it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoreline.cli.options import HERE, AsOfOption, Format, FormatOption, WorkspaceOption, opened


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("lint")(lint)


def lint(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The proposed matrices; without it, those that are saved.")] = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Say what looks wrong in matrices although no rule forbids it.

    Norms near the base, or that nobody or everybody reached in the twelve periods before; caps under the target; rows that measure the
    same, that pay, or that nobody asked for; stale definitions. Nothing is saved or refused.
    """
    from scoreline.cli.output import Column, Sheet, write

    ws = opened(workspace, as_of)
    matrices = ws.matrices() if file is None else ws.insights.proposed(file)
    found = ws.insights.lint(matrices)
    keys = ["member", "period", "kpi", "remark", "what", "evidence", "do"]
    rows = [[m.member.name, m.period.label, one.kpi, one.rule.value, one.what, one.evidence, one.do] for m, one in found]
    sheet = Sheet(
        columns=[Column("Member"), Column("Period"), Column("KPI"), Column("Remark"), Column("Seen by")],
        shown=[[*row[:4], row[5]] for row in rows],
        keys=keys,
        rows=rows,
        notes=[f"{what} {do}" for what, do in dict.fromkeys((row[4], row[6]) for row in rows)]
        or [f"Nothing looks wrong in {len(matrices)} {'matrix' if len(matrices) == 1 else 'matrices'}."],
    )
    write(form, sheet, [dict(zip(keys, row, strict=True)) for row in rows])
