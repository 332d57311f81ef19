"""What a result pays: a rate table with threshold, accelerator and cap, told line by line.

    marginal      each step's rate pays for the part of the fact that lies in the step
    retroactive   the rate of the step that is reached pays for the whole fact
    threshold     below it nothing is paid
    accelerator   what lies beyond its start is paid `times` as much
    cap           the most that a period pays

Steps lie on the fact, in the KPI's unit, or in percent of the norm. A rate is money for one unit of the fact: .02 of a revenue is
2 %, 15 of a count is 15 for each. Each line is rounded to the cent, and the lines sum to what is paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from scoreline.errors import IncentiveError
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix import Kind, Matrix, MatrixRow
from scoreline.scoring.exact import Number, exact
from scoreline.scoring.rates import On, Rate, Rule, Table

CENT = Decimal("0.01")
ZERO = Fraction(0)
_WIDE = Context(prec=60)


@dataclass(frozen=True)
class Line:
    """One line of a statement: what it pays for, how much of the fact, at which rate, and the amount. Rates may be None."""

    kpi: str
    what: str
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal


def earn(rule: Rule, fact: Number, norm: Decimal | None = None) -> tuple[Line, ...]:
    """What a fact pays, line by line. `norm` is needed where the steps are in percent of it (IncentiveError)."""
    reached = max(ZERO, exact(fact))
    unit = _unit(rule, norm)
    if reached < exact(rule.threshold) * unit:
        short = "of the norm" if rule.on is On.NORM else "of the fact"
        percent = "%" if rule.on is On.NORM else ""
        return (Line(rule.kpi, f"below the threshold of {rule.threshold:f}{percent} {short}", _told(reached), None, Decimal(0)),)
    paid = _marginal(rule, reached, unit) if rule.table is Table.MARGINAL else _retroactive(rule, reached, unit)
    lines = [Line(rule.kpi, what, _told(part), rate, _money(part * exact(rate))) for what, part, rate in paid if part]
    if rule.accelerator and (beyond := _accelerated(rule, reached, unit)):
        times = f"{rule.accelerator.times:f} times as much from {_at(rule, rule.accelerator.start)}"
        lines.append(Line(rule.kpi, times, _told(max(ZERO, reached - exact(rule.accelerator.start) * unit)), None, _money(beyond)))
    total = sum((line.amount for line in lines), Decimal(0))
    if rule.cap is not None and total > rule.cap:
        lines.append(Line(rule.kpi, f"capped at {rule.cap:f}", None, None, rule.cap - total))
    return tuple(lines)


def total(lines: Sequence[Line]) -> Decimal:
    """What the lines sum to."""
    return sum((line.amount for line in lines), Decimal(0))


def payable(matrix: Matrix, rule: Rule) -> MatrixRow:
    """The row of a matrix that a rule pays for. IncentiveError where there is none, or it is not marked as a result."""
    where = f'matrix of {matrix.member.name}, {matrix.period.label}, row "{rule.kpi}"'
    row = matrix.row(rule.kpi)
    if row is None:
        raise IncentiveError("There is no such row to pay for.", where=where, do="Agree on one, or take the rule out.")
    if not row.result:
        what = "The row is not marked as a result, and only results may pay."
        raise IncentiveError(what, where=where, do="Write result: true in it, or take the rule out.")
    if not lies_on(rule, row):
        what = "Its steps are in percent of the norm, which must be above 0 with more being better."
        raise IncentiveError(what, where=where, do="Use on: fact.")
    return row


def lies_on(rule: Rule, row: MatrixRow) -> bool:
    """Whether a rule's steps can lie on a row: in percent of the norm only where it is above 0, with more being better."""
    up = isinstance(row.levels, Levels) and row.levels.direction is Direction.UP and row.levels.norm > 0
    return up or rule.on is not On.NORM


def every_row_pays(matrix: Matrix, rules: Sequence[Rule]) -> bool:
    """Whether all that is scored is paid for too: then nothing in the matrix only informs, and numbers begin to serve the pay."""
    paid = {rule.kpi for rule in rules}
    return all(row.kpi in paid for row in matrix.rows if row.kind is Kind.SCORED)


def _unit(rule: Rule, norm: Decimal | None) -> Fraction:
    """What one point of the table's scale is in the KPI's unit."""
    if rule.on is On.FACT:
        return Fraction(1)
    if norm is None or norm <= 0:
        raise IncentiveError("There is no norm above 0 to take percents of.", where=rule.kpi, do="Use on: fact, or agree on a norm.")
    return exact(norm) / 100


def _at(rule: Rule, point: Decimal) -> str:
    return f"{point:f}{'%' if rule.on is On.NORM else ''}"


def _span(rule: Rule, step: Rate) -> str:
    return f"from {_at(rule, step.low)} on" if step.high is None else f"from {_at(rule, step.low)} to {_at(rule, step.high)}"


def _marginal(rule: Rule, reached: Fraction, unit: Fraction) -> list[tuple[str, Fraction, Decimal]]:
    return [(_span(rule, step), _part(step, reached, unit), step.rate) for step in rule.rates]


def _part(step: Rate, reached: Fraction, unit: Fraction, start: Fraction = ZERO) -> Fraction:
    """How much of the fact lies in a step, and beyond a start."""
    low = max(exact(step.low) * unit, start)
    high = reached if step.high is None else min(reached, exact(step.high) * unit)
    return max(ZERO, high - low)


def _retroactive(rule: Rule, reached: Fraction, unit: Fraction) -> list[tuple[str, Fraction, Decimal]]:
    step = [step for step in rule.rates if exact(step.low) * unit <= reached][-1]
    return [(f"all, {_span(rule, step)}", reached, step.rate)]


def _accelerated(rule: Rule, reached: Fraction, unit: Fraction) -> Fraction:
    """What the accelerator adds."""
    assert rule.accelerator is not None  # noqa: S101  (asked for it only then)
    start = exact(rule.accelerator.start) * unit
    more = exact(rule.accelerator.times) - 1
    if rule.table is Table.RETROACTIVE:
        ((_, _, rate),) = _retroactive(rule, reached, unit)
        return more * max(ZERO, reached - start) * exact(rate)
    return more * sum((_part(step, reached, unit, start) * exact(step.rate) for step in rule.rates), ZERO)


def _money(amount: Fraction) -> Decimal:
    whole = _WIDE.divide(Decimal(amount.numerator), Decimal(amount.denominator))
    return whole.quantize(CENT, ROUND_HALF_UP, _WIDE)


def _told(amount: Fraction) -> Decimal:
    return _WIDE.divide(Decimal(amount.numerator), Decimal(amount.denominator))
