"""Making a workspace, and opening one."""

from __future__ import annotations

import shutil
from pathlib import Path

from scoreline import settings
from scoreline.errors import WorkspaceError
from scoreline.mart.store import Mart
from scoreline.workspace.workspace import Workspace


def init(path: str | Path, *, time_zone: str = "UTC", currency: str = "USD", **more: str | int) -> Workspace:
    """Make a workspace in a folder that is new or empty, with the settings given; the others stand as scoreline.toml has them.

    WorkspaceError where the folder is neither, or a setting is wrong.
    """
    folder = Path(path).absolute()
    chosen = settings.check({"time_zone": time_zone, "currency": currency, **more}, "scoreline init")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(f'"{folder}" is not an empty folder.', do="Name a new one, so that nothing of yours is touched.")
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Mart.create(folder / "mart")
        (folder / "kpis").mkdir()
        settings.write(folder, chosen)
    except BaseException:
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return Workspace(folder)


def open(path: str | Path = ".", as_of: int | None = None) -> Workspace:
    """The workspace in a folder, on the mart version `as_of` or the newest. WorkspaceError where there is none."""
    return Workspace(Path(path).absolute(), as_of)
