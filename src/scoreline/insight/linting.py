"""What looks wrong in a matrix although no rule forbids it: remarks to think about before both sign.

A matrix is looked at alone (its rows, weights, caps, levels, and the definitions of its KPIs) and beside the past of the member and the
peers (norms that nobody or everybody reached, rows that measure the same).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoreline.kpis.model import Kpi
from scoreline.planning.levels import Levels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow
from scoreline.planning.ready.roles import READY
from scoreline.scoring.index import index_of

MOST_ROWS = 7
NEAR = Fraction(1, 20)
"""A norm that lies nearer to the base than this part of itself (of the room to 0 or 100 %, in percent) is too near."""
HUNDRED = Decimal(100)


class Rule(StrEnum):
    """What is looked for."""

    TOO_MANY = "too many rows"
    NEAR_BASE = "norm near base"
    LOW_CAP = "cap under target"
    NO_WEIGHT = "weighs nothing"
    ALL_PAID = "every row pays"
    COPIED = "copied, not chosen"
    NO_QUESTION = "no question"
    NO_PRIORITY = "no priority"
    AT_HAND = "data at hand"
    REVIEW_OVERDUE = "review overdue"
    OLDER_THAN_STRATEGY = "older than the strategy"
    NEVER_REACHED = "norm never reached"
    ALWAYS_REACHED = "norm always reached"
    ALIKE = "measures the same"


@dataclass(frozen=True)
class Remark:
    """One thing to think about: of a row (its KPI) or of the whole matrix, with what it was seen by and what may be done."""

    rule: Rule
    kpi: str
    what: str
    evidence: str
    do: str


@dataclass(frozen=True)
class Governed:
    """What definitions are held against: today, the day from which the strategy holds, and which KPIs the company defined itself."""

    today: dt.date
    strategy: dt.date | None = None
    own: Collection[str] = ()


def lint(matrix: Matrix, kpis: Mapping[str, Kpi], by: Governed) -> list[Remark]:
    """The remarks that need no data. KPIs that are not defined any more are left out."""
    found = [*_whole(matrix)]
    for row in matrix.rows:
        found += _levels(row, kpis[row.kpi].unit if row.kpi in kpis else "")
        if row.kpi in kpis:
            found += _purpose(row, kpis[row.kpi])
            found += _stale(kpis[row.kpi], by)
    return found


def _whole(matrix: Matrix) -> Iterator[Remark]:
    if len(matrix.rows) > MOST_ROWS:
        do = "Keep those whose question somebody asks."
        yield Remark(Rule.TOO_MANY, "", f"There are more than {MOST_ROWS} rows.", f"{len(matrix.rows)} rows", do)
    scored = [row for row in matrix.rows if row.kind is Kind.SCORED]
    if all(row.result for row in scored):
        yield Remark(Rule.ALL_PAID, "", "Every scored row is a result to be paid for.", "", "KPIs inform first: let some rows only inform.")
    if role := copied(matrix):
        what = f"It is the ready matrix of a {role} as it stands: copied, not chosen."
        yield Remark(Rule.COPIED, "", what, "", "Ask for each row who needs its answer, and weigh by your own reasons.")


def copied(matrix: Matrix) -> str:
    """The role whose ready matrix it is, levels aside; empty where it is none, or was changed."""

    def said(rows: Iterable[tuple[str, Decimal | None, str, str]]) -> list[tuple[str, Decimal | None, str, str]]:
        return sorted(rows, key=lambda row: row[0])

    held = said((row.kpi, row.weight, row.question, row.why) for row in matrix.rows)
    ready = (role for role, one in READY.items() if held == said((row.kpi, row.weight, row.question, row.why) for row in one.rows))
    return next(ready, "")


def _levels(row: MatrixRow, unit: str) -> Iterator[Remark]:
    if row.weight == 0:
        do = "Give it some, or make it kind: indicator."
        yield Remark(Rule.NO_WEIGHT, row.kpi, "It is scored, but weighs nothing.", "", do)
    levels = row.levels
    if isinstance(levels, Levels):
        room = min(abs(levels.norm), abs(HUNDRED - levels.norm)) if unit == "percent" else abs(levels.norm)
        if room and Fraction(abs(levels.norm - levels.base)) < NEAR * Fraction(room):
            what, do = (
                "The norm lies so near the base that chance decides the index.",
                "Set the base to the lowest level that is acceptable.",
            )
            yield Remark(Rule.NEAR_BASE, row.kpi, what, f"base {levels.base}, norm {levels.norm}", do)
        if row.cap is not None and levels.strives and (at_target := index_of(row, levels.target).raw) > row.cap:
            what, do = "The cap cuts off what the target promises.", "Raise the cap or take it out."
            yield Remark(Rule.LOW_CAP, row.kpi, what, f"cap {row.cap}, index at target {at_target:.1f}", do)


def _purpose(row: MatrixRow, kpi: Kpi) -> Iterator[Remark]:
    asked, serves = bool(row.question or kpi.question), bool(kpi.strategic_priority or row.why)
    if not asked and not serves:
        what = "Nobody asked for it: it has neither a question nor a priority, only data at hand."
        yield Remark(Rule.AT_HAND, row.kpi, what, "", "Say what it answers and serves, or take it out.")
    elif not asked:
        yield Remark(Rule.NO_QUESTION, row.kpi, "It answers no question.", "", "Write question: what somebody wants to know and act on.")
    elif not serves:
        what = "Neither does the definition name a strategic priority, nor does the row say why."
        yield Remark(Rule.NO_PRIORITY, row.kpi, what, "", "Write why: what it serves.")


def _stale(kpi: Kpi, by: Governed) -> Iterator[Remark]:
    if (due := kpi.review_due) is not None and due < by.today:
        what, do = "The review of its definition is overdue.", "Let its owner review it, and write reviewed: into the definition."
        yield Remark(Rule.REVIEW_OVERDUE, kpi.id, what, f"due on {due}", do)
    if (
        by.strategy is not None
        and by.strategy <= by.today
        and (kpi.reviewed or (dt.date.min if kpi.id in by.own else by.today)) < by.strategy
    ):
        seen = f"reviewed on {kpi.reviewed}" if kpi.reviewed else "never reviewed"
        what, do = "Its definition is older than the strategy that it serves.", "Look at it anew, and write reviewed: into the definition."
        yield Remark(Rule.OLDER_THAN_STRATEGY, kpi.id, what, f"{seen}, strategy since {by.strategy}", do)


def whose(matrices: Sequence[Matrix]) -> str:
    """`the matrix of Anna Snelling for 2017-07`, or the first one and how many others."""
    first = matrices[0]
    more = f" and {len(matrices) - 1} more" if len(matrices) > 1 else ""
    return f"the matrix of {first.member.name} for {first.period.label}{more}"


def told(found: Iterable[tuple[Matrix, Remark]]) -> list[str]:
    """One sentence or two for each rule and row, with the matrices that it concerns and the evidence of the first."""
    groups: dict[tuple[Rule, str, str], list[tuple[Matrix, Remark]]] = {}
    for matrix, remark in found:
        groups.setdefault((remark.rule, remark.kpi, remark.what), []).append((matrix, remark))
    lines = []
    for (_, kpi, what), among in groups.items():
        row = f', row "{kpi}"' if kpi else ""
        seen = f" ({among[0][1].evidence})" if among[0][1].evidence else ""
        lines.append(f"{whose([matrix for matrix, _ in among])}{row}: {what.removesuffix('.')}{seen}. {among[0][1].do}")
    return lines
