"""A person's pay statement: facts against norms, line by line what they pay, corrections, draw, and what is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.levels import Levels
from scoreline.planning.matrix import KpiFacts, Matrix
from scoreline.scoring.incentives import Line, earn, every_row_pays, payable, total
from scoreline.scoring.rates import Rule
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.settlement import Entry, settle

_WITHOUT = {
    FactState.MISSING: "the data does not cover the whole period: nothing is paid yet",
    FactState.UNDEFINED: "there was nothing to divide by: nothing to pay for",
    FactState.NOT_APPLICABLE: "does not apply: nothing to pay for",
}


@dataclass(frozen=True)
class Basis:
    """What a rule pays for: the fact (None where there is none), its state, and the norm where one was agreed."""

    kpi: str
    title: str
    unit: str
    fact: Decimal | float | None
    state: FactState
    norm: Decimal | None


@dataclass(frozen=True)
class Statement:
    """What a period pays a person. `lines` sum to `paid`: earnings, corrections, draw and what is kept back, in this order.

    `owed` goes on to the next period. `provisional` says that a fact is missing, `all_pays` that nothing in the matrix only informs.
    """

    member: Member
    role: str
    period: Period
    basis: tuple[Basis, ...]
    earned: Decimal
    corrections: tuple[Entry, ...]
    lines: tuple[Line, ...]
    paid: Decimal
    owed: Decimal
    provisional: bool
    all_pays: bool

    def to_dict(self) -> dict[str, Any]:
        """The statement for JSON."""
        return {
            "member": self.member.name,
            "member_id": self.member.id,
            "member_source": self.member.source,
            "role": self.role,
            "period": self.period.label,
            "basis": [{"kpi": item.kpi, "fact": item.fact, "state": item.state.value, "norm": item.norm} for item in self.basis],
            "earned": self.earned,
            "corrected": total([entry.line for entry in self.corrections]),
            "lines": [vars(line) for line in self.lines],
            "corrections": [{"amount": entry.line.amount, **vars(entry.cause)} for entry in self.corrections],
            "paid": self.paid,
            "owed": self.owed,
            "provisional": self.provisional,
            "every_row_pays": self.all_pays,
        }


def statement(
    matrix: Matrix,
    scheme: Scheme,
    facts: Mapping[str, Fact],
    kpis: Mapping[str, KpiFacts],
    corrections: Sequence[Entry] = (),
    owed: Decimal = Decimal(0),
) -> Statement:
    """The statement of a matrix's member and period. IncentiveError where a rule pays for what is no result of the matrix."""
    basis: list[Basis] = []
    earnings: list[Line] = []
    for rule in scheme.rules:
        item = _basis(matrix, rule, facts.get(rule.kpi, Fact(None, FactState.MISSING)), kpis)
        basis.append(item)
        earnings += paid_for(rule, item)
    earned = total(earnings)
    made = [entry.line for entry in corrections]
    settled = settle(earned + total(made), scheme.draw, owed)
    return Statement(
        matrix.member, scheme.role, matrix.period, tuple(basis), earned, tuple(corrections), (*earnings, *made, *settled.lines),
        settled.paid, settled.owed, any(item.state is FactState.MISSING for item in basis), every_row_pays(matrix, scheme.rules),
    )  # fmt: skip


def paid_for(rule: Rule, item: Basis) -> tuple[Line, ...]:
    """What a rule pays for its basis."""
    if item.fact is None or item.state in _WITHOUT:
        return (Line(rule.kpi, _WITHOUT.get(item.state, _WITHOUT[FactState.MISSING]), None, None, Decimal(0)),)
    return earn(rule, item.fact, item.norm)


def _basis(matrix: Matrix, rule: Rule, fact: Fact, kpis: Mapping[str, KpiFacts]) -> Basis:
    row, kpi = payable(matrix, rule), kpis.get(rule.kpi)
    norm = row.levels.norm if isinstance(row.levels, Levels) else None
    return Basis(rule.kpi, kpi.title if kpi else rule.kpi, kpi.unit if kpi else "", fact.value, fact.state, norm)
