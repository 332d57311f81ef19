"""scoreline demo: the made-up company."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoreline.cli.serve import PortOption

if TYPE_CHECKING:
    from scoreline.planning.matrix import Matrix
    from scoreline.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make the workspace in.", show_default="demo")] = Path("demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do not serve the pages.")] = False,
    scale: Annotated[float, typer.Option(metavar="N", help="How much bigger than usual the company is.")] = 1.0,
    without: Annotated[
        list[str] | None, typer.Option(metavar="TRUTH", help="Leave out something planted for analyses to find; may stand several times.")
    ] = None,
    port: PortOption = 8000,
) -> None:
    """Make and show a made-up company.

    Makes a workspace, prints one person's matrix, and serves the pages on 127.0.0.1 until Ctrl-C. A demo that the folder holds
    already is used as it is.
    """
    from scoreline.cli import progress
    from scoreline.cli.score import sheet
    from scoreline.cli.screen import print_sheet, say
    from scoreline.cli.values import formats_of
    from scoreline.demo.make import make
    from scoreline.errors import ScorelineError
    from scoreline.web.serve import check_address, serve

    if not no_serve:
        try:
            check_address("127.0.0.1", port)
        except ScorelineError as problem:
            do = f"Stop what uses it, or choose another: make demo PORT={port + 1}, or scoreline demo --port {port + 1}."
            raise type(problem)(problem.what, where=problem.where, do=do) from None
    with progress.shown() as tell:
        workspace = make(folder, scale=scale, without=without or (), progress=tell)
    say(f"The made-up company is in {folder}.")
    matrix = _example(workspace)
    say()
    print_sheet(sheet(workspace.score(matrix.member, matrix.period), formats_of(workspace)))
    say()
    command = "scoreline" if shutil.which("scoreline") else Path(sys.argv[0]).absolute()
    say(f"Look further{'' if no_serve else ', in another terminal'}: cd {folder} && {command} kpis")
    if not no_serve:
        serve(workspace.path, port=port)


def _example(workspace: Workspace) -> Matrix:
    """One person's matrix of the last month: of those, the one with the most rows, the first by name."""
    found = [matrix for matrix in workspace.matrices() if matrix.member.kind == "person"]
    last = max(matrix.period for matrix in found)
    return min((m for m in found if m.period == last), key=lambda matrix: (-len(matrix.rows), matrix.member.name))
