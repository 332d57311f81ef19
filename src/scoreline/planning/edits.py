"""A row of a matrix with some of its fields edited, and the difference of two matrices, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoreline.planning.levels import Levels, RangeLevels
from scoreline.planning.matrix import MatrixRow

OWN = ("weight", "question", "why")
"""The fields of a row that may be edited, beside its levels."""


@dataclass(frozen=True)
class Change:
    """A field of a row before and after, as texts; None where there was none. `field` is empty where the row itself came or went."""

    kpi: str
    field: str
    before: str | None
    after: str | None

    @property
    def text(self) -> str:
        """In words: revenue: norm from 100 to 120."""
        if not self.field:
            return f"{self.kpi}: {'came' if self.before is None else 'went'}"
        return f"{self.kpi}: {self.field.replace('_', ' ')} from {_said(self.before)} to {_said(self.after)}"


def edited(row: MatrixRow, values: Mapping[str, Decimal | str]) -> MatrixRow:
    """The row with these fields: weight, question, why, and the levels by their names. MatrixError where it then breaks a rule."""
    own: dict[str, Any] = {name: value for name, value in values.items() if name in OWN}
    levels: dict[str, Any] = {name: value for name, value in values.items() if name not in OWN}
    if isinstance(row.levels, Levels | RangeLevels) and levels:
        own["levels"] = replace(row.levels, **levels)
    return replace(row, **own)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """What is another in `after`, in its order of rows; then the rows that are gone. Both in the form of `fingerprint.plain`."""
    was, now = ({row["kpi"]: _flat(row) for row in plain["rows"]} for plain in (before, after))
    for kpi, fields in now.items():
        if kpi not in was:
            yield Change(kpi, "", None, kpi)
            continue
        for name in dict.fromkeys([*fields, *was[kpi]]):
            if was[kpi].get(name) != fields.get(name):
                yield Change(kpi, name, was[kpi].get(name), fields.get(name))
    yield from (Change(kpi, "", kpi, None) for kpi in was if kpi not in now)


def _flat(row: dict[str, Any]) -> dict[str, str | None]:
    """A row's fields as texts, its levels among them."""
    levels = row["levels"] or {}
    return {
        name: value if value is None or isinstance(value, str) else str(value) for name, value in (row | levels).items() if name != "levels"
    }


def _said(value: str | None) -> str:
    return "nothing" if value in (None, "") else f'"{value}"' if " " in str(value) else str(value)
