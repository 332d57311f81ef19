"""Who holds which role on a day, and the schemes that pay these roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from scoreline.scoring.incentives_file import read_incentives
from scoreline.scoring.scheme import Scheme
from scoreline.workspace.ground import Ground

Memberships = Iterable[Mapping[str, object]]
_NAMES = ("_source", "person_id", "role", "valid_from", "valid_to")


def schemes(ground: Ground, file: Path, frozen: Memberships = ()) -> dict[str, Scheme]:
    """The schemes of a file by role. IncentiveError where nobody ever held one, in the data or in the memberships of a closing."""
    held = {str(one["role"]) for one in (*_memberships(ground), *frozen) if one["role"] is not None}
    return read_incentives(file, ground.registry.kpis, held)


def roles(ground: Ground, day: dt.date) -> dict[tuple[str, str], str]:
    """Everybody's role on a day; of several at once, the one that began last."""
    return roles_in(_memberships(ground), day)


def roles_in(memberships: Memberships, day: dt.date) -> dict[tuple[str, str], str]:
    """Everybody's role on a day, by memberships as the mart has them or as a closing froze them."""
    on = day.isoformat()
    held = [
        (str(one["valid_from"]), str(one["role"]), str(one["_source"]), str(one["person_id"]))
        for one in memberships
        if one["role"] is not None and str(one["valid_from"]) <= on and (one["valid_to"] is None or str(one["valid_to"]) > on)
    ]
    return {(source, person): role for _, role, source, person in sorted(held)}


def _memberships(ground: Ground) -> list[dict[str, object]]:
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute(f"SELECT {', '.join(_NAMES)} FROM memberships WHERE role IS NOT NULL").fetchall()
    return [dict(zip(_NAMES, row, strict=True)) for row in rows]
