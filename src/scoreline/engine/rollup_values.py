"""Medians, percentiles and greatest values of cells, from how many rows have each value."""

from __future__ import annotations

from scoreline.engine.plan import State
from scoreline.engine.shape import Shape, Source, timed

QUANTILES = {"median": 0.5, "p75": 0.75}


def values(state: State, found: Source, shape: Shape) -> str:
    """SQL of the cells of a state of values. Quantiles are interpolated between the two rows next to their place."""
    keys = "".join(f"{key}, " for key in shape.keys)
    rows = (
        f"SELECT {found.listed}d.p, s.value, sum(s.n) AS n FROM {timed(state)} {found.joins}{found.where()} GROUP BY {found.group}, s.value"
    )
    parts = []
    for measure in state.measures:
        share = QUANTILES.get(measure.measure.aggregate)
        parts.append(f'{_quantile(share) if share else "max(value)"} AS "{measure.name}"')
    return f"""
        SELECT {keys}p, {", ".join(parts)}
        FROM (
            SELECT {keys}p, value, sum(n) OVER (PARTITION BY {keys}p ORDER BY value) AS upto,
                   sum(n) OVER (PARTITION BY {keys}p) AS total
            FROM ({rows}) AS counted
        ) AS ranked GROUP BY {keys}p"""


def _quantile(share: float) -> str:
    """Between the values at the places floor and ceil of share * (total - 1), counted from 0."""
    place = f"({share} * (total - 1))"
    low, high = (f"min(value) FILTER (upto > {edge}({place}))" for edge in ("floor", "ceil"))
    part = f"(max({place}) - floor(max({place})))"
    return f"CAST({low} AS DOUBLE) + (CAST({high} AS DOUBLE) - CAST({low} AS DOUBLE)) * {part}"
