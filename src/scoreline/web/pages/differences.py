"""What changed between two values of the audit trail, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_NAMES = ("kpi", "name", "part", "id")
"""What tells the items of a list apart, where they have one of these; else their place does."""


@dataclass(frozen=True)
class Difference:
    """One field that is another one now; None where it was not there, or is not any more."""

    place: tuple[str, ...]
    before: str | None
    after: str | None


def differences(before: str | None, after: str | None) -> tuple[Difference, ...]:
    """The fields in which two canonical JSON texts differ, in the order of their places. None is no value at all."""
    was, is_ = (dict(_fields(json.loads(text))) if text is not None else {} for text in (before, after))
    places = sorted(place for place in {*was, *is_} if was.get(place) != is_.get(place))
    return tuple(Difference(place, was.get(place), is_.get(place)) for place in places)


def _fields(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    match value:
        case dict():
            for name, held in value.items():
                yield from _fields(held, (*place, name))
        case list():
            for position, held in enumerate(value):
                yield from _fields(held, (*place, _name(held, position)))
        case None | "":
            return
        case bool():
            yield place, "yes" if value else "no"
        case _:
            yield place, str(value)


def _name(item: Any, position: int) -> str:
    names = (item.get(name) for name in _NAMES) if isinstance(item, dict) else ()
    return next((name for name in names if isinstance(name, str) and name), str(position + 1))
