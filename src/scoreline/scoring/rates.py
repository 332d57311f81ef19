"""Rate tables, and the rules that they stand in: values that are refused where they have gaps, overlap, or pay less for more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from scoreline.errors import IncentiveError


class Table(StrEnum):
    """Whether a rate pays for its own step, or for all."""

    MARGINAL = "marginal"
    RETROACTIVE = "retroactive"


class On(StrEnum):
    """What the steps of a table are measured in."""

    FACT = "fact"
    NORM = "percent of norm"


@dataclass(frozen=True)
class Rate:
    """From `low` to `high` (None: and beyond) one unit of the fact pays `rate`."""

    low: Decimal
    high: Decimal | None
    rate: Decimal


@dataclass(frozen=True)
class Accelerator:
    """From `start` on, `times` as much is paid."""

    start: Decimal
    times: Decimal


@dataclass(frozen=True)
class Rule:
    """How one KPI pays. Start, threshold and steps are on `on`; the cap is money for a period."""

    kpi: str
    table: Table
    rates: tuple[Rate, ...]
    on: On = On.NORM
    threshold: Decimal = Decimal(0)
    accelerator: Accelerator | None = None
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        check_rates(self.rates, self.table)
        if self.threshold < 0:
            raise IncentiveError(f"The threshold is {self.threshold}.", do="Write 0 or more.")
        if self.cap is not None and self.cap < 0:
            raise IncentiveError(f"The cap is {self.cap}.", do="Write an amount of 0 or more.")
        if self.accelerator and (self.accelerator.times < 1 or self.accelerator.start < 0):
            raise IncentiveError(
                f"The accelerator pays {self.accelerator.times} times as much from {self.accelerator.start}.",
                do="Write from: 0 or more, and times: 1 or more.",
            )


def check_rates(rates: Sequence[Rate], table: Table) -> None:
    """IncentiveError, naming the place, for a table with a gap or overlap, or one that pays less for more."""
    if not rates:
        raise IncentiveError("The rate table is empty.", do="Write rates: [{to: 100, rate: 0.01}, {from: 100, rate: 0.02}].")
    if rates[0].low > 0:
        raise IncentiveError(f"No rate covers 0 to {rates[0].low}.", do="Begin the first step at 0; a rate may be 0.")
    if rates[-1].high is not None:
        raise IncentiveError(
            f"No rate covers what lies beyond {rates[-1].high}.", do="Leave out the last step's to; a cap is a field of its own."
        )
    for before, after in pairwise(rates):
        if before.high is None or after.low < before.high:
            end = "without an end" if before.high is None else f"up to {before.high}"
            raise IncentiveError(
                f"The step from {before.low} {end} and the step from {after.low} overlap.", do="End each where the next begins."
            )
        if after.low > before.high:
            raise IncentiveError(f"There is a gap from {before.high} to {after.low}.", do="End each step where the next begins.")
        if table is Table.RETROACTIVE and after.rate < before.rate:
            raise IncentiveError(
                f"At {after.low} the rate falls from {before.rate} to {after.rate}, for all of the fact: more would pay less.",
                do="Let the rates of a retroactive table rise, or make it marginal.",
            )
    for step in rates:
        if step.low < 0 or step.rate < 0 or (step.high is not None and step.high <= step.low):
            raise IncentiveError(
                f"The step from {step.low} to {step.high} at {step.rate} is none.", do="Keep 0 <= from < to, and rate >= 0."
            )
