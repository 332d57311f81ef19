"""The values of a file of incentives, one kind at a time. A mistake names the line and the nearest thing known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from scoreline.errors import IncentiveError, nearest
from scoreline.yaml_lines import Lines, Step

Named = TypeVar("Named", bound=StrEnum)


@dataclass(frozen=True)
class Fields:
    """A file whose lines are known."""

    lines: Lines

    def wrong(self, what: str, do: str, *path: Step) -> IncentiveError:
        return IncentiveError(what, where=self.lines.where(*path), do=do)

    def known(self, data: Mapping[str, Any], fields: Sequence[str], *path: Step) -> None:
        for key in data:
            if key not in fields:
                what = f'"{key}" is not known here. {nearest(key, fields)}'.strip()
                raise self.wrong(what, f"Known: {', '.join(fields)}.", *path, key)

    def mapping(self, data: Any, shape: str, path: tuple[Step, ...]) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self.wrong("This is not a mapping.", f"Write {shape}.", *path)
        return data

    def number(self, data: Mapping[str, Any], name: str, path: tuple[Step, ...]) -> Decimal | None:
        value = data.get(name)
        if value is None:
            return None
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return Decimal(value)
        raise self.wrong(f'{name} is "{value}", which is not a number.', "Write digits and a decimal point only: 0.015.", *path, name)

    def one_of(self, names: type[Named], data: Mapping[str, Any], name: str, path: tuple[Step, ...]) -> Named | None:
        value = data.get(name)
        if value is None:
            return None
        known = [item.value for item in names]
        if value in known:
            return names(value)
        raise self.wrong(f'{name} is "{value}". {nearest(str(value), known)}'.strip(), f"Use one of {', '.join(known)}.", *path, name)
