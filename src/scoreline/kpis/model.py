"""What a definition says: measures (one table, one date, one aggregate) and KPIs (a formula over measures)."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Unit = Literal["money", "count", "percent", "ratio", "days", "months", "hours", "minutes", "ms", "score"]
Aggregate = Literal["count", "sum", "distinct", "median", "p75", "max"]
Direction = Literal["up", "down", "none"]
Dimension = Literal["financial", "customer", "process", "online store", "capability"]


AGGREGATES: tuple[Aggregate, ...] = get_args(Aggregate)


class _Definition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Measure(_Definition):
    """One aggregate over the rows of one table or relation.

    A flow counts rows by the day `at`. A stock counts the rows whose range `during` = [first day, first day no longer] covers
    the period's end, or its start where `stands` says so; without a second day a row stays for ever. `where` keeps the rows
    that count. `distinct` counts the different values of a column, anew for each cell: all of them, those never `seen` in the
    cell before (first), or those seen in the period before too (again). `known_by` keeps the rows whose day lies before the
    period's end, `within` those of the last so many covered days, or of a setting's hours. `optional` says that a mart which
    never held the table simply has none of it. `known_from` names columns, as table.column, one of which at least must hold a value in
    some row: where none does, nobody knows what the measure counts.
    """

    name: str
    from_: str = Field(alias="from")
    at: str | None = None
    during: tuple[str, ...] | None = Field(None, min_length=1, max_length=2)
    stands: Literal["end", "start"] = "end"
    count: str | None = None
    sum: str | None = None
    distinct: str | None = None
    median: str | None = None
    p75: str | None = None
    max: str | None = None
    where: str | None = None
    known_by: str | None = None
    within: int | Literal["basket_hours", "half_year"] | None = None
    seen: Literal["first", "again"] | None = None
    optional: bool = False
    known_from: tuple[str, ...] = ()
    doc: str = ""

    @model_validator(mode="after")
    def _one_of_each(self) -> Measure:
        if sum(getattr(self, kind) is not None for kind in AGGREGATES) != 1:
            raise ValueError(f"needs exactly one of {', '.join(AGGREGATES)}")
        if (self.at is None) == (self.during is None):
            raise ValueError("needs either at (a flow) or during (a stock)")
        if self.during is not None and self.aggregate not in ("count", "sum"):
            raise ValueError("a stock is a count or a sum")
        if self.during is None and self.stands == "start":
            raise ValueError("stands is for stocks: they have during")
        if (self.known_by or self.within) and (self.during is not None or self.seen or self.aggregate not in ("count", "sum", "distinct")):
            raise ValueError("known_by and within go with a count, a sum or a distinct count by the day at")
        if self.seen and self.distinct is None:
            raise ValueError("seen goes with distinct")
        return self

    @property
    def aggregate(self) -> Aggregate:
        """count, sum, distinct, median, p75 or max."""
        return next(kind for kind in AGGREGATES if getattr(self, kind) is not None)

    @property
    def day(self) -> str:
        """The date that a row counts by; of a stock, its first day."""
        return self.at or (self.during or ("",))[0]

    @property
    def argument(self) -> str:
        """The expression that is aggregated."""
        return str(getattr(self, self.aggregate))

    def last_days(self, until: dt.date | None) -> int | None:
        """How many days up to `until`, the last that is covered, `within` means; None without it.

        A setting not put in has its usual value.
        """
        if self.within == "half_year":
            return _half_year(until or dt.date(1970, 1, 1))
        return 1 if self.within == "basket_hours" else self.within

    @property
    def additive(self) -> bool:
        """Whether values of different members and periods may be added."""
        return self.during is None and self.aggregate in ("count", "sum") and self.known_by is None


def _half_year(until: dt.date) -> int:
    """How many days up to and including this one lie less than six months back: six months from each of them are not over with it."""
    for days in range(180, 190):
        if six_months_after(until - dt.timedelta(days=days)) <= until + dt.timedelta(days=1):
            return days
    raise AssertionError(until)


def six_months_after(day: dt.date) -> dt.date:
    """The same day six months on, or the last of that month."""
    return months_after(day, 6)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


BESIDE_MEANING = {"origin", "reviewed", "review_months"}
"""Fields of a KPI that say nothing of what it means."""


class Kpi(_Definition):
    """One KPI: what it asks, how it is computed, and how it is to be used.

    `needs_cut` names the cuts of which it needs one. `beside` are formulas whose values stand next to the KPI's own: how many
    entries are still open, how many answers there were, an interval. `reviewed` is the day of the last review, due again after
    `review_months`; neither makes another definition of it.
    """

    id: str
    title: str
    dimension: Dimension
    question: str
    formula: str
    unit: Unit
    direction: Direction
    rationale: str = ""
    strategic_priority: str = ""
    data: str = ""
    used_for: str = ""
    not_used_for: str = ""
    needs_cut: tuple[str, ...] = ()
    beside: dict[str, str] = Field(default_factory=dict)
    attribution: str = ""
    traps: str = ""
    use: Literal["any", "team only"] = "any"
    status: Literal["draft", "active", "retired"] = "active"
    owner: str = ""
    reviewed: dt.date | None = None
    review_months: int | None = Field(None, ge=1, le=120)
    origin: str = ""

    @property
    def version(self) -> str:
        """Twelve hex digits that change with the definition."""
        return hashlib.sha256(self.model_dump_json(exclude=BESIDE_MEANING).encode()).hexdigest()[:12]

    @property
    def review_due(self) -> dt.date | None:
        """The day of the next review; None where none was set."""
        return months_after(self.reviewed, self.review_months) if self.reviewed and self.review_months else None
