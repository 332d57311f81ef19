"""What the parts of one staging share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scoreline.ingest.mapping import Mapping
from scoreline.ingest.quarantine import Quarantine
from scoreline.ingest.sandbox import Limits
from scoreline.mart.staged import Progress
from scoreline.periods import GREGORIAN, Calendar


@dataclass(frozen=True)
class Job:
    """The load's folder, mapping and settings; refusals and notes gather in `quarantine` and `notes`."""

    folder: Path
    mapping: Mapping
    workdir: Path
    time_zone: str
    currency: str
    refused_limit: float
    limits: Limits
    tell: Progress
    calendar: Calendar = GREGORIAN
    quarantine: Quarantine = field(default_factory=Quarantine)
    notes: list[str] = field(default_factory=list)
