"""What a definition says: measures (one table, one date, one aggregate) and KPIs (a formula over measures)."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Unit = Literal["money", "count", "percent", "ratio", "days", "months", "score"]
Direction = Literal["up", "down", "none"]
Dimension = Literal["financial", "customer", "process", "online store", "capability"]


class _Definition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Measure(_Definition):
    """One aggregate over the rows of one table or relation.

    A flow counts rows by the day `at`; a stock counts, at a period's end, the rows whose range `during` = [first day, first
    day no longer] covers that end. `where` keeps the rows that count. `distinct` counts the different values of a
    column, anew for each cell. `optional` says that a mart which never held the table simply has none of it.
    """

    name: str
    from_: str = Field(alias="from")
    at: str | None = None
    during: tuple[str, str] | None = None
    count: str | None = None
    sum: str | None = None
    distinct: str | None = None
    median: str | None = None
    where: str | None = None
    optional: bool = False
    doc: str = ""

    @model_validator(mode="after")
    def _one_of_each(self) -> Measure:
        if sum(part is not None for part in (self.count, self.sum, self.distinct, self.median)) != 1:
            raise ValueError("needs exactly one of count, sum, distinct, median")
        if (self.at is None) == (self.during is None):
            raise ValueError("needs either at (a flow) or during (a stock)")
        if self.during is not None and (self.median or self.distinct):
            raise ValueError("a stock is a count or a sum")
        return self

    @property
    def aggregate(self) -> str:
        """count, sum, distinct or median."""
        return next(kind for kind in ("count", "sum", "distinct", "median") if getattr(self, kind) is not None)

    @property
    def day(self) -> str:
        """The date that a row counts by; of a stock, its first day."""
        return self.at or (self.during or ("",))[0]

    @property
    def argument(self) -> str:
        """The expression that is aggregated."""
        return str(getattr(self, self.aggregate))

    @property
    def additive(self) -> bool:
        """Whether values of different members and periods may be added."""
        return self.during is None and self.aggregate in ("count", "sum")


class Kpi(_Definition):
    """One KPI: what it asks, how it is computed, and how it is to be used."""

    id: str
    title: str
    dimension: Dimension
    question: str
    formula: str
    unit: Unit
    direction: Direction
    rationale: str = ""
    strategic_priority: str = ""
    attribution: str = ""
    traps: str = ""
    use: Literal["any", "team only"] = "any"
    status: Literal["draft", "active", "retired"] = "active"
    owner: str = ""
    origin: str = ""

    @property
    def version(self) -> str:
        """Twelve hex digits that change with the definition."""
        return hashlib.sha256(self.model_dump_json(exclude={"origin"}).encode()).hexdigest()[:12]
