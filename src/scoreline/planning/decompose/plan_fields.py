"""The values of a plan file, one kind at a time. A mistake names the line and the nearest thing known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoreline.errors import PlanError, ScorelineError, nearest
from scoreline.yaml_lines import Lines, Step


@dataclass(frozen=True)
class Block:
    """One mapping of the file, with the way to it."""

    lines: Lines
    data: Mapping[str, Any]
    path: tuple[Step, ...] = ()

    def wrong(self, what: str, do: str, *path: Step) -> PlanError:
        """An error at a place below this one."""
        return PlanError(what, where=self.lines.where(*self.path, *path), do=do)

    def placed(self, problem: ScorelineError, *path: Step) -> PlanError:
        """An error from further down, with the place in the file before its own."""
        where = ", ".join(filter(None, (self.lines.where(*self.path, *path), problem.where)))
        return PlanError(problem.what, where=where, do=problem.do)

    def only(self, *fields: str) -> None:
        """PlanError for a field that is not one of these."""
        for key in self.data:
            if key not in fields:
                what = f'"{key}" is not known here. {nearest(key, fields)}'.strip()
                raise self.wrong(what, f"Known: {', '.join(fields)}.", key)

    def block(self, key: str) -> Block:
        """The mapping under a key; an empty one where there is none."""
        found = self.data.get(key)
        if found is None:
            found = {}
        if not isinstance(found, dict):
            raise self.wrong(f"{key} is not a mapping.", f"Write {key}:, and its fields below it.", key)
        return Block(self.lines, found, (*self.path, key))

    def blocks(self, key: str) -> list[Block]:
        """The mappings of a list under a key."""
        found = self.items(key)
        for place, item in enumerate(found):
            if not isinstance(item, dict):
                raise self.wrong(f"An entry of {key} is not a mapping.", "Write - name: value.", key, place)
        return [Block(self.lines, item, (*self.path, key, place)) for place, item in enumerate(found)]

    def items(self, key: str) -> Sequence[Any]:
        """The list under a key; a single value counts as one."""
        found = self.data.get(key)
        if found is None:
            return []
        return found if isinstance(found, list) else [found]

    def text(self, key: str, default: str | None = None) -> str:
        """A text, or a number as it would be written. PlanError where it lacks and has no default."""
        found = self.data.get(key)
        if found is None and default is not None:
            return default
        if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
            raise self.wrong(f"{key} is missing." if found is None else f"{key} is not a text.", f"Write {key}: and its value.", key)
        return str(found)

    def choice(self, key: str, known: Sequence[str], default: str) -> str:
        """One of some words."""
        found = self.text(key, default)
        if found not in known:
            what = f'"{found}" is no {key}. {nearest(found, known)}'.strip()
            raise self.wrong(what, f"Known: {', '.join(known)}.", key)
        return found

    def number(self, key: str) -> Decimal:
        """An exact number. PlanError where it lacks."""
        return self.decimal(self.data.get(key), key)

    def decimal(self, found: object, *path: Step) -> Decimal:
        """A value as an exact number."""
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            shown = "is missing" if found is None else "is not a number"
            raise self.wrong(f"{path[-1]} {shown}.", "Write a plain number, without signs of thousands.", *path)
        return Decimal(found)

    def count(self, key: str, default: int, most: int) -> int:
        """A whole number from 1."""
        found = self.data.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= most:
            raise self.wrong(f"{key} is not a number from 1 to {most}.", f"Write {key}: {default}.", key)
        return found

    def day(self, found: object, *path: Step) -> dt.date:
        """A date, written 2026-12-24."""
        try:
            return dt.date.fromisoformat(str(found))
        except ValueError:
            raise self.wrong(f'"{found}" is not a day.', "Write it as 2026-12-24.", *path) from None

    def days(self, key: str) -> list[dt.date]:
        """The dates of a list."""
        return [self.day(found, key, place) for place, found in enumerate(self.items(key))]

    def numbers(self, key: str) -> dict[str, Decimal]:
        """Names with numbers."""
        below = self.block(key)
        return {name: below.decimal(value, name) for name, value in below.data.items()}
