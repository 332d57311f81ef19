"""Whether two answers are the same: names, periods and exact numbers equal, others to 1e-9."""

from __future__ import annotations

from scoreline.workspace import KpiTable
from tests.checks.comparing import agrees


def differences(wanted: KpiTable, found: KpiTable) -> list[str]:
    """What differs, a line each, twenty at most."""
    assert wanted.kpis == found.kpis
    pairs = ((wanted.table, found.table), (wanted.beside, found.beside))
    if any(one.schema != other.schema for one, other in pairs):
        return [
            f"{field} instead of {right}"
            for one, other in pairs
            for right, field in zip(one.schema, other.schema, strict=True)
            if right != field
        ]
    if len(wanted) != len(found) or wanted.ids.to_pylist() != found.ids.to_pylist():
        return [f"{len(found)} rows of {found.ids.to_pylist()[:5]} instead of {len(wanted)} of {wanted.ids.to_pylist()[:5]}"]
    lines = [
        f"{name} in {wanted.table['period'][row]} of {list(wanted.ids.slice(row, 1).to_pylist()[0].values())}: {value} instead of {right}"
        for one, other in pairs
        for name in one.column_names
        for row, (right, value) in enumerate(zip(one[name].to_pylist(), other[name].to_pylist(), strict=True))
        if not (right == value if isinstance(right, str) else agrees(value, right))
    ]
    if wanted.uncovered != found.uncovered:
        lines.append(f"not covered: {sorted(wanted.uncovered ^ found.uncovered)}")
    if wanted.uncovered_by != found.uncovered_by:
        lines.append(f"not covered of sources: {wanted.uncovered_by} instead of {found.uncovered_by}")
    return lines[:20]
