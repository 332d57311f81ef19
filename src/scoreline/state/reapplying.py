"""Replacing matrices by edited ones: only those that nobody changed or signed since they were read, and whose period is open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from scoreline.engine.members import Member
from scoreline.errors import PeriodError
from scoreline.periods import Period
from scoreline.planning.edits import changes
from scoreline.planning.fingerprint import sha256
from scoreline.planning.lifecycle import Agreement, Part, refuse_own
from scoreline.planning.matrix import Matrix
from scoreline.state import agreements, services
from scoreline.state.access import account, session
from scoreline.state.audit import writing

_SHOWN = 3


def editable(workspace: Path, member: Member, period: Period, read: str, *, by: str | None = None) -> Matrix:
    """The saved matrix, which `by` may replace. `read` is the fingerprint of the matrix that was read.

    PeriodError where there is none, it is one's own, it was changed or signed since, or its period is closed.
    """
    with session(workspace) as alias:
        found = _editable(alias, member, period, read)
        refuse_own(found, account() if by is None else by)
        return found


def replace(workspace: Path, new: Sequence[tuple[Matrix, str]], *, by: str | None = None, origin: str = "") -> None:
    """Keeps the matrices in place of those with these fingerprints, all or none. PeriodError as in `editable`."""
    with writing(workspace, by) as open_:
        for matrix, read in new:
            _editable(open_.alias, matrix.member, matrix.period, read)
        services.save(open_, [matrix for matrix, _ in new], origin)


def _editable(alias: str, member: Member, period: Period, read: str) -> Matrix:
    _, found = agreements.one(alias, member, period)
    if names := [held.by for part in (Part.MEMBER, Part.MANAGER) if (held := found.signature(part))]:
        raise PeriodError(
            f"{' and '.join(names)} signed it: what is signed is not changed by a spreadsheet.",
            where=found.where,
            do="Change it with scoreline matrix apply, and have it signed anew.",
        )
    if found.fingerprint != read:
        what = f"It was changed since it was exported{_since(alias, found, read)}."
        raise PeriodError(what, where=found.where, do="Export it anew, and edit that file.")
    return found.matrix


def _since(alias: str, found: Agreement, read: str) -> str:
    """Who changed what since it was as it was read, from the audit trail."""
    from scoreline.state.audit_tables import AuditEntry

    rows = AuditEntry.objects.using(alias).filter(kind="matrix", about=services.about(found.matrix)).order_by("-number")
    said: list[str] = []
    for entry in rows.iterator():
        if sha256(entry.after or "") == read:
            break
        if entry.before and entry.after:
            what = [change.text for change in changes(json.loads(entry.before), json.loads(entry.after))]
            more = ", and more" if len(what) > _SHOWN else ""
            said.append(f"{entry.by} on {entry.at:%Y-%m-%d %H:%M} UTC ({', '.join(what[:_SHOWN])}{more})")
    return f", by {'; '.join(reversed(said))}" if said else ""
