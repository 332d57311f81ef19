"""scoreline plan export and pins: a split goal as a workbook to edit, and its edited amounts as pins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoreline.cli.options import HERE, WorkspaceOption, opened


def register(group: typer.Typer) -> None:
    """Add the commands to those of plans."""
    group.command("export")(export)
    group.command("pins")(pins)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file with goal, time, members and pins.")],
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="The XLSX file to write; it must not be there yet.")],
    per: Annotated[
        str | None,
        typer.Option(metavar="LENGTH", help="quarter, month, week or day.", show_default="the longest that the plan has"),
    ] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write a split goal to a workbook whose sums are live formulas.

    The amounts of single members in single periods may be changed, and plan pins gives them as pins. Nothing is saved.
    """
    from scoreline.cli.matrix_sheet import new_workbook
    from scoreline.cli.screen import say
    from scoreline.periods import grain

    write = new_workbook(workbook)
    ws = opened(workspace)
    plan = ws.split_goal(file)
    write(ws.sheets.plan(plan, plan.times.at(grain(per) if per else None)))
    say(f"Wrote {workbook.name}. Edit the yellow cells, then: scoreline plan pins {workbook.name}")


def pins(
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="A workbook of plan export that was edited.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Print the amounts that were edited in a workbook as pins, for the plan file.

    The next split keeps them, and the others give way. Nothing is saved.
    """
    import json

    found = opened(workspace).sheets.pins(workbook)
    typer.echo("pins:" if found else "# Nothing was edited.")
    for pin in found:
        member, period = (json.dumps(text, ensure_ascii=False) for text in (pin.edits.about, pin.edits.field))
        typer.echo(f"  - {{member: {member}, period: {period}, amount: {pin.after}}}")
