"""A whole load: stage the files, keep what was refused, publish the rest as a new version of the mart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from scoreline.ingest.coverage_notes import other_sources
from scoreline.ingest.mapping import Mapping
from scoreline.ingest.mapping_file import read_mapping
from scoreline.ingest.quarantine import Refusal, RefusedRowsError, write_quarantine
from scoreline.ingest.references import UnknownReference
from scoreline.ingest.staging import stage
from scoreline.ingest.workfolder import in_use
from scoreline.mart.contracts import TABLES
from scoreline.mart.publish import publish
from scoreline.mart.staged import Progress, silent
from scoreline.mart.store import Mart
from scoreline.mart.versions import Version
from scoreline.settings import Settings


@dataclass(frozen=True)
class LoadReport:
    """What a load did.

    `version` is the mart's newest version, with the counts of this load; `changed` says whether the load made it. `quarantine`
    is the file with the refused rows, None where none was refused, and `refused` how many they are, those among them that were refused
    while a file was read and so reached no table. `notes` are sentences for the user.
    """

    version: Version
    changed: bool
    quarantine: Path | None = None
    refused: int = 0
    unknown_references: tuple[UnknownReference, ...] = ()
    notes: tuple[str, ...] = ()


def load(
    mart: Mart,
    folder: Path,
    mapping: str,
    settings: Settings,
    definitions: str,
    workdir: Path,
    workspace: Path,
    progress: Progress = silent,
    covers: str = "",
) -> LoadReport:
    """Load a folder by a mapping (a shipped one's name, or a path). Nothing is published where this raises.

    `covers` names the days that the files cover, FROM..TO, in place of those of the mapping. `definitions` is the hash of the KPI
    definitions, kept with the version; `workdir` takes temporary files, and folders
    beside it that dead loads left are taken away; refused rows go to the folder quarantine of the workspace, also where too
    many were refused for anything to load (RefusedRowsError).
    """
    read = read_mapping(mapping)
    if covers:
        read = read.covering(covers)
    with in_use(workdir):
        return _load(mart, folder, read, settings, definitions, workdir, workspace, progress)


def _load(
    mart: Mart, folder: Path, read: Mapping, settings: Settings, definitions: str, workdir: Path, workspace: Path, progress: Progress
) -> LoadReport:
    snapshot = mart.snapshot()
    known = {name: snapshot.relation(name) for name in TABLES if snapshot.has(name)}
    try:
        result = stage(
            folder,
            read,
            workdir=workdir,
            time_zone=settings.time_zone,
            currency=settings.currency,
            calendar=settings.business_calendar,
            refused_limit=settings.refused_limit,
            progress=progress,
            known=known,
        )
    except RefusedRowsError as problem:
        kept = _keep(workspace, read.source, problem.refusals)
        raise RefusedRowsError(problem.what, where=problem.where, do=f"{problem.do} ({kept})", refusals=problem.refusals) from None
    quarantine = _keep(workspace, read.source, result.refusals)
    version = publish(
        mart,
        result.staged,
        time_zone=settings.time_zone,
        calendar=settings.business_calendar,
        definitions=definitions,
        progress=progress,
    )
    notes = [
        other_sources(item, snapshot.version.tables.get(item.table), version.tables[item.table])
        for item in result.staged.tables
        if version.made
    ]
    return LoadReport(version, version.made, quarantine, result.refused, result.unknown_references, (*result.notes, *filter(None, notes)))


def _keep(workspace: Path, source: str, refusals: tuple[Refusal, ...]) -> Path | None:
    if not refusals:
        return None
    now = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = workspace / "quarantine" / f"{now}-{source}.csv"
    write_quarantine(path, refusals)
    return path
