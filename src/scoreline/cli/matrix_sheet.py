"""scoreline matrix export and import: matrices as a workbook to edit, and the workbook read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.options import HERE, ByOption, Format, FormatOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoreline.cli.output import Sheet
    from scoreline.reports.formats import Formats
    from scoreline.reports.workbook.read_cells import Value
    from scoreline.workspace.sheets import SheetChange

_KEYS = ("member", "kind", "period", "kpi", "field", "before", "after", "cell")


def register(group: typer.Typer) -> None:
    """Add the commands to those of matrices."""
    group.command("export")(export)
    group.command("import")(import_)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The XLSX file to write; it must not be there yet.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2017-07, 2017-Q3 or 2017.")],
    member: Annotated[str | None, typer.Option(metavar="NAME", help="Only this person's or team's matrix, by name or id.")] = None,
    team: Annotated[str | None, typer.Option(metavar="NAME", help="The team's matrix, and those of all below it.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="person or team, where a member's name stands for both.")] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write the matrices of a period to a workbook, to be edited.

    A sheet for each matrix, with its facts; index and total are live formulas. Weights, levels, questions and reasons of drafts may be
    changed and read back with matrix import.
    """
    from scoreline.cli.screen import say
    from scoreline.errors import WorkbookError

    write = new_workbook(file)
    ws = opened(workspace)
    when = ws.period(period)
    if member is not None and team is not None:
        raise WorkbookError("It is either --member or --team.", where=file.name, do="Leave out one of them.")
    members = None if member is None else [ws.member(member, kind=kind)]
    if team is not None:
        members = ws.sheets.team(ws.member(team, kind="team"), when)
    write(ws.sheets.export(when, members))
    say(f"Wrote {file.name}. Edit the yellow cells, then: scoreline matrix import {file.name}")


def new_workbook(file: Path) -> Callable[[bytes], None]:
    """What writes a workbook that is not there yet. WorkbookError where it is, or is not named as one."""
    from scoreline.errors import WorkbookError

    if file.suffix.lower() != ".xlsx":
        raise WorkbookError("The workbook's name must end in .xlsx.", where=file.name, do=f"Write {file.stem}.xlsx.")
    if file.exists():
        raise WorkbookError("It is there already, and may hold somebody's edits.", where=file.name, do="Name a new file, or remove it.")

    def write(data: bytes) -> None:
        with file.open("xb") as out:
            out.write(data)

    return write


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook of matrix export that was edited.")],
    confirm: Annotated[bool, typer.Option("--confirm", help="Save what changes; without it, it is only shown.")] = False,
    by: ByOption = None,
    form: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show what an edited workbook changes, and with --confirm save it.

    All of it or nothing. It is refused where a protected cell was changed, a matrix breaks a rule, or somebody changed, signed or closed
    it since it was exported.
    """
    from scoreline.cli.output import write
    from scoreline.cli.values import formats_of

    ws = opened(workspace)
    found = ws.sheets.save(file, by=by) if confirm else ws.sheets.changes(file, by=by)
    rows = [_row(change) for change in found]
    write(form, _sheet(found, rows, confirm, formats_of(ws)), {"saved": confirm, "changes": rows})


def _row(change: SheetChange) -> dict[str, object]:
    member, field = change.member, change.field.replace("_", " ")
    values = (member.name, member.kind, change.period.label, change.kpi, field, change.before, change.after, change.cell)
    return dict(zip(_KEYS, values, strict=True))


def _sheet(found: list[SheetChange], rows: list[dict[str, object]], saved: bool, show: Formats) -> Sheet:
    from scoreline.cli.output import Column, Sheet

    titles = ("Member", "Kind", "Period", "Row", "Field", "Before", "After", "Cell")
    matrices = len({(change.member.key, change.period) for change in found})
    count = f"{len(found)} change{'s' * (len(found) != 1)} in {matrices} {'matrix' if matrices == 1 else 'matrices'}"
    note = f"Saved {count}." if saved else f"{count}. Nothing is saved yet: add --confirm."
    shown = [
        [change.member.name, change.member.kind, change.period.label, change.kpi, change.field.replace("_", " "),
         _text(change.before, show), _text(change.after, show), change.cell]
        for change in found
    ]  # fmt: skip
    return Sheet(
        columns=[Column(title, number=title in ("Before", "After")) for title in titles],
        shown=shown,
        keys=_KEYS,
        rows=[list(row.values()) for row in rows],
        notes=[note if found else "Nothing was edited."],
    )


def _text(value: Value, show: Formats) -> str:
    """A text as it stands, a number with all its decimals."""
    if isinstance(value, str):
        return value or show.number(None)
    exponent = value.as_tuple().exponent
    return show.number(value, max(0, -exponent) if isinstance(exponent, int) else None)
