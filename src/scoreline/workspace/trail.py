"""What was done to a workspace's agreements: the audit trail of its state database."""

from __future__ import annotations

from pathlib import Path

from scoreline.state import audit, audit_search
from scoreline.state.audit_search import Found, Names
from scoreline.state.chain import Checked, Entry


class Trail:
    """The trail of one workspace."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self, limit: int | None = None) -> tuple[Entry, ...]:
        """The entries, oldest first; only the newest `limit` where that is given."""
        return audit.trail(self._path, limit=limit)

    def verify(self, noted: str = "") -> Checked:
        """The chain recomputed from the first entry on. `noted` is the hash of an entry that must still be in it."""
        return audit.verify(self._path, noted)

    def search(
        self, about: str = "", *, exactly: bool = False, kind: str = "", by: str = "", limit: int | None = None, offset: int = 0
    ) -> Found:
        """The entries about what holds a text (or is `exactly` that), of a kind, by somebody, newest first, and how many there are."""
        return audit_search.search(self._path, about=about, exactly=exactly, kind=kind, by=by, limit=limit, offset=offset)

    @property
    def names(self) -> Names:
        """The kinds of change that there are, and who acted."""
        return audit_search.names(self._path)
