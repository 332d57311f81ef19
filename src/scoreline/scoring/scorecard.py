"""A scored matrix: values to show, print as JSON, or build on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.levels import Direction
from scoreline.planning.matrix import Kind, Method, Undefined
from scoreline.scoring.index import Band
from scoreline.scoring.messages import Message

Level = Decimal | tuple[Decimal, Decimal] | None


@dataclass(frozen=True)
class ScoreRow:
    """One row: plan, fact and index.

    Levels and fact are in the KPI's unit; for a range, base and norm are (low, high) and there is no target. `attainment`,
    `index_raw` and `index` are in percent. `weight` is the agreed one, `applied_weight` the one scaled to the rows that apply
    (None where this one does not). `weighted` = applied_weight * index. None means that there is no such figure, never 0.
    `disputes` are the numbers of open disputes about the figure; `carried` is the part of the fact that other periods' late data is.
    For a missing fact, `fact` is the partial value. The full levels stand where base, norm and target are for a part of the days only.
    """

    kpi: str
    title: str
    kind: Kind
    weight: Decimal | None
    applied_weight: Decimal | None
    base: Level
    norm: Level
    target: Decimal | None
    fact: Decimal | float | None
    state: FactState
    attainment: Decimal | None
    index_raw: Decimal | None
    index: Decimal | None
    capped_from: Decimal | None
    weighted: Decimal | None
    band: Band | None
    method: Method
    direction: Direction | None
    unit: str
    question: str
    why: str
    undefined: Undefined
    floor: Decimal
    cap: Decimal | None
    at_target: Decimal
    disputes: tuple[int, ...] = ()
    carried: Decimal | None = None
    full_base: Level = None
    full_norm: Level = None
    full_target: Decimal | None = None

    def to_dict(self) -> dict[str, Any]:
        """The row for JSON: names as text, numbers unrounded."""
        return {
            "kpi": self.kpi,
            "title": self.title,
            "kind": self.kind.value,
            "weight": self.weight,
            "applied_weight": self.applied_weight,
            "base": _level(self.base),
            "norm": _level(self.norm),
            "target": self.target,
            "fact": self.fact,
            "state": self.state.value,
            "attainment": self.attainment,
            "index_raw": self.index_raw,
            "index": self.index,
            "capped_from": self.capped_from,
            "weighted": self.weighted,
            "band": self.band.value if self.band else None,
            "method": self.method.value,
            "direction": self.direction.value if self.direction else None,
            "unit": self.unit,
            "disputes": list(self.disputes),
            "carried": self.carried,
            "full_base": _level(self.full_base),
            "full_norm": _level(self.full_norm),
            "full_target": self.full_target,
        }


@dataclass(frozen=True)
class Scorecard:
    """A member's matrix with facts and total.

    `total` = sum(weight * index) / sum(weight) over the rows whose fact is known, in percent; None where there is none.
    `coverage` (0..1) is the share of the applicable weight that is known; below 1 the total is provisional.
    """

    member: Member
    period: Period
    rows: tuple[ScoreRow, ...]
    total: Decimal | None
    coverage: Decimal | None
    provisional: bool
    notes: tuple[Message, ...]

    @property
    def scored(self) -> Sequence[ScoreRow]:
        """The rows that carry weight."""
        return [row for row in self.rows if row.kind is Kind.SCORED]

    def to_dict(self) -> dict[str, Any]:
        """The scorecard for JSON."""
        return {
            "member": self.member.name,
            "member_kind": self.member.kind,
            "member_id": self.member.id,
            "member_source": self.member.source,
            "period": self.period.label,
            "rows": [row.to_dict() for row in self.rows],
            "total": self.total,
            "coverage": self.coverage,
            "provisional": self.provisional,
            "notes": [note.text for note in self.notes],
        }


def _level(level: Level) -> Any:
    return list(level) if isinstance(level, tuple) else level
