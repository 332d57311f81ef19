"""scoreline serve: the web pages."""

from __future__ import annotations

from typing import Annotated

import typer

from scoreline.cli.options import HERE, WorkspaceOption, opened

PortOption = Annotated[int, typer.Option(min=1, max=65535, metavar="PORT", help="The port on 127.0.0.1.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(port: PortOption = 8000, workspace: WorkspaceOption = HERE) -> None:
    """Serve the web pages on 127.0.0.1.

    Until Ctrl-C; no other machine can reach them.
    """
    from scoreline.web.serve import serve as run

    run(opened(workspace).path, port=port)
