"""A matrix and its facts make a scorecard.

Rows that do not apply (leave, not part of the role, or undefined where that was agreed) hand their weight to the others: the
weights of the rest are scaled to 1. Rows whose fact is missing leave the total provisional, on the known part of the weight.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scoreline.engine.facts import Fact, FactState
from scoreline.planning.levels import Levels, RangeLevels
from scoreline.planning.matrix import Kind, KpiFacts, Matrix, MatrixRow, Undefined
from scoreline.scoring.exact import decimal, exact
from scoreline.scoring.index import Band, Index, attainment, band_of, cap_of, index_of
from scoreline.scoring.messages import Message
from scoreline.scoring.scorecard import Level, Scorecard, ScoreRow

ABSENT = Fact(None, FactState.MISSING)
_ZERO_INDEX = Index(Decimal(0), Decimal(0), None)


def score(matrix: Matrix, facts: Mapping[str, Fact], kpis: Mapping[str, KpiFacts]) -> Scorecard:
    """The scorecard of a matrix. A row without a fact in `facts` is missing; `kpis` gives titles, questions and units."""
    measured = [measure(row, facts.get(row.kpi, ABSENT)) for row in matrix.rows]
    applicable = sum((item.weight for item in measured if item.applies), Fraction(0))
    rows = tuple(_row(item, applicable, kpis.get(item.row.kpi)) for item in measured)
    known = sum((item.weight for item in measured if item.index), Fraction(0))
    points = sum((item.weight * exact(item.index.limited) for item in measured if item.index), Fraction(0))
    total = decimal(points / known) if known else None
    coverage = decimal(known / applicable) if applicable else None
    provisional = known < applicable
    notes = _notes(rows, measured, total, coverage)
    return Scorecard(matrix.member, matrix.period, rows, total, coverage, provisional, notes)


def noted(card: Scorecard, additive: Collection[str]) -> Scorecard:
    """A card of a period whose levels were put together from its months', saying how; `additive` names the KPIs that add up."""
    scored = [row for row in card.rows if row.kind is Kind.SCORED]
    added = ", ".join(row.title for row in scored if row.kpi in additive)
    kept = ", ".join(row.title for row in scored if row.kpi not in additive)
    said = (("total.levels_added", added), ("total.levels_kept", kept))
    return replace(card, notes=(*card.notes, *(Message(id, {"kpis": kpis}) for id, kpis in said if kpis)))


@dataclass(frozen=True)
class Measured:
    """A row with its fact: whether it applies, and the index where the fact is known (or undefined counts as 0)."""

    row: MatrixRow
    fact: Fact
    applies: bool
    index: Index | None

    @property
    def weight(self) -> Fraction:
        """The row's own weight; 0 of an indicator."""
        return exact(self.row.weight or 0)


def measure(row: MatrixRow, fact: Fact) -> Measured:
    """The row held against its fact."""
    if fact.state is FactState.ZERO and fact.value is None:
        fact = Fact(Decimal(0), FactState.ZERO)
    if fact.known and fact.value is None:
        fact = ABSENT
    if row.kind is Kind.INDICATOR:
        return Measured(row, fact, False, None)
    if fact.state is FactState.UNDEFINED and row.undefined is Undefined.ZERO:
        return Measured(row, fact, True, _ZERO_INDEX)
    applies = fact.state not in (FactState.NOT_APPLICABLE, FactState.UNDEFINED)
    known = applies and fact.known and fact.value is not None
    return Measured(row, fact, applies, index_of(row, fact.value) if known and fact.value is not None else None)


def _row(item: Measured, applicable: Fraction, kpi: KpiFacts | None) -> ScoreRow:
    row, fact, index = item.row, item.fact, item.index
    applied = item.weight / applicable if item.applies and applicable else None
    base, norm, target = shown(row)
    return ScoreRow(
        kpi=row.kpi,
        title=kpi.title if kpi else row.kpi,
        kind=row.kind,
        weight=row.weight,
        applied_weight=None if applied is None else decimal(applied),
        base=base,
        norm=norm,
        target=target,
        fact=fact.value if fact.known or fact.state is FactState.MISSING else None,
        state=fact.state,
        attainment=attainment(row.levels, fact.value) if row.levels and fact.known and fact.value is not None else None,
        index_raw=index.raw if index else None,
        index=index.limited if index else None,
        capped_from=index.capped_from if index else None,
        weighted=decimal(applied * exact(index.limited)) if index and applied is not None else None,
        band=_band(item),
        method=row.method,
        direction=row.direction,
        unit=kpi.unit if kpi else "",
        question=row.question or (kpi.question if kpi else ""),
        why=row.why,
        undefined=row.undefined,
        floor=row.floor,
        cap=decimal(cap_of(row)) if row.levels else None,
        at_target=row.at_target,
    )


def shown(row: MatrixRow) -> tuple[Level, Level, Decimal | None]:
    """Base, norm and target as they are shown; pairs (low, high) for a range."""
    if isinstance(row.levels, Levels):
        return row.levels.base, row.levels.norm, row.levels.target
    if isinstance(row.levels, RangeLevels):
        return (row.levels.low_base, row.levels.high_base), (row.levels.low_norm, row.levels.high_norm), None
    return None, None, None


def _band(item: Measured) -> Band | None:
    if item.row.levels is None:
        return None
    if item.fact.known and item.fact.value is not None:
        return band_of(item.row.levels, item.fact.value)
    return Band.BELOW_NORM if item.index is _ZERO_INDEX else None


def _notes(rows: Sequence[ScoreRow], measured: Sequence[Measured], total: Decimal | None, coverage: Decimal | None) -> tuple[Message, ...]:
    scored = [(row, item) for row, item in zip(rows, measured, strict=True) if row.kind is Kind.SCORED]
    out = [row.title for row, item in scored if not item.applies]
    missing = ", ".join(row.title for row, item in scored if item.applies and not item.index)
    zero = [row.title for row, item in scored if item.index is _ZERO_INDEX]
    notes = []
    if coverage is None:
        notes.append(Message("total.nothing_applies"))
    elif total is None:
        notes.append(Message("total.nothing_known", {"missing": missing}))
    elif coverage < 1:
        notes.append(Message("total.provisional", {"total": total, "coverage": 100 * coverage, "missing": missing}))
    if out and coverage is not None:
        notes.append(Message("total.scaled", {"kpis": ", ".join(out)}))
    if zero:
        notes.append(Message("total.undefined_zero", {"kpis": ", ".join(zero)}))
    return tuple(notes)
