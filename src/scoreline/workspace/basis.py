"""What a period's figures stand on when it is closed: the data's version, the definitions, and who was in which team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from scoreline.errors import PeriodError
from scoreline.kpis.model import BESIDE_MEANING
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.state.frozen import Basis
from scoreline.workspace.ground import Ground


def basis_of(ground: Ground, when: Period, matrices: Iterable[Matrix], unsigned_because: str = "", disputed_because: str = "") -> Basis:
    """What the period's figures stand on now."""
    refuse_as_of(ground, when)
    engine = ground.engine
    used = sorted({row.kpi for matrix in matrices for row in matrix.rows})
    texts = {kpi: definition(ground, kpi) for kpi in used if kpi in ground.registry.kpis}
    version = engine.version if ground.settings.keeps_versions else None
    return Basis(version, ground.registry.hash, texts, _memberships(ground, when), unsigned_because, disputed_because)


def refuse_as_of(ground: Ground, when: Period) -> None:
    """PeriodError where the workspace stands on an earlier version of the data."""
    if ground.as_of is not None:
        do = "Open it without --as-of."
        raise PeriodError(f"The workspace is opened as of version {ground.as_of}.", where=when.label, do=do)


def definition(ground: Ground, kpi: str) -> dict[str, Any]:
    """All that a KPI's definition says, with the measures that its formula reads."""
    registry = ground.registry
    measures = {leaf.name: registry.measures[leaf.name].measure.model_dump(mode="json") for leaf in registry.every_part(kpi)}
    return {"kpi": registry.kpis[kpi].model_dump(mode="json", exclude=BESIDE_MEANING), "measures": measures}


def _memberships(ground: Ground, when: Period) -> list[dict[str, Any]]:
    """Who was in which team and role in the period, as the mart has it."""
    names = ("_source", "person_id", "team_id", "role", "valid_from", "valid_to")
    engine = ground.engine
    with engine.lock:
        rows = engine.con.execute(
            f"SELECT {', '.join(names)} FROM memberships WHERE valid_from < ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY ALL",
            [when.end, when.start],
        ).fetchall()
    return [
        {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in zip(names, row, strict=True)} for row in rows
    ]
