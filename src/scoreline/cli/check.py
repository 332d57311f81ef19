"""scoreline check: every mistake in a workspace's settings, definitions and matrices at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoreline.cli.options import HERE, WorkspaceOption

if TYPE_CHECKING:
    from scoreline.checking.report import Report


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


def check(
    json: Annotated[bool, typer.Option("--json", help="Write the answer as JSON.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Tell every mistake in settings, definitions and matrices.

    Reads scoreline.toml, every file of the folder kpis, and the matrices that were applied. Each mistake is told with its file
    and line; the exit code is then 1. It also says what the workspace's own files change about the shipped definitions.
    """
    from scoreline.checking.check import check as checked
    from scoreline.cli.output import write_json

    report = checked(workspace.absolute())
    if json:
        write_json(_data(report))
    else:
        _tell(report)
    if not report.ok:
        raise typer.Exit(1)


def _data(report: Report) -> dict[str, Any]:
    problems = [
        {"file": item.file or None, "line": item.line, "about": item.about, "what": item.what, "do": item.do} for item in report.problems
    ]
    counts = ("files", "kpis", "own_kpis", "retired", "measures", "own_measures", "matrices")
    return {"ok": report.ok, "problems": problems, "notices": list(report.notices), **{name: getattr(report, name) for name in counts}}


def _tell(report: Report) -> None:
    from scoreline.cli.screen import print_notes, say

    for problem in report.problems:
        say(problem.text)
    print_notes(report.notices)
    say(_summary(report), bold=True)


def _summary(report: Report) -> str:
    looked = (
        f"{report.kpis} KPIs ({report.own_kpis} of your own, {report.retired} retired) and {report.measures} measures "
        f"({report.own_measures} of your own) in {_many(report.files, 'own file')}, {_many(report.matrices, 'matrix', 'matrices')}."
    )
    if report.ok:
        return f"Nothing wrong: {looked}"
    return f"{_many(len(report.problems), 'problem')}. Looked at {looked}"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
