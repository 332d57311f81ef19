"""The columns of a matrix's sheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum

from scoreline.planning.levels import AnyLevels, RangeLevels

FIRST = 4
"""The first row of a matrix, counted from 0: below title, note, a blank row and the heads."""


class Column(IntEnum):
    """Where each figure of a row stands."""

    KPI = 0
    UNIT = 1
    WEIGHT = 2
    BASE = 3
    NORM = 4
    TARGET = 5
    HIGH_NORM = 6
    HIGH_BASE = 7
    FACT = 8
    STATE = 9
    ATTAINMENT = 10
    RAW = 11
    FLOOR = 12
    CAP = 13
    INDEX = 14
    IN_TOTAL = 15
    APPLIED = 16
    WEIGHTED = 17
    BAND = 18
    CHECK = 19
    METHOD = 20
    AT_TARGET = 21
    PART = 22
    QUESTION = 23
    WHY = 24


HEADS = (
    "KPI", "Unit", "Weight", "Base", "Norm", "Target", "High norm", "High base", "Fact", "State", "Attainment, %", "Raw index", "Floor",
    "Cap", "Index", "In the total", "Applied weight", "Weighted", "Band", "Check", "Scored by", "Index at target", "Part of the period",
    "Question", "Why",
)  # fmt: skip
WIDTHS: Mapping[int, float] = dict.fromkeys(range(Column.WEIGHT, Column.FACT + 1), 13.0) | {
    Column.KPI: 30, Column.STATE: 15, Column.ATTAINMENT: 13, Column.IN_TOTAL: 17, Column.BAND: 14, Column.CHECK: 34, Column.METHOD: 26,
    Column.QUESTION: 44, Column.WHY: 44,
}  # fmt: skip
_LEVELS = {"base": Column.BASE, "norm": Column.NORM, "target": Column.TARGET}
_RANGE = {"low_base": Column.BASE, "low_norm": Column.NORM, "high_norm": Column.HIGH_NORM, "high_base": Column.HIGH_BASE}


def levels_of(levels: AnyLevels | None) -> dict[Column, tuple[str, Decimal]]:
    """The levels of a row, each with its field's name, by the column that it stands in."""
    if levels is None:
        return {}
    names = _RANGE if isinstance(levels, RangeLevels) else _LEVELS
    return {column: (name, getattr(levels, name)) for name, column in names.items()}
