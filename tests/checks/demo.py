"""The made-up company as the checks use it: a tenth of its usual size, and periods in which people change teams."""

from __future__ import annotations

from pathlib import Path

from scoreline.demo import company
from scoreline.demo.build import stage_demo
from scoreline.mart.staged import Staged
from tests.checks.companies import Company

SCALE = 0.1
HALDEN = Company(
    company.TIME_ZONE,
    company.CURRENCY,
    company.START,
    company.END,
    {
        "day": ("2024-02-28", "2024-03-02"),
        "week": ("2024-W25", "2024-W27"),
        "month": ("2024-05", "2024-07"),
        "quarter": ("2023-Q1", "2025-Q4"),
        "year": ("2023", "2025"),
    },
)


def stage_small(workdir: Path) -> Staged:
    """Stage it in `workdir`."""
    return stage_demo(workdir, scale=SCALE)
