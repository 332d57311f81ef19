"""What was achieved: a number, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FactState(StrEnum):
    """The five states of a fact, never mixed up.

    value: measured. zero: the source covers the period and there was nothing. missing: the source does not cover the whole
    period; the value, if any, is partial. undefined: a denominator is 0. not_applicable: leave, or not part of the role.
    """

    VALUE = "value"
    ZERO = "zero"
    MISSING = "missing"
    UNDEFINED = "undefined"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Fact:
    """A KPI's value for one member and period. `value` is None unless measured; for `missing` it is the partial value."""

    value: Decimal | float | None
    state: FactState

    @property
    def known(self) -> bool:
        """Whether the value may be held against a plan."""
        return self.state in (FactState.VALUE, FactState.ZERO)
