"""From values to places on a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_SMALLEST = 1e-200


@dataclass(frozen=True)
class Scale:
    """A straight map from [low, high] to [start, end]; outside it values stop at the edge."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round values, 1, 2 or 5 times a power of ten apart, that enclose [low, high]."""
    if high - low < _SMALLEST:
        low, high = (low - abs(low) / 2, low + abs(low) / 2) if abs(low) > _SMALLEST else (0.0, 1.0)
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = 1 - math.floor(math.log10(step))
    return [round(number * step, digits) for number in range(first, last + 1)]


def extent(values: Iterable[float | None]) -> tuple[float, float] | None:
    """The smallest and largest known value; None where none is known."""
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else None
