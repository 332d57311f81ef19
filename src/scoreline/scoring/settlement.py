"""From what was earned to what is paid: draws, and corrections of periods that were paid before.

A draw is the least that a period pays. What it adds to the earnings is owed, and kept back from later earnings beyond the draw, as
far as they reach. A correction never changes what was paid: it stands in the open period, negative (a clawback) or positive, with
its cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoreline.planning.fingerprint import number
from scoreline.scoring.basis import Basis, paid_for
from scoreline.scoring.incentives import Line, total
from scoreline.scoring.rates import Rule

ZERO = Decimal(0)


@dataclass(frozen=True)
class Draw:
    """The least that a period pays; whether it is owed back (`recoverable`)."""

    amount: Decimal
    recoverable: bool = True


@dataclass(frozen=True)
class Cause:
    """Why an earlier period pays otherwise: the KPI and period, the facts (None: there was none), and the versions that told them.

    They are versions of the closed period, or, where `of` says so, of the data.
    """

    kpi: str
    period: str
    told: Decimal | float | None
    now: Decimal | float | None
    told_at: int
    now_at: int
    of: str = "closing"

    @property
    def text(self) -> str:
        """In words, the period left out."""
        told, now = ("without a fact" if fact is None else number(Decimal(str(fact))) for fact in (self.told, self.now))
        return f"{self.kpi} was {told} by {self.of} version {self.told_at} and is {now} by version {self.now_at}"


@dataclass(frozen=True)
class Entry:
    """A correction in the open period: negative where too much was paid."""

    line: Line
    cause: Cause


@dataclass(frozen=True)
class Settlement:
    """What a period pays: `lines` (draw and what is kept back) and `paid`, their sum with the earnings; `owed` goes on from here."""

    lines: tuple[Line, ...]
    paid: Decimal
    owed: Decimal


def settle(earned: Decimal, draw: Draw | None, owed: Decimal = ZERO) -> Settlement:
    """The settlement of a period's earnings, corrections included, with what is owed from before."""
    least = draw.amount if draw else ZERO
    if earned < least:
        added = least - earned
        what = "draw, owed from later earnings" if draw and draw.recoverable else "up to the least that is paid"
        if draw is None:
            what = "carried over: more is to be paid back than was earned"
        more = added if draw is None or draw.recoverable else max(ZERO, -earned)
        return Settlement((Line("", what, None, None, added),), least, owed + more)
    kept = min(owed, earned - least)
    lines = (Line("", "kept back for what was owed", None, None, -kept),) if kept else ()
    return Settlement(lines, earned - kept, owed - kept)


def correction(rule: Rule, period: str, told: tuple[int, Basis], now: tuple[int, Basis], of: str = "closing") -> Entry | None:
    """The entry that puts an earlier period right, by two versions of what it pays for; None where both pay the same.

    Negative: a clawback.
    """
    difference = total(paid_for(rule, now[1])) - total(paid_for(rule, told[1]))
    if not difference:
        return None
    cause = Cause(rule.kpi, period, told[1].fact, now[1].fact, told[0], now[0], of)
    what = f"{'clawback' if difference < 0 else 'correction'} of {period}: {cause.text}"
    return Entry(Line(rule.kpi, what, None, None, difference), cause)


def sum_of(entries: Sequence[Entry]) -> Decimal:
    """What corrections sum to."""
    return total([entry.line for entry in entries])
