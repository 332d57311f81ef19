"""What a load hands over: tables staged in a DuckDB file, ready to be published into the mart.

The file holds one table or view for each `StagedTable`, named as in the contracts. Its columns are the contract's mapped
columns with the contract's types (an absent column counts as NULL), `_source` (may be absent: `Staged.source` then), `_file`
and `_row`. Business days, carried columns, `_load` and `_month` are filled by `publish`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["upsert", "snapshot"]
Progress = Callable[[str, float | None], None]
"""Called with what is being done now, and the share of the work done (0..1) where it is known."""


def silent(message: str, share: float | None = None) -> None:
    """A progress that tells nobody."""


@dataclass(frozen=True, order=True)
class Span:
    """Days from `start` to before `end`."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class StagedTable:
    """One table of a load.

    `upsert` adds rows and replaces those with the same key; `snapshot` also deletes the source's rows whose keys are gone,
    within `covers` or without an event day, or all of them where `covers` is None. `covers` is the declared span of event
    days; rows read and refused are counted by the reader.
    """

    table: str
    mode: Mode = "upsert"
    covers: Span | None = None
    read: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Staged:
    """A whole load: the DuckDB file, the name of the source system, the tables, and a note for the history.

    `checked` says that whoever staged it made sure that every key is there and stands once, so that publishing need not look again.
    """

    database: Path
    source: str
    tables: tuple[StagedTable, ...]
    note: str = ""
    checked: bool = False
