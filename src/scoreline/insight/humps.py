"""Whether values lie in one heap or in two: the bimodality coefficient.

    (skewness^2 + 1) / (excess kurtosis + 3 (n - 1)^2 / ((n - 2)(n - 3)))

It is 1 for two points of equal weight, 5/9 for the uniform distribution, 1/3 for the normal one; over 5/9 speaks for two heaps.
Skewness and kurtosis are those of a sample (Joanes and Gill, The Statistician 47 (1998), 183-189). The formula is that of the
SAS/STAT User's Guide (procedure CLUSTER); Pfister and others, Frontiers in Psychology 4 (2013), 700, hold it against others.
A long tail on one side raises it too, up to 5/9 for the exponential distribution and beyond.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

UNIFORM = 5 / 9
FEWEST = 10
"""With fewer values nothing is said: the coefficient then depends on one or two of them."""


@dataclass(frozen=True)
class Humps:
    """The coefficient, and whether it speaks for two heaps."""

    coefficient: float
    two: bool


def humps(values: Sequence[float]) -> Humps | None:
    """Whether the values lie in two heaps; None where they are fewer than 10 or all the same."""
    n = len(values)
    if n < FEWEST:
        return None
    mean = math.fsum(values) / n
    second, third, fourth = (math.fsum((value - mean) ** power for value in values) / n for power in (2, 3, 4))
    if second <= (1e-12 * (abs(mean) or 1)) ** 2:
        return None
    skewness = third / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    excess = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    coefficient = (skewness**2 + 1) / (excess + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))
    return Humps(coefficient, coefficient > UNIFORM)
