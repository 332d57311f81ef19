"""A share and how sure it is: the score interval of Wilson.

E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American Statistical
Association 22 (1927), 209-212. It stays within 0 and 100 %, and holds for few cases too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
"""How often intervals hold the true share, unless told."""


@dataclass(frozen=True)
class Share:
    """`count` of `of` cases, in percent, with the ends of its interval. All three are None where there is no case."""

    count: int
    of: int
    percent: float | None
    low: float | None
    high: float | None


def share(count: int, of: int, level: float = LEVEL) -> Share:
    """The share of `count` among `of` cases with its Wilson interval at that level. ValueError unless 0 <= count <= of."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return Share(0, 0, None, None, None)
    z = NormalDist().inv_cdf((1 + level) / 2)
    found = count / of
    middle = (found + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(found * (1 - found) / of + z * z / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Share(count, of, 100 * found, 100 * low, 100 * high)
