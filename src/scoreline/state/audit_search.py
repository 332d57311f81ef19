"""Looking something up in the audit trail, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoreline.state.access import session
from scoreline.state.audit import value
from scoreline.state.chain import Entry
from scoreline.state.setup import there


@dataclass(frozen=True)
class Found:
    """Some of the entries that were looked for, newest first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True)
class Names:
    """What entries can be narrowed down by: the kinds of change, and who acted."""

    kinds: tuple[str, ...]
    people: tuple[str, ...]


def search(
    workspace: Path, *, about: str = "", exactly: bool = False, kind: str = "", by: str = "", limit: int | None = None, offset: int = 0
) -> Found:
    """The entries about what holds the text `about` (or is `exactly` that), of a kind, by somebody; empty ones are not asked for."""
    if not there(workspace):
        return Found((), 0)
    asked: dict[str, Any] = {"about" if exactly else "about__icontains": about, "kind": kind, "by": by}
    with session(workspace) as alias:
        from scoreline.state.audit_tables import AuditEntry

        found = AuditEntry.objects.using(alias).filter(**{name: text for name, text in asked.items() if text}).order_by("-number")
        shown = found[offset:] if limit is None else found[offset : offset + limit]
        return Found(tuple(value(row) for row in shown), found.count())


def names(workspace: Path) -> Names:
    """All kinds of change and all who acted, in order of their names."""
    if not there(workspace):
        return Names((), ())
    with session(workspace) as alias:
        from scoreline.state.audit_tables import AuditEntry

        rows = AuditEntry.objects.using(alias).order_by()
        kinds, people = (tuple(sorted(rows.values_list(column, flat=True).distinct())) for column in ("kind", "by"))
        return Names(kinds, tuple(name for name in people if name))
