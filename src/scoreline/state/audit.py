"""Writing to the state database, which is only done together with entries of the audit trail; and reading the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoreline.planning.fingerprint import canonical
from scoreline.state.access import account, session
from scoreline.state.chain import GENESIS, Checked, Entry, check
from scoreline.state.setup import there

if TYPE_CHECKING:
    from scoreline.state.audit_tables import AuditEntry, AuditHead


@dataclass
class Writing:
    """A transaction: where it writes, who acts, the trail's newest entry, and what is to be entered in it at the end."""

    alias: str
    by: str
    named: bool
    at: dt.datetime
    begun: int = 0
    entries: list[tuple[str, str, str | None, str | None, str]] = field(default_factory=list)

    def note(self, kind: str, about: str, *, before: object = None, after: object = None, why: str = "") -> None:
        """Enter a change: its kind, the thing that changed, what that was and is, and the reason."""
        was, is_ = (None if value is None else canonical(value) for value in (before, after))
        self.entries.append((kind, about, was, is_, why))


@contextmanager
def writing(workspace: Path, by: str | None) -> Iterator[Writing]:
    """One transaction in which the caller writes and notes what it changed; all of it is kept, or nothing.

    `by` is who acts; None is the system's account. Writers come one after another, so what is read inside is still so at the end.
    """
    with session(workspace) as alias:
        from django.db import transaction

        from scoreline.state.audit_tables import AuditHead

        with transaction.atomic(using=alias):
            head = AuditHead.objects.using(alias).select_for_update().get()
            open_ = Writing(alias, account() if by is None else by, by is not None, dt.datetime.now(dt.UTC), head.number)
            yield open_
            _append(head, open_)


def _append(head: AuditHead, done: Writing) -> None:
    from scoreline.state.audit_tables import AuditEntry

    rows: list[Any] = []
    for kind, about, before, after, why in done.entries:
        entry = Entry(head.number + 1, done.at, done.by, done.named, kind, about, before, after, why, head.hash)
        entry = replace(entry, hash=entry.sealed)
        head.number, head.hash = entry.number, entry.hash
        rows.append(AuditEntry(**vars(entry)))
    AuditEntry.objects.using(done.alias).bulk_create(rows)
    if rows:
        head.save(using=done.alias)


def trail(workspace: Path, *, limit: int | None = None) -> tuple[Entry, ...]:
    """The entries in order of time; only the newest `limit`, where that is given."""
    if not there(workspace):
        return ()
    with session(workspace) as alias:
        from scoreline.state.audit_tables import AuditEntry

        newest = AuditEntry.objects.using(alias).order_by("-number")
        return tuple(value(row) for row in (newest if limit is None else newest[:limit]))[::-1]


def newest(workspace: Path) -> int:
    """The number of the newest entry; 0 where there is none. While it stays the same, so does everything else."""
    if not there(workspace):
        return 0
    with session(workspace) as alias:
        from scoreline.state.audit_tables import AuditHead

        return AuditHead.objects.using(alias).get().number


def verify(workspace: Path, noted: str = "") -> Checked:
    """The whole trail recomputed; `noted` is the hash of an entry that must still be in it."""
    if not there(workspace):
        return check((), 0, GENESIS, noted)
    with session(workspace) as alias:
        from django.db import transaction

        from scoreline.state.audit_tables import AuditEntry, AuditHead

        with transaction.atomic(using=alias):  # nobody writes between the two readings
            head = AuditHead.objects.using(alias).select_for_update().get()
            rows = AuditEntry.objects.using(alias).order_by("number").iterator()
            return check(map(value, rows), head.number, head.hash, noted)


def value(row: AuditEntry) -> Entry:
    """An entry as a value."""
    return Entry(row.number, row.at, row.by, row.named, row.kind, row.about, row.before, row.after, row.why, row.previous, row.hash)
