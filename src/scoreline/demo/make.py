"""The made-up company as a workspace: staged, published, its matrices applied."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from scoreline import settings, workspace
from scoreline.demo import company, truths
from scoreline.demo.build import SOURCE, stage_demo
from scoreline.demo.matrices import write_matrices
from scoreline.errors import WorkspaceError
from scoreline.mart.publish import publish
from scoreline.mart.staged import Progress, silent
from scoreline.workspace import Workspace

MATRICES, PAY = "matrix.yaml", "incentives.yaml"


def make(folder: Path, *, scale: float = 1, without: Collection[str] = (), progress: Progress = silent) -> Workspace:
    """The demo in that folder: the one that it holds already, else a new one, which appears there only when it is whole.

    `without` names planted truths to leave out. ScorelineError for a name that is none's.
    WorkspaceError where the folder holds something else.
    """
    truths.check(without)
    target = folder.absolute()
    if (target / settings.FILE).exists():
        return _there(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkspaceError(f'"{folder}" is not an empty folder.', do="Name a new one: scoreline demo DIR.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent, ignore_cleanup_errors=True) as half:
        made = Path(half) / target.name
        _fill(made, scale, without, progress)
        made.replace(target)
    return workspace.open(target)


def _there(folder: Path) -> Workspace:
    found = workspace.open(folder)
    newest = found.history()[-1:]
    if any(SOURCE in table.sources for version in newest for table in version.tables.values()):
        return found
    raise WorkspaceError(f'"{folder}" holds a workspace that is not the demo.', do="Name another folder: scoreline demo DIR.")


def _fill(folder: Path, scale: float, without: Collection[str], progress: Progress) -> None:
    made = workspace.init(folder, time_zone=company.TIME_ZONE, currency=company.CURRENCY, review_days=company.REVIEW_DAYS)
    staging = folder / ".staging"
    staging.mkdir(exist_ok=True)
    try:
        staged = stage_demo(staging, scale=scale, without=without, progress=progress)
        publish(made.mart, staged, time_zone=made.settings.time_zone, definitions=made.registry.hash, progress=progress)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    progress("Agreeing on matrices", None)
    made.reopen()
    write_matrices(made, folder / MATRICES)
    made.apply_matrices(folder / MATRICES)
    shutil.copyfile(Path(__file__).with_name(PAY), folder / PAY)
