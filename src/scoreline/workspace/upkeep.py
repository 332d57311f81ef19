"""What changes the data that a workspace stands on, or what is kept of it: loads, refreshed states, old versions removed."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from scoreline import settings
from scoreline.engine import upkeep
from scoreline.engine.refresh_all import Refreshed, refresh_all
from scoreline.engine.upkeep import Upkeep
from scoreline.errors import WorkspaceError
from scoreline.ingest import load as ingest
from scoreline.ingest.load import LoadReport
from scoreline.mart.staged import Progress
from scoreline.workspace.ground import Ground


def load(ground: Ground, folder: Path, mapping: str, covers: str, progress: Progress) -> LoadReport:
    """Load files by a mapping, and stand on the version that this makes."""
    if ground.as_of is not None:
        raise WorkspaceError(f"The workspace is opened as of version {ground.as_of}.", do="Open it without as_of to load.")
    ground.refuse_without_versions("Nothing is loaded into it from here", "Fill its tables with your own tools.")
    workdir = ground.path / ".staging" / uuid.uuid4().hex
    workdir.mkdir(parents=True)
    try:
        report = ingest.load(ground.mart, folder, mapping, ground.settings, ground.registry.hash, workdir, ground.path, progress, covers)
    finally:
        shutil.rmtree(workdir, ignore_errors=True)
    ground.reopen()
    return report


def refresh(ground: Ground, *, everything: bool, progress: Progress) -> Refreshed:
    """Work out again what loads touched of all kept states."""
    ground.refuse_without_versions("No states are kept of it", "Ask for what you need: it is computed when asked for.")
    if ground.settings.engine != "duckdb":
        raise WorkspaceError(
            "Single months are worked out again on DuckDB only.",
            where=settings.FILE,
            do="Ask for what you need: Spark computes it then.",
        )
    return refresh_all(ground.engine, everything=everything, progress=progress)


def maintain(ground: Ground, *, keep: int, dry_run: bool, progress: Progress) -> Upkeep:
    """Keep the newest versions of the mart, those that are pinned, and the states in use, and free the rest."""
    ground.refuse_without_versions("There is nothing to tidy up", "Leave the upkeep of its tables to it.")
    done = upkeep.maintain(ground.mart, ground.engine, keep=keep, dry_run=dry_run, progress=progress)
    if done.mart.compacted and not dry_run:
        ground.reopen()
    return done
