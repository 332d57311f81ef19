"""A person's pay statement: facts against norms, line by line what they pay, corrections, draw, and what is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.engine.facts import FactState
from scoreline.engine.members import Member
from scoreline.periods import Period
from scoreline.planning.matrix import Matrix
from scoreline.scoring.basis import Basis, basis_of, paid_for
from scoreline.scoring.incentives import Line, every_row_pays, payable, total
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.scorecard import Scorecard
from scoreline.scoring.settlement import Entry, settle


@dataclass(frozen=True)
class Statement:
    """What a period pays a person. `lines` sum to `paid`: earnings, corrections, draw and what is kept back, in this order.

    `owed` goes on to the next period. `provisional` says that a fact is missing, `all_pays` that nothing in the matrix only informs.
    `closed` is the version of the closed period that it stands on; 0 where the period is open.
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
    closed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The statement for JSON."""
        return {
            "member": self.member.name,
            "member_id": self.member.id,
            "member_source": self.member.source,
            "role": self.role,
            "period": self.period.label,
            "closed_version": self.closed or None,
            "basis": [
                {"kpi": item.kpi, "fact": item.fact, "state": item.state.value, "norm": item.norm, "index": item.index}
                for item in self.basis
            ],
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
    card: Scorecard,
    corrections: Sequence[Entry] = (),
    owed: Decimal = Decimal(0),
    closed: int = 0,
) -> Statement:
    """The statement of a matrix's member and period, by the facts of its card.

    IncentiveError where a rule pays for what is no result of the matrix.
    """
    basis: list[Basis] = []
    earnings: list[Line] = []
    for rule in scheme.rules:
        payable(matrix, rule)
        item = basis_of(card, rule.kpi)
        basis.append(item)
        earnings += paid_for(rule, item)
    earned = total(earnings)
    made = [entry.line for entry in corrections]
    settled = settle(earned + total(made), scheme.draw, owed)
    return Statement(
        matrix.member, scheme.role, matrix.period, tuple(basis), earned, tuple(corrections), (*earnings, *made, *settled.lines),
        settled.paid, settled.owed, any(item.state is FactState.MISSING for item in basis), every_row_pays(matrix, scheme.rules), closed,
    )  # fmt: skip
