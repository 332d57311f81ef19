"""scoreline demo: the made-up company."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoreline.cli.serve import PortOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make the workspace in.", show_default=False)] = Path("demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do not serve the pages.")] = False,
    scale: Annotated[float, typer.Option(min=0.01, metavar="N", help="How much bigger than usual the company is.")] = 1.0,
    port: PortOption = 8000,
) -> None:
    """Make and show a made-up company.

    Makes a workspace, prints one person's matrix, and serves the pages on 127.0.0.1 until Ctrl-C. A demo that the folder holds
    already is used as it is.
    """
    raise NotImplementedError
