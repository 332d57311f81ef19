"""A workspace read at one data version, and what pages have already asked of it.

A `Reading` belongs to one version of the mart, one state of the definitions and one state of what people agreed. When any of them
changes, the next request gets a new one, so nothing remembered here can go stale.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from scoreline.errors import ScorelineError
from scoreline.settings import read_state
from scoreline.state import audit

if TYPE_CHECKING:
    from scoreline.workspace import Workspace

_T = TypeVar("_T")
_REMEMBERED = 512
_READINGS = 4

Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass
class Reading:
    """One workspace at one version. `newest` is the newest version's number, `as_of` the one asked for, or None."""

    workspace: Workspace
    newest: int
    as_of: int | None
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _answers: OrderedDict[Hashable, object] = field(default_factory=OrderedDict, repr=False)

    def remember(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The answer to a question, made once. One thread at a time asks the workspace."""
        with self.lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast("_T", self._answers[key])
            answer = make()
            self._answers[key] = answer
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
            return answer


class Readings:
    """The readings of one workspace folder that are open now."""

    def __init__(self, path: Path, opener: Callable[[Path, int | None], Workspace]) -> None:
        self._path, self._opener = path, opener
        self._lock = threading.Lock()
        self._open: OrderedDict[tuple[Fingerprint, int | None], Reading] = OrderedDict()

    def at(self, as_of: int | None) -> Reading:
        """The reading of a version, the newest where None. MartError for an unknown number."""
        print_ = fingerprint(self._path)
        with self._lock:
            key = (print_, as_of)
            if key not in self._open:
                newest = self._newest(print_)
                workspace = newest.workspace if newest and as_of is None else self._opener(self._path, as_of)
                number = newest.newest if newest else self._number(as_of, workspace)
                self._open[key] = Reading(workspace, number, as_of)
                while len(self._open) > _READINGS:
                    self._open.popitem(last=False)
            self._open.move_to_end(key)
            return self._open[key]

    def _newest(self, print_: Fingerprint) -> Reading | None:
        return self._open.get((print_, None))

    def _number(self, as_of: int | None, workspace: Workspace) -> int:
        """The newest version's number. A workspace read as of an earlier version lists all versions all the same."""
        versions = workspace.history()
        return max([workspace.version, *(version.number for version in versions)]) if as_of is not None else workspace.version


def fingerprint(path: Path) -> Fingerprint:
    """What changes when a version is published, a definition edited, or anything that people agree on."""
    watched = [
        path / "scoreline.toml",
        path / "state.sqlite3",
        path / "state.sqlite3-wal",
        path / "mart" / "_versions" / "_delta_log",
        path / "kpis",
        *sorted((path / "kpis").glob("*.yaml")),
        *sorted(path.glob("*.yaml")),  # rules of pay, and matrices to try out
    ]
    marks = []
    for file in watched:
        try:
            status = file.stat()
        except OSError:
            continue
        if file.name.endswith("-wal") and not status.st_size:
            continue  # every reader makes and removes an empty one
        marks.append((file.name, status.st_mtime_ns, status.st_size if file.is_file() else 0))
    return (*marks, ("audit", _entries_elsewhere(path), 0))


def _entries_elsewhere(path: Path) -> int:
    """The newest entry's number of a trail that is kept in a server, since no file here shows that it grew; -1 where it is out of reach.

    The pages that need what is kept there say so themselves; the others go on.
    """
    try:
        return audit.newest(path) if read_state(path).url else 0
    except ScorelineError:
        return -1
